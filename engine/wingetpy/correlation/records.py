"""What this engine wrote down at its own installations, looked up for an installed program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PureWindowsPath

from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.text import fold
from wingetpy.state.tracking import TrackedPackage


class Records:
    """The tracked packages by product code and scope: one code may be installed for the user and for the machine."""

    def __init__(self, tracked: Iterable[TrackedPackage]) -> None:
        self._records = {(fold(one.product_code), one.scope): one for one in tracked if one.product_code}

    def of(self, entry: InstalledEntry) -> TrackedPackage | None:
        """Return the record of an installed program; None if there is none, or only one of another place."""
        if not entry.product_code:
            return None
        code = fold(entry.product_code)
        exact = self._records.get((code, entry.scope.value))
        if exact is not None:
            return exact
        unscoped = self._records.get((code, ""))
        return None if unscoped is None or _is_elsewhere(entry, unscoped) else unscoped


def _is_elsewhere(entry: InstalledEntry, record: TrackedPackage) -> bool:
    places = [PureWindowsPath(text) for text in (entry.install_location, record.location) if text]
    return len(set(places)) > 1
