"""What is installed, kept until it may have changed. Never stale: the registry is watched before it is read."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.errors import HostError

if TYPE_CHECKING:
    from wingetpy.hosts.host import Host
    from wingetpy.hosts.registry import Hive, View, Watch
    from wingetpy.inventory.entry import InstalledEntry


class InventoryCache:
    """Lives as long as an engine. Several threads may ask it; all of them ask of one host.

    Attributes:
        refused: The keys of Apps & Features that may not be read: what is listed there is missing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: list[Watch] = []
        self._architecture = ""
        self.refused: tuple[HostError, ...] = ()
        self._arp: tuple[InstalledEntry, ...] = ()
        self._msix: tuple[InstalledEntry, ...] = ()
        self._generation: str | None = None
        self._entries: tuple[InstalledEntry, ...] = ()

    def entries(self, host: Host) -> Sequence[InstalledEntry]:
        """Everything installed, as `installed_entries` has it; the same object as long as nothing has changed."""
        with self._lock:
            if self._may_have_changed(host):
                self._read(host)
            self._read_msix(host)
            if self._entries != (now := (*self._arp, *self._msix)):
                self._entries = now
            return self._entries

    def _read_msix(self, host: Host) -> None:
        from wingetpy.inventory.msix import msix_entries  # late: start time

        generation = host.packages.generation()  # before the reading, so that nothing is missed
        if generation is None or generation != self._generation:
            self._msix = tuple(msix_entries(host))
            self._generation = generation

    def _may_have_changed(self, host: Host) -> bool:
        changed = not self._watches or any(watch.changed() for watch in self._watches)
        return changed or host.facts().architecture != self._architecture

    def _read(self, host: Host) -> None:
        from wingetpy.inventory.arp import arp_entries  # late: start time
        from wingetpy.inventory.font import font_entries
        from wingetpy.model.collecting import no_collection

        _close(self._watches)
        self._watches = []
        architecture = host.facts().architecture
        watches = _watches(host, architecture)
        refused: list[HostError] = []
        try:
            with no_collection():
                self._arp = (*arp_entries(host, refused.append), *font_entries(host))
        except HostError:
            _close(watches)
            raise
        self._architecture, self._watches, self.refused = architecture, watches, tuple(refused)


def _watches(host: Host, architecture: str) -> list[Watch]:
    """Watches of all that `arp_entries` and `font_entries` read; none where one is refused, so that nothing is kept."""
    from wingetpy.hosts.registry import UNINSTALL_KEY, Hive  # late: start time
    from wingetpy.inventory.arp import places
    from wingetpy.inventory.font import FONTS_KEY
    from wingetpy.inventory.upgradecodes import UPGRADE_CODE_KEYS

    keys: list[tuple[Hive, str, View]] = [(place.hive, UNINSTALL_KEY, place.view) for place in places(architecture)]
    keys += [(hive, key, 64) for hive, key in UPGRADE_CODE_KEYS.values()]
    keys += [(hive, FONTS_KEY, 64) for hive in Hive]
    watches: list[Watch] = []
    try:
        for hive, key, view in keys:
            watches.append(host.registry.watch(hive, key, view))
    except HostError:
        _close(watches)
        return []
    return watches


def _close(watches: list[Watch]) -> None:
    for watch in watches:
        watch.close()
