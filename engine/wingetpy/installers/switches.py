"""What is written behind an installer's name, and where each part came from. Rules of the reference client."""

from __future__ import annotations

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.errors.secrets import MASK
from wingetpy.installers.technology import Switch
from wingetpy.manifests.model import Installer
from wingetpy.model.technology import InstallMode

LOG_WORD = "<LOGPATH>"
LONGEST_ARGUMENTS = 32_000
"""Characters: Windows takes 32,766 for a command line, of which the installer's path is a part."""
LOCATION_WORD = "<INSTALLPATH>"


class SwitchWishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the user wants of an installer that is run.

    Attributes:
        log: Where its log goes; empty: it writes none.
        updating: It replaces an older version that is still installed.
        repairing: It repairs what is installed.
    """

    mode: InstallMode = "Default"
    override: str | None = None
    custom: str | None = None
    location: str | None = None
    log: str
    updating: bool = False
    repairing: bool = False


def switches(installer: Installer, wishes: SwitchWishes) -> tuple[Switch, ...]:
    """The parts of the command line in their order. An override replaces everything."""
    if wishes.override:
        return (Switch("Override", wishes.override, "user"),)
    given = installer.installer_switches
    parts = [
        _mode(installer, wishes.mode),
        _of_manifest(installer, "Log", _filled(given.log, LOG_WORD, wishes.log)) if wishes.log else None,
    ]
    if wishes.repairing:
        parts.append(_of_manifest(installer, "Repair", given.repair))
        return tuple(part for part in parts if part is not None and part.text)
    parts += [
        _of_manifest(installer, "Custom", given.custom),
        Switch("Custom", wishes.custom, "user") if wishes.custom and wishes.custom.strip() else None,
        _of_manifest(installer, "Upgrade", given.upgrade) if wishes.updating else None,
        _of_manifest(installer, "InstallLocation", _filled(given.install_location, LOCATION_WORD, wishes.location))
        if wishes.location
        else None,
    ]
    return tuple(part for part in parts if part is not None and part.text)


def arguments(parts: tuple[Switch, ...], *, masked: bool = False) -> str:
    """Return the parts as one text; `masked`: for the log, without what the user wrote himself."""
    return " ".join(MASK if masked and part.origin == "user" else part.text for part in parts)


def refusal_of_wishes(wishes: SwitchWishes, parts: tuple[Switch, ...]) -> BadRequest | None:
    """Return why Windows could not start an installer so; None: it could. Found before an older version is removed."""
    for name, text in (("location", wishes.location), ("log", wishes.log)):
        if text and '"' in text:
            return BadRequest(
                f"The {name} '{text}' has a quotation mark: it would end there, and the rest be read as more switches.",
                target=text,
                remedy="Name a path without quotation marks.",
            )
    text = arguments(parts)
    if "\0" in text:
        return BadRequest("The installer's switches have a character U+0000.", remedy="Leave it out.")
    if len(text) > LONGEST_ARGUMENTS:
        return BadRequest(
            f"The installer's switches have {len(text):,} characters; Windows takes {LONGEST_ARGUMENTS:,}.",
            remedy="Shorten what is given to override or custom, or put it into a file that the installer reads.",
        )
    return None


def declared_switches(installer: Installer) -> tuple[Switch, ...]:
    """Return all that the manifest, or the installer's technology, says of its switches: by the manifest's names."""
    given = installer.installer_switches
    names = zip(given.__struct_fields__, given.__struct_encode_fields__, strict=True)
    parts = [_of_manifest(installer, name, getattr(given, field)) for field, name in names]
    return tuple(part for part in parts if part is not None)


def _mode(installer: Installer, mode: InstallMode) -> Switch | None:
    given = installer.installer_switches
    if mode == "Interactive":
        return _of_manifest(installer, "Interactive", given.interactive)
    if mode == "Silent" or not given.silent_with_progress:
        return _of_manifest(installer, "Silent", given.silent)
    return _of_manifest(installer, "SilentWithProgress", given.silent_with_progress)


def _of_manifest(installer: Installer, name: str, text: str | None) -> Switch | None:
    if not text:
        return None
    defaulted = {key.replace("_", "").lower() for key in installer.defaulted_switches}
    return Switch(name, text, f"default of {installer.effective_type}" if name.lower() in defaulted else "manifest")


def _filled(text: str | None, word: str, value: str | None) -> str | None:
    return text.replace(word, value) if text and value is not None else text
