"""What of an installed portable an elevated engine may touch for a user: what it can show to be the package's own."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.hosts.host import Host
from wingetpy.installers.portable.checks import need_inside
from wingetpy.installers.portable.content import PortableContent, read_content
from wingetpy.installers.portable.layout import PortableRoots, links_folder
from wingetpy.installers.portable.script import Installed
from wingetpy.inventory.portable_entry import PortableEntry
from wingetpy.model.scope import Scope
from wingetpy.state.tracking import open_tracking


def installed_with_content(host: Host, entry: PortableEntry, roots: PortableRoots) -> Installed:
    """Return what is installed with its files.

    Raises:
        OperationError: AdminContextRepairProhibited, where an elevated engine acts for a user and the entry names
            something that is not a portable's own; or a list of files that cannot be read.
    """
    acts_for_user = host.facts().elevated and entry.place.scope is Scope.user
    if acts_for_user and entry.location is not None:
        _need_own_location(host, entry, roots)
    content = read_content(host, entry)
    if acts_for_user:
        _need_own_content(host, entry, content)
    return Installed(entry, content)


def _need_own_location(host: Host, entry: PortableEntry, roots: PortableRoots) -> None:
    assert entry.location is not None
    with open_tracking(host.state_folder()) as tracking:
        if any(
            one.product_code.lower() == entry.place.product_code.lower()
            and PureWindowsPath(one.location) == entry.location
            for one in tracking.packages()
        ):
            return  # this engine put it there itself, and its own store is not the user's to write
    need_inside(host, [roots.root(host.files, Scope.user, "")], [entry.location])


def _need_own_content(host: Host, entry: PortableEntry, content: PortableContent) -> None:
    location = [entry.location] if entry.location is not None else []
    need_inside(host, location, [*(file.path for file in content.files), *content.folders])
    need_inside(host, [links_folder(host.files, Scope.user)], [link.path for link in content.links])
