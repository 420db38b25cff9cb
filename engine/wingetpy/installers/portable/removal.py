"""The uninstall of a portable."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError
from wingetpy.hosts.host import Host
from wingetpy.installers.portable.layout import PortableRoots
from wingetpy.installers.portable.ownership import installed_with_content
from wingetpy.installers.portable.script import uninstall_script
from wingetpy.installers.technology import WorkPreview
from wingetpy.inventory.portable_entry import PortableEntry, read_portable_entry
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.transfer.wanted import Downloaded


class PortableRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """What the uninstall of a portable comes to; see `technology.Work`. `before` is its entry at that time."""

    before: PortableEntry
    purge: bool
    force: bool
    roots: PortableRoots
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return read_portable_entry(host, self.before.place) != self.before

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        installed = installed_with_content(host, self.before, self.roots)
        script = Script(host, workplace.backup)
        uninstall_script(host, installed, purge=self.purge, force=self.force, script=script)
        return script
