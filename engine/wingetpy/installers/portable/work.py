"""The install or update of a portable, alone or in an archive: from the downloaded file to the steps."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError, ErrorCode, OperationError
from wingetpy.errors.system import disk_full
from wingetpy.hosts.host import Host
from wingetpy.installers.portable.content import PortableContent
from wingetpy.installers.portable.destination import Destination
from wingetpy.installers.portable.layout import PortableRoots
from wingetpy.installers.portable.ownership import installed_with_content
from wingetpy.installers.portable.payload import entry_of, payload
from wingetpy.installers.portable.script import Installed, NewContent, Placement, install_script
from wingetpy.installers.technology import WorkPreview
from wingetpy.inventory.portable_entry import PortableEntry, read_portable_entry
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.transfer.wanted import Downloaded


class PortableWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one install or update of a portable comes to; see `technology.Work`.

    Attributes:
        before: The entry as it was when the work was planned; None if there was none.
        make_links: Whether commands become links; otherwise the folder of the programs is put on PATH.
        purge: Whether the user's own files in the older version's folder are removed.
    """

    destination: Destination
    before: PortableEntry | None
    make_links: bool
    roots: PortableRoots
    purge: bool = False
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        place = self.destination.place
        if self.before is None or self.before.place == place:
            return read_portable_entry(host, place) != self.before
        return (
            read_portable_entry(host, self.before.place) != self.before or read_portable_entry(host, place) is not None
        )

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        assert downloaded is not None
        content = payload(host, self.destination, downloaded, workplace, go_on)
        self._need_space(host, content)
        placement = Placement(
            entry=entry_of(host, self.destination, content),
            content=content,
            make_links=self.make_links,
            force=self.destination.task.options.force,
            purge=self.purge,
        )
        script = Script(host, workplace.backup)
        install_script(host, placement, self._installed(host, script), script)
        return script

    def _installed(self, host: Host, script: Script) -> Installed | None:
        """What is there of the package. With force a damaged list of its files is replaced by that of the new ones."""
        if self.before is None:
            return None
        try:
            return installed_with_content(host, self.before, self.roots)
        except OperationError as error:
            if error.code is not ErrorCode.IndexIntegrityCompromised or not self.destination.task.options.force:
                raise
            script.warnings.append(
                f"The list of the installed files in '{self.before.location}' was damaged. It is replaced because of"
                " force; files that this version does not have stay."
            )
            return Installed(self.before, PortableContent())

    def _need_space(self, host: Host, content: NewContent) -> None:
        needed = sum(host.files.local(file.staged).stat().st_size for file in content.files)
        location, package = self.destination.location, self.destination.task.package
        free = host.files.free_space(location)
        if needed > free:
            raise disk_full(package, free, needed=needed, drive=location.drive, target=str(location))
