"""What a downloaded portable brings: the files of an archive or the single program, and the entry that lists it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.installers.nested_files import unpack_archive
from wingetpy.installers.portable.content import TrackedLink, list_path, write_list
from wingetpy.installers.portable.destination import Destination
from wingetpy.installers.portable.script import NewContent, NewFile
from wingetpy.inventory.portable_entry import PortableEntry
from wingetpy.journal.staging import Workplace
from wingetpy.transfer.wanted import Downloaded


def payload(
    host: Host, to: Destination, got: Downloaded, workplace: Workplace, go_on: Callable[[], None]
) -> NewContent:
    """Return the new version's files, unpacked in the workplace where they come in an archive.

    Raises:
        OperationError: an archive that is refused, or lacks a program that the manifest names.
        HostError: the disk refuses.
    """
    if to.task.installer.is_archive:
        return _archive(host, to, got, workplace, go_on)
    return _single(host, to, got)


def _archive(
    host: Host, to: Destination, got: Downloaded, workplace: Workplace, go_on: Callable[[], None]
) -> NewContent:
    unpacked = unpack_archive(host, to.task.installer, to.programs, workplace, got, go_on)
    files = tuple(NewFile(to.location / one.path, workplace.unpacked / one.path, one.sha256) for one in unpacked.files)
    content = NewContent(
        files=files,
        links=tuple(TrackedLink(path, target) for path, target in to.links),
        folders=tuple(to.location / folder for folder in unpacked.folders),
        unpacked=workplace.unpacked,
    )
    return msgspec.structs.replace(content, file_list=_file_list(host, to, content, workplace))


def _file_list(host: Host, to: Destination, content: NewContent, workplace: Workplace) -> NewFile:
    staged = workplace.folder / "files.db"
    native = host.files.local(staged)
    path = list_path(to.location, to.place.product_code)
    with as_host_error("write", staged):
        write_list(native, content.content(), int(host.clock.now()))
        return NewFile(path, staged, hashlib.sha256(native.read_bytes()).hexdigest())


def _single(host: Host, to: Destination, got: Downloaded) -> NewContent:
    # The download is the staged file: what was hashed is what is placed.
    staged = host.staging_folder() / got.path.relative_to(host.files.local(host.staging_folder()))
    path = to.location / to.programs[0]
    return NewContent(
        files=(NewFile(path, staged, got.sha256.lower()),),
        links=tuple(TrackedLink(link, target) for link, target in to.links),
    )


def entry_of(host: Host, to: Destination, content: NewContent) -> PortableEntry:
    """Return the Apps & Features entry of what will be installed."""
    manifest, installer = to.task.manifest, to.task.installer
    shown = installer.apps_and_features_entries[0] if installer.apps_and_features_entries else None
    localization = manifest.localized(host.facts().locales)
    name = (shown and shown.display_name) or localization.package_name or manifest.localization.package_name
    publisher = (shown and shown.publisher) or localization.publisher or manifest.localization.publisher
    single = not installer.is_archive
    return PortableEntry(
        place=to.place,
        uninstall_client=host.uninstall_client(),
        display_name=name or manifest.package_identifier,
        display_version=(shown and shown.display_version) or manifest.package_version,
        publisher=publisher or "",
        install_date=datetime.fromtimestamp(host.clock.now()).strftime("%Y%m%d"),
        url=localization.package_url or "",
        help_link=localization.publisher_support_url or "",
        package_id=manifest.package_identifier,
        source_id=to.source,
        location=to.location,
        target=content.links[0].target if single else None,
        link=content.links[0].path if single else None,
        sha256=content.files[0].sha256 if single else "",
    )
