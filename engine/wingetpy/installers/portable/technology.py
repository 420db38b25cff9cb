"""Portable packages as a technology: one program, or an archive of programs."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.errors import BadRequest, ErrorCode, OperationError, PlanStale
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import checked, need_drive
from wingetpy.installers.portable.commands import commands_of
from wingetpy.installers.portable.destination import Destination
from wingetpy.installers.portable.layout import PortableRoots, links_folder, product_code
from wingetpy.installers.portable.preview import install_preview, uninstall_preview
from wingetpy.installers.portable.removal import PortableRemoval
from wingetpy.installers.portable.work import PortableWork
from wingetpy.installers.removal_work import plan_removal
from wingetpy.installers.scope_rights import refused_scope
from wingetpy.installers.technology import InstallTask, RepairTask, UninstallTask, Work
from wingetpy.installers.uninstall_command import uninstall_command
from wingetpy.installers.unsupported import no_repair
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.inventory.portable_entry import EntryPlace, PortableEntry, entry_place, read_portable_entry
from wingetpy.model.scope import Scope
from wingetpy.settings.model import UserSettings


class Portable:
    """Files in a folder of their own, commands as links or on PATH, and an Apps & Features entry with the record."""

    def install(self, host: Host, task: InstallTask) -> Work:
        roots = _roots(task.settings)
        before = _entry_of(host, task.installed) if task.installed else None
        reinstalled = before is not None and _uninstalls_previous(task)
        place = before.place if before and not reinstalled else _new_place(task, before)
        there = before if before and before.place == place else read_portable_entry(host, place)
        if not task.options.force:
            _refuse_other_package(task, there)
        location = _location(host, task, place, None if reinstalled else there, roots)
        links = links_folder(host.files, place.scope)
        commands = commands_of(task.installer, task.options.rename)
        destination = Destination(
            task=task,
            source=before.source_id if before and task.installed else task.origin.identifier,
            place=place,
            location=location,
            links=tuple((links / alias, location / program) for alias, program in commands),
            programs=tuple(program for _, program in commands),
        )
        make_links = _makes_links(host, task)
        return PortableWork(
            destination=destination,
            before=before or there,
            make_links=make_links,
            roots=roots,
            purge=reinstalled and task.settings.uninstall.purge_portable,
            preview=install_preview(host, destination, before or there, make_links),
            refusal=refused_scope(host, place.scope, task.package),
        )

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        before = _entry_of(host, task.installed)
        if before is None:  # no record of the package's own files: what its entry names is a program to run
            return plan_removal(host, task, uninstall_command(host, task.installed, task.options.mode))
        options = task.options
        purge = options.purge or (task.settings.uninstall.purge_portable and not options.preserve)
        return PortableRemoval(
            before=before,
            purge=purge,
            force=options.force,
            roots=_roots(task.settings),
            preview=uninstall_preview(host, before, purge),
            refusal=refused_scope(host, before.place.scope, task.package),
        )

    def repair(self, host: Host, task: RepairTask) -> Work:
        raise no_repair(task)


TECHNOLOGY = Portable()


def _roots(settings: UserSettings) -> PortableRoots:
    return PortableRoots(user=settings.install.portable_user_root, machine=settings.install.portable_machine_root)


def _uninstalls_previous(task: InstallTask) -> bool:
    """Whether the installed version is removed and the new one installed as on a machine without it."""
    return task.options.uninstall_previous or task.installer.upgrade_behavior == "uninstallPrevious"


def _new_place(task: InstallTask, before: PortableEntry | None) -> EntryPlace:
    code = before.place.product_code if before else product_code(task.package, task.origin.identifier)
    scope = task.options.scope or (before.place.scope if before else Scope.user)
    return entry_place(scope, task.installer.architecture, code)


def _entry_of(host: Host, installed: InstalledEntry) -> PortableEntry | None:
    """The entry of an installed portable; None if it is none, or lacks the record that says so."""
    if installed.hive is None or installed.product_code is None:
        return None
    entry = read_portable_entry(host, EntryPlace(installed.hive, installed.view or 64, installed.product_code))
    if entry is None:
        raise PlanStale(
            f"The Apps & Features entry of '{installed.name}' is gone.",
            target=installed.local_id,
            remedy="List what is installed again.",
        )
    return entry if entry.is_portable else None


def _location(
    host: Host, task: InstallTask, place: EntryPlace, before: PortableEntry | None, roots: PortableRoots
) -> PureWindowsPath:
    if task.options.location is not None:
        if not task.options.location.is_absolute():
            raise BadRequest(
                f"The location '{task.options.location}' is not an absolute path.",
                target=str(task.options.location),
                remedy=r"Give a path with its drive, such as C:\Tools.",
            )
        need_drive(host.files, task.options.location)
        return checked(task.options.location)
    if before is not None and before.location is not None:
        return before.location
    return roots.root(host.files, place.scope, task.installer.architecture) / place.product_code


def _makes_links(host: Host, task: InstallTask) -> bool:
    """Whether commands become links; otherwise the folder of the programs goes on PATH."""
    depends = task.installer.is_archive and task.installer.archive_binaries_depend_on_path
    return not depends and host.files.links_possible()


def _refuse_other_package(task: InstallTask, before: PortableEntry | None) -> None:
    if before is None:
        return
    same_package = before.package_id.lower() == task.package.lower()
    if same_package and (before.source_id == task.origin.identifier or task.installed is not None):
        return  # an update of what the caller named stays the same package, whichever source its manifest came from
    raise OperationError(
        f"A portable package '{before.package_id or before.display_name}' from another source already has the entry"
        f" '{before.place.product_code}'.",
        code=ErrorCode.PortablePackageAlreadyExists,
        category="ResourceExists",
        target=before.place.product_code,
        remedy="Uninstall it first, or repeat the command with force to replace it.",
    )
