"""How much an archive may become, and the count of what it has become so far."""

from __future__ import annotations

import msgspec

from wingetpy.errors import ArchiveUnsafe
from wingetpy.errors.system import disk_full


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What unpacking may take.

    Attributes:
        free: Free bytes on the volume of the folder.
        bomb_size: An archive that becomes more bytes than this,
        bomb_ratio: and more than this many times its own, is a bomb.
        names: Files and folders.
        letters: Letters of all their paths together.
    """

    free: int
    bomb_size: int = 1_000_000_000
    bomb_ratio: int = 200
    names: int = 1_000_000
    letters: int = 100_000_000


class Budget:
    """Counts bytes against the limits: those that an archive declares, and those that are written.

    Args:
        limits: The limits.
        packed: Bytes of the archive.
        name: What the archive is called in messages.
    """

    def __init__(self, limits: Limits, packed: int, name: str) -> None:
        self._limits = limits
        self._packed = max(packed, 1)
        self._name = name
        self._written = 0

    def expect(self, declared: int) -> None:
        """Refuse an archive by what it declares, before a byte is written.

        Raises:
            ArchiveUnsafe: It is a bomb.
            HostError: DiskFull, with both sizes.
        """
        limits = self._limits
        if declared > limits.bomb_size and declared > limits.bomb_ratio * self._packed:
            raise ArchiveUnsafe(
                f"The archive '{self._name}' is refused: {self._packed:,} bytes would become {declared:,} or more, over"
                f" {limits.bomb_ratio} times as many.",
                target=self._name,
                remedy="Report it to the publisher of the archive; nothing was changed.",
            )
        if declared > limits.free:
            raise disk_full(f"unpacking '{self._name}'", limits.free, needed=declared, target=self._name)

    def spend(self, size: int) -> None:
        """Count bytes that are about to be written: what an archive declares may be false. Raises as `expect`."""
        self._written += size
        if self._written > self._limits.free or self._written > self._limits.bomb_size:
            self.expect(self._written)
