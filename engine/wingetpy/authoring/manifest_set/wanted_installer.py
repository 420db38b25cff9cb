"""What a caller names as an installer: a URL or a file, and what it says of it behind bars: `|x64|machine`."""

from __future__ import annotations

import msgspec

from wingetpy.authoring.facts.installer_facts import InstallerFacts
from wingetpy.errors import BadRequest
from wingetpy.model.locale import is_language_tag
from wingetpy.model.technology import INSTALLER_TYPES

_SCOPES = ("user", "machine")
_ARCHITECTURES = ("x86", "x64", "arm", "arm64", "neutral")


class WantedInstaller(msgspec.Struct, frozen=True, kw_only=True):
    """One installer as it was named. Empty: not said.

    Attributes:
        place: The URL, or the native path.
    """

    place: str
    architecture: str = ""
    scope: str = ""
    locale: str = ""
    installer_type: str = ""


class ObtainedInstaller(msgspec.Struct, frozen=True, kw_only=True):
    """An installer that was read.

    Attributes:
        url: Where users get it; empty where only a file was named.
        sha256: Upper-case hex.
        file: The native path of a file that was named.
    """

    wanted: WantedInstaller
    url: str
    sha256: str
    facts: InstallerFacts
    file: str = ""


def parse_wanted(text: str) -> WantedInstaller:
    """Return what a text names.

    Raises:
        BadRequest: a word behind a bar is no architecture, scope, installer type or language tag, or is given twice.
    """
    place, *words = text.split("|")
    said: dict[str, str] = {}
    for word in words:
        kind, value = _kind_of(word.strip(), text)
        if kind in said:
            raise BadRequest(f"'{text}' gives two values for {kind}: {said[kind]} and {value}.", target=text)
        said[kind] = value
    return WantedInstaller(
        place=place.strip(),
        architecture=said.get("Architecture", ""),
        scope=said.get("Scope", ""),
        locale=said.get("InstallerLocale", ""),
        installer_type=said.get("InstallerType", ""),
    )


def is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _kind_of(word: str, text: str) -> tuple[str, str]:
    folded = word.casefold()
    if folded in _ARCHITECTURES:
        return "Architecture", folded
    if folded in _SCOPES:
        return "Scope", folded
    if folded == "appx" or (folded in INSTALLER_TYPES and folded != "unknown"):
        return "InstallerType", folded
    if is_language_tag(word):
        return "InstallerLocale", word
    raise BadRequest(
        f"'{word}' in '{text}' is no architecture, scope, installer type or language tag.",
        target=text,
        remedy=f"Architectures are {', '.join(_ARCHITECTURES)}; scopes are {' and '.join(_SCOPES)}.",
    )
