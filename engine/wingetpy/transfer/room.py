"""Room on the disk for a file that is being downloaded."""

from __future__ import annotations

from wingetpy.errors import HostError
from wingetpy.errors.system import disk_full
from wingetpy.hosts.host import Host
from wingetpy.transfer.wanted import Wanted

RESERVE = 256 << 20
"""Bytes of the volume that a file of unknown size leaves free, but never more than half of what is free."""
_LOOK_EVERY = 64 << 20


class Room:
    """The bound of one transfer. All sizes in bytes."""

    def __init__(self, host: Host, wanted: Wanted) -> None:
        self._host = host
        self._wanted = wanted
        self._checked_total: int | None = None
        self._reserve = -1
        self._budget = 0
        self._taken = 0
        self._next_look = 0

    def need(self, size: int) -> None:
        """Raise HostError (DiskFull) unless `size` more bytes fit."""
        if size > self._host.files.free_space(self._wanted.folder):
            raise self.full(size)

    def take(self, size: int, total: int | None, there: int) -> None:
        """Allow a block.

        Args:
            size: Of the block.
            total: Of the whole file, where the server announces it.
            there: What the part already holds.

        Raises:
            HostError: DiskFull; a file without announced size would use the reserve.
        """
        if total is not None:
            if total != self._checked_total:
                self.need(total - there)
                self._checked_total = total
            return
        if self._reserve < 0:
            free = self._host.files.free_space(self._wanted.folder)
            self._reserve = min(RESERVE, free // 2)
            self._budget = free - self._reserve
        self._taken += size
        if self._taken > self._budget or self._is_used_up():
            raise self.full(None)

    def full(self, needed: int | None) -> HostError:
        free, drive = self._host.files.free_space(self._wanted.folder), self._wanted.folder.drive
        what = f"the download of {self._wanted.name}"
        return disk_full(what, free, needed=needed, drive=drive, target=self._wanted.url)

    def _is_used_up(self) -> bool:
        """Whether others have filled the volume meanwhile. Looked at now and then."""
        if self._taken < self._next_look:
            return False
        self._next_look = self._taken + _LOOK_EVERY
        return self._host.files.free_space(self._wanted.folder) < self._reserve
