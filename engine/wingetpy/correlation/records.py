"""What this engine wrote down at its own installations, looked up for an installed program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PureWindowsPath
from typing import NamedTuple

from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.text import fold
from wingetpy.state.tracking import TrackedPackage

NO_SOURCE = "*DefaultSource"
"""The source that is written down for what a local manifest installed."""


class RecordedOrigin(NamedTuple):
    """What was written down of where an installed program came from: the source's identifier, the package's id."""

    source: str
    package: str


class Records:
    """The tracked packages by product code and scope: one code may be installed for the user and for the machine."""

    def __init__(self, tracked: Iterable[TrackedPackage]) -> None:
        self._records = {(fold(one.product_code), one.scope): one for one in tracked if one.product_code}

    def origin_of(self, entry: InstalledEntry) -> RecordedOrigin | None:
        """Return the source and package that were written down at the last installation, in this engine's own store or
        in the entry of a portable, which keeps the source of the first; None if that is not known, or it was no
        source."""
        if one := self.of(entry):
            origin = RecordedOrigin(one.source, one.package)
        elif entry.portable:
            origin = RecordedOrigin(entry.portable.source_id, entry.portable.package_id)
        else:
            return None
        return origin if origin.source and origin.source != NO_SOURCE else None

    def of(self, entry: InstalledEntry) -> TrackedPackage | None:
        """Return the record of an installed program; None if there is none, or only one of another place."""
        if not entry.code:
            return None
        code = fold(entry.code)
        for scope in entry.scopes:
            if exact := self._records.get((code, scope.value)):
                return exact
        unscoped = self._records.get((code, ""))
        return None if unscoped is None or _is_elsewhere(entry, unscoped) else unscoped


def _is_elsewhere(entry: InstalledEntry, record: TrackedPackage) -> bool:
    places = [PureWindowsPath(text) for text in (entry.install_location, record.location) if text]
    return len(set(places)) > 1
