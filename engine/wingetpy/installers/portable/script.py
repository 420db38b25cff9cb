"""Portable packages: the steps that install, update and remove them.

Everything here is computed from the machine as it is; nothing is changed. The rules: tracked files are
replaced and removed, the user's own files stay; a tracked file that the user changed is touched with Force only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PureWindowsPath

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.installers.portable.checks import refuse_changed_files, refuse_foreign_files, refuse_taken_links
from wingetpy.installers.portable.content import PortableContent, TrackedFile, TrackedLink, list_path
from wingetpy.installers.portable.layout import links_folder
from wingetpy.inventory.portable_entry import OPTIONAL_VALUES, PortableEntry
from wingetpy.journal.file_steps import same_hash
from wingetpy.journal.registry_steps import named
from wingetpy.journal.script import Script


class NewFile(msgspec.Struct, frozen=True):
    """A file to place: where, from which staged file (machine path), and its SHA-256."""

    path: PureWindowsPath
    staged: PureWindowsPath
    sha256: str


class NewContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a version brings, with absolute paths. `file_list` is the list of an archive's content, `unpacked` the
    staged folder that holds all of `files` and `folders`, and nothing else."""

    files: tuple[NewFile, ...]
    links: tuple[TrackedLink, ...]
    folders: tuple[PureWindowsPath, ...] = ()
    file_list: NewFile | None = None
    unpacked: PureWindowsPath | None = None

    def content(self) -> PortableContent:
        """What will be the package's own."""
        files = tuple(TrackedFile(file.path, file.sha256) for file in self.files)
        return PortableContent(files=files, links=self.links, folders=self.folders)


class Installed(msgspec.Struct, frozen=True):
    """A portable that is there: its entry and what is its own."""

    entry: PortableEntry
    content: PortableContent


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """What an install or update wants.

    Attributes:
        entry: The entry as it shall be, without the flags about folder and PATH, which are found here.
        content: The new version's files.
        make_links: False where links cannot be made or the programs need their own folder on PATH.
        force: Changed and foreign files, and links that others hold, are replaced.
        purge: The user's own files in the older version's folder are removed, too.
    """

    entry: PortableEntry
    content: NewContent
    make_links: bool
    force: bool
    purge: bool = False


def install_script(host: Host, placement: Placement, before: Installed | None, script: Script) -> PortableEntry:
    """Write into `script` what turns the machine, with or without an older version, into one with the new version.

    Returns:
        The entry as it will be written.

    Raises:
        OperationError: what prevents it, with its name.
    """
    location = placement.entry.location
    assert location is not None
    content = placement.content
    old = before.content if before else PortableContent()
    wanted_files = {file.path: file.sha256 for file in content.files}
    refuse_changed_files(script, old, wanted_files, placement.force)
    refuse_foreign_files(script, wanted_files, {file.path for file in old.files}, placement.force)
    if placement.make_links:
        refuse_taken_links(script, content.links, old.links, placement.force)

    wanted_links = {link.path: link.target for link in content.links} if placement.make_links else {}
    placed_whole = content.unpacked is not None and script.kind(location) is None
    made_location = placed_whole or script.make_folders(location)
    for link in old.links:
        if wanted_links.get(link.path) != link.target:
            script.remove_link(link.path, link.target)
    _remove_files(script, (file.path for file in old.files if file.path not in wanted_files))
    if placement.purge and before:
        _remove_foreign(script, before, wanted_files)
    if placed_whole:
        _place_whole(script, location, content)
    else:
        for folder in content.folders:
            script.make_folders(folder)
        for file in content.files:
            _place(script, file)
    if content.file_list is not None:
        _place(script, content.file_list)
    for path, target in wanted_links.items():
        script.make_link(path, target)

    entry = msgspec.structs.replace(
        placement.entry,
        made_location=made_location
        or bool(before and before.entry.made_location and before.entry.location == location),
        location_on_path=not placement.make_links,
    )
    if before:
        _remove_old_list(script, before, location if content.file_list else None)
        _remove_old_folders(script, before, location)
    _put_on_path(host, script, entry, content)
    if before:
        _take_from_path(host, script, before, keep=_path_elements(host, entry, content.links))
    _write_entry(host, script, entry)
    if before and before.entry.place != entry.place:
        place = before.entry.place
        script.remove_key(place.hive, place.key, place.view)
    return entry


