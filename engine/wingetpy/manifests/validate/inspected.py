"""A manifest as the rules see it: every installer complete, whatever else is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

import msgspec
from msgspec import UNSET

from wingetpy.manifests.events import Path
from wingetpy.manifests.fields import FieldReader, Given
from wingetpy.manifests.findings import FindingId
from wingetpy.manifests.inherit import completed
from wingetpy.manifests.installer import Installer
from wingetpy.manifests.localization import Localization
from wingetpy.manifests.read import Head, with_excluded_markets
from wingetpy.manifests.schema import ManifestVersion
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.loading import PREVIEW, LoadedFile
from wingetpy.manifests.yamltext import Document, Value

MOST_INSTALLERS = 1024
"""As many as the schemas allow; more are a flaw of their own."""
_STEP = re.compile(r"([^.\[\]]+)(?!\])|\[(\d+)\]")
_STRUCTURE = frozenset(("Installers", "Localization", "ManifestType", "ManifestVersion", "DefaultLocale"))
_OF_THE_FILE = ("PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion")
_HOLDS_INSTALLERS = ("installer", "singleton", "merged", PREVIEW)


class Inspected(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest put together as far as it can be.

    Attributes:
        installer_file: The file with the installers.
        default_file: The file with the default language; the same for a manifest of one file.
        installers: In the order of the file; what is missing or unknown in them has its default.
        localizations: The default language first, then those of `locale_files`.
        refused: Paths of values that cannot be read, with the reason.
        unknown: Paths and values that are none of the known ones.
    """

    version: ManifestVersion
    package_identifier: str
    package_version: str
    channel: str | None
    installer_file: LoadedFile
    default_file: LoadedFile
    locale_files: tuple[LoadedFile, ...]
    installers: tuple[Installer, ...]
    localizations: tuple[Localization, ...]
    refused: tuple[Flaw, ...]
    unknown: tuple[Flaw, ...]


def inspect(files: Sequence[LoadedFile]) -> Inspected | None:
    """Put together what the files of a manifest say; None where none of them holds installers."""
    installer_file = next((file for file in files if file.kind in _HOLDS_INSTALLERS), None)
    if installer_file is None or installer_file.version is None:
        return None
    default_file = next((file for file in files if file.kind == "defaultLocale"), installer_file)
    locale_files = tuple(file for file in files if file.kind == "locale")
    root_document = installer_file.modern
    if default_file is not installer_file:
        root_document = root_document | {
            key: value for key, value in default_file.modern.items() if key not in _OF_THE_FILE
        }
    reader = _LenientReader()
    fields = {key: value for key, value in root_document.items() if key not in _STRUCTURE}
    root = reader.given((Head, Installer, Localization), with_excluded_markets(fields), "")
    return Inspected(
        version=installer_file.version,
        package_identifier=root.get("package_identifier", ""),
        package_version=root.get("package_version", ""),
        channel=root.get("channel"),
        installer_file=installer_file,
        default_file=default_file,
        locale_files=locale_files,
        installers=_installers(reader, root, root_document.get("Installers")),
        localizations=_localizations(reader, root, root_document.get("Localization"), locale_files),
        refused=tuple(reader.refused),
        unknown=tuple(reader.unknown),
    )


def _installers(reader: _LenientReader, root: Given, items: Value | None) -> tuple[Installer, ...]:
    installers = []
    base = {"architecture": "unknown", "installer_type": "unknown"} | root
    for place, item in enumerate(items[:MOST_INSTALLERS] if isinstance(items, list) else ()):
        mapping = with_excluded_markets(item) if isinstance(item, dict) else {}
        own = reader.given((Installer,), mapping, f"Installers[{place}].")
        installers.append(Installer(**completed(base, own)))
    return tuple(installers)


def _localizations(
    reader: _LenientReader, root: Given, items: Value | None, files: Sequence[LoadedFile]
) -> tuple[Localization, ...]:
    """The default language, then those of other files, or of a list within the one file."""
    default = Localization(**{name: root[name] for name in root if name in Localization.__struct_fields__})
    others: list[Document] = [file.modern for file in files]
    if not others and isinstance(items, list):
        others = [item for item in items if isinstance(item, dict)]
    return (default, *(_localization(reader, one, place) for place, one in enumerate(others)))


def _localization(reader: _LenientReader, document: Document, place: int) -> Localization:
    fields = {key: value for key, value in document.items() if key not in _OF_THE_FILE}
    return Localization(**reader.given((Localization,), fields, f"Localization[{place}]."))


class _Refused(Exception):
    """A value cannot be read; the others are."""


class _LenientReader(FieldReader):
    """Reads on after a value that cannot be read."""

    def __init__(self) -> None:
        super().__init__("", {})
        self.refused: list[Flaw] = []
        self.unknown: list[Flaw] = []

    def attempt(self, read: Any, value: Value, path: str) -> Any:
        try:
            return read(self, value, path)
        except _Refused:
            return UNSET

    def repeated(self, path: str) -> None:
        """The checks report it; the first one counts."""

    def refuse(self, path: str, what: str) -> NoReturn:
        self.refused.append(Flaw("FieldFailedToProcess", path_of(path), f"It {what}."))
        raise _Refused

    def unknown_value(self, path: str, value: str) -> Any:
        self.unknown.append(Flaw("InvalidFieldValue", path_of(path), value=value))
        return UNSET

    def _note(self, finding: FindingId, path: str, value: str | None) -> None:
        """The checks report what the reader only notes."""


def path_of(text: str) -> Path:
    """The path that is written as `Installers[0].Commands[1]`."""
    return tuple(int(place) if place else key for key, place in _STEP.findall(text))
