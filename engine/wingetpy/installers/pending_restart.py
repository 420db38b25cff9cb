"""Whether a program left something for the next restart of Windows: files to be replaced, or Windows' own marks."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive

_SESSION_MANAGER = r"SYSTEM\CurrentControlSet\Control\Session Manager"
_RENAMES = "PendingFileRenameOperations"
_NATIVE_PREFIX = "\\??\\"

Rename = tuple[str, str]
"""A file and its new name, empty for one that is deleted; as the registry has them."""


class PendingRestart(msgspec.Struct, frozen=True):
    """What waits for a restart. `waits` is the machine's own fact, `renames` what is known of the reasons."""

    waits: bool
    renames: frozenset[Rename]

    @classmethod
    def of(cls, host: Host) -> PendingRestart:
        return cls(host.facts().pending_reboot, _renames(host))

    def grew_from(self, before: PendingRestart, host: Host) -> bool:
        """Whether more waits than before. A temporary file that is to be deleted is no reason to restart: every NSIS
        uninstaller leaves one."""
        new = self.renames - before.renames
        if any(not _is_temporary(host, one) for one in new):
            return True
        return self.waits and not before.waits and not new


def _renames(host: Host) -> frozenset[Rename]:
    values = host.registry.values(Hive.machine, _SESSION_MANAGER) or {}
    found = next((value.data for name, value in values.items() if name.lower() == _RENAMES.lower()), ())
    if not isinstance(found, tuple):
        return frozenset()
    return frozenset(zip(found[::2], found[1::2], strict=False))


def _is_temporary(host: Host, rename: Rename) -> bool:
    source, target = rename
    path = PureWindowsPath(source.removeprefix(_NATIVE_PREFIX))
    folders = (
        host.files.known_folder(KnownFolder.temp),
        host.files.known_folder(KnownFolder.windows) / "Temp",
        host.staging_folder(),
    )
    return not target and any(folder in path.parents for folder in folders)
