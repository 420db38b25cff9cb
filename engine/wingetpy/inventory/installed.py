"""The whole list of what is installed."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.inventory.arp import arp_entries
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.font import font_entries
from wingetpy.inventory.msix import msix_entries
from wingetpy.model.collecting import no_collection


def installed_entries(host: Host) -> list[InstalledEntry]:
    """Everything installed: machine (64-bit view, then 32-bit), user, fonts, MSIX. What is broken is left out."""
    with no_collection():
        return [*arp_entries(host), *font_entries(host), *msix_entries(host)]