def uninstall_script(host: Host, installed: Installed, *, purge: bool, force: bool, script: Script) -> None:
    """Write into `script` what removes a portable.

    Args:
        purge: Everything in its folder goes, also the user's own files.

    Raises:
        OperationError: PortableUninstallFailed, naming the tracked file or link that the user changed.
    """
    entry, content = installed.entry, installed.content
    refuse_changed_files(script, content, {}, force)
    for link in content.links:
        script.remove_link(link.path, link.target)
    _remove_files(script, (file.path for file in content.files))
    _remove_old_list(script, installed, None)
    if purge and entry.location is not None and entry.made_location:
        script.remove_tree(entry.location)
    _remove_old_folders(script, installed, None)
    if entry.location is not None and entry.made_location and script.kind(entry.location) is not None:
        script.warnings.append(f"Files remain in '{entry.location}': they do not belong to the package.")
    elif purge and entry.location is not None and script.kind(entry.location) is not None:
        script.warnings.append(
            f"The folder '{entry.location}' was not purged: it was there before the package. The files in it that"
            " do not belong to the package remain."
        )
    _take_from_path(host, script, installed, keep=set())
    script.remove_key(entry.place.hive, entry.place.key, entry.place.view)


def _place_whole(script: Script, location: PureWindowsPath, content: NewContent) -> None:
    assert content.unpacked is not None
    files = {file.path.relative_to(location): file.sha256 for file in content.files}
    folders = [folder.relative_to(location) for folder in content.folders]
    script.place_folder(location, content.unpacked, files, folders)


def _place(script: Script, file: NewFile) -> None:
    script.make_folders(file.path.parent)
    there = script.entry(file.path)
    if there is not None and there.kind == "file" and same_hash(script.sha256(file.path), file.sha256):
        return
    if there is not None:
        script.move_away(file.path)
    script.place(file.path, file.staged, file.sha256)


def _remove_files(script: Script, paths: Iterable[PureWindowsPath]) -> None:
    for path in paths:
        there = script.entry(path)
        if there is not None and there.kind == "file":
            script.move_away(path)


def _remove_foreign(script: Script, before: Installed, wanted: Collection[PureWindowsPath]) -> None:
    """Remove what the user put into the older version's folder, if that folder was made for the package."""
    location, code = before.entry.location, before.entry.place.product_code
    if location is not None and before.entry.made_location:
        script.remove_files_below(location, keep={*wanted, list_path(location, code)})


def _remove_old_list(script: Script, before: Installed, kept_in: PureWindowsPath | None) -> None:
    location = before.entry.location
    if location is None or location == kept_in:
        return
    path = list_path(location, before.entry.place.product_code)
    if script.entry(path) is not None:
        script.move_away(path)


def _remove_old_folders(script: Script, before: Installed, new_location: PureWindowsPath | None) -> None:
    """Folders of the old version that hold nothing any more, the deepest first."""
    location = before.entry.location
    folders = set(before.content.folders)
    if location is not None:
        for folder in {file.path.parent for file in before.content.files}:
            folders.update(one for one in (folder, *folder.parents) if location in one.parents)
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        script.remove_folder_if_empty(folder)
    if location is not None and before.entry.made_location and location != new_location:
        script.remove_folder_if_empty(location)


def _path_elements(host: Host, entry: PortableEntry, links: Iterable[TrackedLink]) -> set[PureWindowsPath]:
    """The elements of PATH that a portable needs."""
    if not entry.location_on_path:
        return {links_folder(host.files, entry.place.scope)}
    return {link.target.parent for link in links}


def _put_on_path(host: Host, script: Script, entry: PortableEntry, content: NewContent) -> None:
    if not entry.location_on_path:
        script.add_to_path(entry.place.scope, links_folder(host.files, entry.place.scope))
        return
    for folder in dict.fromkeys(link.target.parent for link in content.links):
        script.add_to_path(entry.place.scope, folder)


def _take_from_path(host: Host, script: Script, before: Installed, keep: set[PureWindowsPath]) -> None:
    """Own folders go; the folder of links goes when no other portable has a link in it."""
    scope = before.entry.place.scope
    for element in sorted(_path_elements(host, before.entry, before.content.links) - keep):
        if element == links_folder(host.files, scope) and not script.will_be_empty(element):
            continue
        script.remove_from_path(scope, element)


def _write_entry(host: Host, script: Script, entry: PortableEntry) -> None:
    place = entry.place
    there = host.registry.values(place.hive, place.key, place.view) or {}
    wanted = entry.values()
    for name, value in wanted.items():
        if named(there, name) != value:
            script.set_value(place.hive, place.key, place.view, name, value)
    for name in OPTIONAL_VALUES:
        if name not in wanted and named(there, name) is not None:
            script.remove_value(place.hive, place.key, place.view, name)
