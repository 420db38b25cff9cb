"""Apps & Features entries that a program changes, as they were when its run was planned."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.errors import PlanStale
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import UNINSTALL_KEY
from wingetpy.installers.technology import InstallTask
from wingetpy.inventory.arp import places
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.journal.program_steps import ProgramEntry
from wingetpy.model.text import fold


class SeenEntry(msgspec.Struct, frozen=True):
    """An entry and the version that it had; None: the entry was not there."""

    entry: ProgramEntry
    version: str | None

    @classmethod
    def of(cls, installed: InstalledEntry) -> SeenEntry:
        """Return the entry of an installed program, which has a key."""
        assert installed.hive is not None
        assert installed.key is not None
        entry = ProgramEntry(hive=installed.hive, view=installed.view or 64, key=installed.key)
        return cls(entry, installed.version)

    @classmethod
    def now(cls, host: Host, entry: ProgramEntry) -> SeenEntry:
        """Return what an entry is now."""
        return cls(entry, entry.version(host))

    def is_changed(self, host: Host) -> bool:
        """Whether the entry has come, gone, or has another version; one that names no version counts as unchanged."""
        now = self.entry.version(host)
        if now is None or self.version is None:
            return now is not self.version
        return now.strip() not in ("", self.version.strip())


def seen_before(host: Host, task: InstallTask) -> tuple[SeenEntry, ...]:
    """Return the entries that an installer is expected to write: that of the installed version, and those of the
    product codes that the manifest names, wherever they may be."""
    installed = task.installed
    seen = [SeenEntry.of(installed)] if installed is not None and installed.key else []
    named = (task.installer.product_code, *(one.product_code for one in task.installer.apps_and_features_entries))
    keys = {fold(f"{UNINSTALL_KEY}\\{code}"): f"{UNINSTALL_KEY}\\{code}" for code in named if code}
    for place in places(host.facts().architecture):
        for key in keys.values():
            entry = ProgramEntry(hive=place.hive, view=place.view, key=key)
            if all(not _is_same(entry, one.entry) for one in seen):
                seen.append(SeenEntry.now(host, entry))
    return tuple(seen)


def _is_same(one: ProgramEntry, other: ProgramEntry) -> bool:
    return (one.hive, one.view, fold(one.key)) == (other.hive, other.view, fold(other.key))


def as_program_entries(seen: Sequence[SeenEntry]) -> tuple[ProgramEntry, ...]:
    """Return the entries for the journal."""
    return tuple(one.entry for one in seen)


def require_entry(host: Host, installed: InstalledEntry) -> None:
    """Raise PlanStale if the entry of an installed program has gone."""
    if installed.key and SeenEntry.of(installed).entry.version(host) is None:
        raise PlanStale(
            f"The Apps & Features entry of '{installed.name}' is gone.",
            target=installed.local_id,
            remedy="List what is installed again.",
        )
