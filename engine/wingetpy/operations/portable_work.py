"""What an install or update of a portable is to do: where it goes, what its commands are, what it may replace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PureWindowsPath

from wingetpy.errors import BadRequest, ErrorCode, NotFound, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.portable.entry import PortableEntry, read_entry
from wingetpy.installers.portable.layout import (
    EntryPlace,
    command_alias,
    entry_place,
    links_folder,
    product_code,
    renamed_command,
    with_exe,
)
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Installer, Manifest
from wingetpy.model.paths import path_below_base
from wingetpy.model.scope import Scope
from wingetpy.operations.plan import InstallOptions, Origin, PortableWork


def portable_work(
    host: Host,
    manifest: Manifest,
    installer: Installer,
    origin: Origin,
    options: InstallOptions,
    installed: InstalledEntry | None,
) -> PortableWork:
    """Find out what is to be done, and refuse what cannot be.

    Raises:
        BadRequest: a rename or location that cannot be.
        OperationError: a manifest that leads out of its folder; an entry of another package.
    """
    before = installed_portable(host, installed) if installed else None
    place = before.place if before else _new_place(manifest, installer, origin, options)
    before = before or read_entry(host, place)
    _refuse_other_package(manifest, origin, before, options.force)
    if options.location is not None:
        location = options.location
        if not location.is_absolute():
            raise BadRequest(
                f"The location '{location}' is not an absolute path.",
                target=str(location),
                remedy=r"Give a path with its drive, such as C:\Tools.",
            )
    elif before is not None and before.location is not None:
        location = before.location
    else:
        root = options.roots.root(host.files, place.scope, installer.architecture)
        location = root / place.product_code
    links = links_folder(host.files, place.scope)
    commands = _archive_commands(installer, options) if installer.is_archive else [_single_command(installer, options)]
    _refuse_same_alias(commands)
    return PortableWork(
        manifest=manifest,
        installer=installer,
        origin=origin,
        options=options,
        place=place,
        location=location,
        links=tuple((links / alias, location / program) for alias, program in commands),
        programs=tuple(program for _, program in commands),
        before=before,
    )


def _new_place(manifest: Manifest, installer: Installer, origin: Origin, options: InstallOptions) -> EntryPlace:
    code = product_code(manifest.package_identifier, origin.identifier)
    return entry_place(options.scope or Scope.user, installer.architecture, code)


def installed_portable(host: Host, installed: InstalledEntry) -> PortableEntry | None:
    """The entry of an installed portable; None if it is none, or lacks the record that says so."""
    if installed.hive is None or installed.product_code is None or installed.installer_type != "portable":
        return None
    entry = read_entry(host, EntryPlace(installed.hive, installed.view or 64, installed.product_code))
    if entry is None:
        raise NotFound(
            f"The entry of '{installed.name}' is not there any more.",
            target=installed.local_id,
            remedy="List what is installed again.",
        )
    return entry if entry.is_portable else None


def _refuse_other_package(manifest: Manifest, origin: Origin, before: PortableEntry | None, force: bool) -> None:
    if before is None or force:
        return
    if (before.package.lower(), before.source) == (manifest.package_identifier.lower(), origin.identifier):
        return
    raise OperationError(
        f"A portable package '{before.package or before.display_name}' from another source already has the entry"
        f" '{before.place.product_code}'.",
        code=ErrorCode.PortablePackageAlreadyExists,
        category="ResourceExists",
        target=before.place.product_code,
        remedy="Uninstall it first, or replace it with --force (Force).",
    )


def _archive_commands(installer: Installer, options: InstallOptions) -> list[tuple[str, PureWindowsPath]]:
    """The command and the file of each program in an archive; a single one can be renamed."""
    commands: list[tuple[str, PureWindowsPath]] = []
    for nested in installer.nested_installer_files:
        program = path_below_base(nested.relative_file_path)
        if program is None:
            raise OperationError(
                f"The nested program '{nested.relative_file_path}' of the manifest lies outside of the archive.",
                code=ErrorCode.NestedInstallerInvalidPath,
                category="SecurityError",
                target=nested.relative_file_path,
                remedy="Report it to whoever keeps the manifest; nothing was changed.",
            )
        commands.append((command_alias(nested.portable_command_alias or program.name), program))
    if not commands:
        raise OperationError(
            "The manifest names no program within the archive.",
            code=ErrorCode.NestedInstallerNotFound,
            category="InvalidData",
            remedy="Report it to whoever keeps the manifest.",
        )
    if not options.rename:
        return commands
    if len(commands) > 1:
        raise BadRequest(
            f"'{options.rename}' cannot be the name of {len(commands)} programs of an archive.",
            target=options.rename,
            remedy="Rename a package that has a single program.",
        )
    return [(renamed_command(options.rename), commands[0][1])]


def _single_command(installer: Installer, options: InstallOptions) -> tuple[str, PureWindowsPath]:
    """The command and the file of a single program: renamed, or the first command, or the name in the URL."""
    if options.rename:
        name = renamed_command(options.rename)
    elif installer.commands:
        name = command_alias(installer.commands[0])
    else:
        name = command_alias(_name_in_url(installer.installer_url))
    return name, PureWindowsPath(name)


def _name_in_url(url: str) -> str:
    from urllib.parse import unquote, urlsplit  # late: start time

    stem = PureWindowsPath(unquote(urlsplit(url).path)).stem
    return with_exe(suitable_path_part(stem)) if stem else "program.exe"


def _refuse_same_alias(commands: Sequence[tuple[str, PureWindowsPath]]) -> None:
    seen: dict[str, PureWindowsPath] = {}
    for alias, program in commands:
        other = seen.setdefault(alias.lower(), program)
        if other != program:
            raise OperationError(
                f"The manifest gives the command '{alias}' to two programs: '{other}' and '{program}'.",
                code=ErrorCode.InvalidManifest,
                category="InvalidData",
                target=alias,
                remedy="Report it to whoever keeps the manifest.",
            )
