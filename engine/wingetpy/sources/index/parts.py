"""What the index keeps of the files of one package version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from wingetpy.model.text import fold
from wingetpy.model.version import is_version
from wingetpy.sources.keys import name_keys, publisher_key

if TYPE_CHECKING:
    from wingetpy.manifests.summary import FileSummary

_WHOLE = frozenset(("singleton", "merged"))
_NEEDED = (("installer", "installer"), ("defaultLocale", "default locale"))


class PartFile(msgspec.Struct, frozen=True, array_like=True):
    """A file of a version: path relative to the root, manifest type, locale."""

    path: str
    type: str
    locale: str

    @property
    def slot(self) -> tuple[str, str]:
        """What there can be one of in a version."""
        return (self.type, self.locale) if self.type == "locale" else (self.type, "")


class SkippedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file that was skipped, and why."""

    path: str
    reason: str


class VersionPart(msgspec.Struct, array_like=True):
    """What some files say of a package version, put together as they are read.

    Dictionaries are lists that hold each value once.
    """

    identifier: str
    version: str
    files: list[PartFile] = []
    name: str = ""
    moniker: str = ""
    tags: dict[str, None] = {}
    commands: dict[str, None] = {}
    package_family_names: dict[str, None] = {}
    product_codes: dict[str, None] = {}
    upgrade_codes: dict[str, None] = {}
    names: dict[str, None] = {}
    """Normalized, also with their architecture; so `publishers`."""
    publishers: dict[str, None] = {}
    arp_versions: dict[str, None] = {}

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.identifier), fold(self.version)

    def add(self, path: str, summary: FileSummary) -> SkippedFile | None:
        """Take in a file; answers the fault if the version has such a file already."""
        file = PartFile(path, summary.manifest_type, fold(summary.package_locale or ""))
        if taken := next((other for other in self.files if other.slot == file.slot), None):
            return SkippedFile(path, f"{taken.path} already holds this part of {self.identifier} {self.version}.")
        self.files.append(file)
        if summary.manifest_type not in ("locale", "version"):
            self.moniker = self.moniker or summary.moniker or ""
        if summary.manifest_type != "locale":
            self.name = self.name or summary.package_name or ""
        _extend(self.tags, summary.tags)
        _extend(self.commands, summary.commands)
        _extend(self.package_family_names, summary.package_family_names)
        _extend(self.product_codes, summary.product_codes)
        _extend(self.upgrade_codes, summary.upgrade_codes)
        shown = (summary.package_name or "", *summary.localized_names, *summary.arp_names)
        _extend(self.names, [key for name in shown for key in name_keys(name)])
        known = (summary.publisher or "", *summary.localized_publishers, *summary.arp_publishers)
        _extend(self.publishers, [publisher_key(publisher) for publisher in known])
        _extend(self.arp_versions, filter(is_version, summary.arp_display_versions))
        return None

    def join(self, other: VersionPart) -> Iterator[SkippedFile]:
        """Take in what other files say of the same version; if one repeats a file of this, none is taken."""
        slots = {file.slot: file for file in self.files}
        if any(file.slot in slots for file in other.files):
            for file in other.files:
                yield SkippedFile(file.path, f"{self.files[0].path} already holds {self.identifier} {self.version}.")
            return
        self.files.extend(other.files)
        self.name = self.name or other.name
        self.moniker = self.moniker or other.moniker
        _extend(self.tags, other.tags)
        _extend(self.commands, other.commands)
        _extend(self.package_family_names, other.package_family_names)
        _extend(self.product_codes, other.product_codes)
        _extend(self.upgrade_codes, other.upgrade_codes)
        _extend(self.names, other.names)
        _extend(self.publishers, other.publishers)
        _extend(self.arp_versions, other.arp_versions)

    def missing(self) -> str:
        """Which file the version lacks to be installed from, in words; empty if it is whole."""
        types = {file.type for file in self.files}
        if types & _WHOLE:
            return ""
        return " and ".join(title for kind, title in _NEEDED if kind not in types)


class Batch(msgspec.Struct, array_like=True):
    """What a number of files gave."""

    files: int
    parts: list[VersionPart] = []
    faults: list[SkippedFile] = []


def _extend(values: dict[str, None], more: Iterable[str]) -> None:
    values.update(dict.fromkeys(filter(None, more)))
