"""Portables on their way: what was downloaded becomes the steps that put it in place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.installers.portable.checks import need_inside
from wingetpy.installers.portable.content import PortableContent, TrackedLink, list_path, read_content, write_list
from wingetpy.installers.portable.entry import PortableEntry
from wingetpy.installers.portable.layout import PortableRoots, links_folder
from wingetpy.installers.portable.script import (
    Installed,
    NewContent,
    NewFile,
    Placement,
    install_script,
    uninstall_script,
)
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.journal.tracking_steps import ForgetPackage, RememberPackage
from wingetpy.model.scope import Scope
from wingetpy.operations.plan import PortableWork, RemovalWork
from wingetpy.operations.wording import make_links
from wingetpy.state.tracking import TrackedPackage, open_tracking
from wingetpy.transfer.wanted import Downloaded


def portable_script(
    host: Host, work: PortableWork, got: Downloaded, workplace: Workplace, go_on: Callable[[], None]
) -> Script:
    """The steps of an install or update, from the file that was downloaded.

    Raises:
        EngineError: what stands in the way; the machine is untouched.
    """
    unpacked = work.installer.is_archive
    content = _archive(host, work, got, workplace, go_on) if unpacked else _single(host, work, got)
    _need_space(host, work, content)
    before = _installed(host, work.before, work.options.roots) if work.before else None
    placement = Placement(
        entry=_entry(host, work, content),
        content=content,
        make_links=make_links(host, work),
        force=work.options.force,
    )
    script = Script(host, workplace.backup)
    install_script(host, placement, before, script)
    script.last.append(RememberPackage(package=_tracked(host, work, got)))
    return script


def removal_script(host: Host, work: RemovalWork, workplace: Workplace) -> Script:
    """The steps of an uninstall.

    Raises:
        OperationError: a file that the user changed, or that an elevated engine does not touch for him.
    """
    installed = _installed(host, work.before, work.options.roots)
    script = Script(host, workplace.backup)
    uninstall_script(host, installed, purge=work.options.purge, force=work.options.force, script=script)
    script.last.append(ForgetPackage(product_code=work.before.place.product_code))
    return script


def _archive(
    host: Host, work: PortableWork, got: Downloaded, workplace: Workplace, go_on: Callable[[], None]
) -> NewContent:
    from wingetpy.archives.limits import Limits  # late: start time
    from wingetpy.archives.unpack import unpack

    unpacked = unpack(
        got.path,
        host.files.local(workplace.unpacked),
        Limits(free=host.files.free_space(workplace.unpacked)),
        name=PureWindowsPath(work.installer.installer_url).name,
        go_on=go_on,
    )
    files = tuple(
        NewFile(work.location / one.path, workplace.unpacked / one.path, one.sha256) for one in unpacked.files
    )
    present = {one.path for one in unpacked.files}
    for program in work.programs:
        if program not in present:
            raise OperationError(
                f"The nested program '{program}' is not in the archive.",
                code=ErrorCode.NestedInstallerNotFound,
                category="InvalidData",
                target=str(program),
                remedy="Report it to whoever keeps the manifest; nothing was changed.",
            )
    content = NewContent(
        files=files,
        links=tuple(TrackedLink(path, target) for path, target in work.links),
        folders=tuple(work.location / folder for folder in unpacked.folders),
    )
    return msgspec.structs.replace(content, file_list=_file_list(host, work, content, workplace))


def _file_list(host: Host, work: PortableWork, content: NewContent, workplace: Workplace) -> NewFile:
    staged = workplace.folder / "files.db"
    native = host.files.local(staged)
    path = list_path(work.location, work.place.product_code)
    with as_host_error("write", staged):
        write_list(native, content.content(), int(host.clock.now()))
        return NewFile(path, staged, hashlib.sha256(native.read_bytes()).hexdigest())


def _single(host: Host, work: PortableWork, got: Downloaded) -> NewContent:
    # The download is the staged file: what was hashed is what is placed.
    staged = host.staging_folder() / got.path.relative_to(host.files.local(host.staging_folder()))
    path = work.location / work.programs[0]
    return NewContent(
        files=(NewFile(path, staged, got.sha256.lower()),),
        links=tuple(TrackedLink(link, target) for link, target in work.links),
    )


def _need_space(host: Host, work: PortableWork, content: NewContent) -> None:
    needed = sum(host.files.local(file.staged).stat().st_size for file in content.files)
    free = host.files.free_space(work.location)
    if needed > free:
        raise HostError(
            f"The disk is full: {work.manifest.package_identifier} needs {needed:,} bytes, {free:,} are free on"
            f" {work.location.drive}.",
            code=ErrorCode.DiskFull,
            category="ResourceUnavailable",
            target=str(work.location),
            remedy=f"Make room on {work.location.drive} and try again.",
        )


def _entry(host: Host, work: PortableWork, content: NewContent) -> PortableEntry:
    manifest, installer = work.manifest, work.installer
    shown = installer.apps_and_features_entries[0] if installer.apps_and_features_entries else None
    localization = manifest.localized(host.facts().locales)
    name = (shown and shown.display_name) or localization.package_name or manifest.localization.package_name
    publisher = (shown and shown.publisher) or localization.publisher or manifest.localization.publisher
    single = not installer.is_archive
    return PortableEntry(
        place=work.place,
        display_name=name or manifest.package_identifier,
        display_version=(shown and shown.display_version) or manifest.package_version,
        publisher=publisher or "",
        install_date=datetime.fromtimestamp(host.clock.now()).strftime("%Y%m%d"),
        url=localization.package_url or "",
        help_link=localization.publisher_support_url or "",
        package=manifest.package_identifier,
        source=work.origin.identifier,
        location=work.location,
        target=content.links[0].target if single else None,
        link=content.links[0].path if single else None,
        sha256=content.files[0].sha256 if single else "",
    )


def _tracked(host: Host, work: PortableWork, got: Downloaded) -> TrackedPackage:
    return TrackedPackage(
        source=work.origin.identifier,
        package=work.manifest.package_identifier,
        product_code=work.place.product_code,
        version=work.manifest.package_version,
        location=str(work.location),
        installer_sha256=got.sha256,
        installed=host.clock.now(),
        override=work.options.override or "",
        custom=work.options.custom or "",
    )


def _installed(host: Host, entry: PortableEntry, roots: PortableRoots) -> Installed:
    """What is installed; where an elevated engine acts for a user, all of it is shown to be a portable's own."""
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
