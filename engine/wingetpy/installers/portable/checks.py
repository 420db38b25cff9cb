"""What must not happen to a user's files: looked at before the first step is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.errors.remedies import COMMAND_IS_FOLDER, COMMAND_TAKEN, FOREIGN_FILE, MODIFIED_FILES
from wingetpy.hosts.host import Host
from wingetpy.installers.portable.content import PortableContent, TrackedLink
from wingetpy.journal.file_steps import same_hash
from wingetpy.journal.script import Script


def refuse_changed_files(script: Script, own: PortableContent, new: Mapping[PureWindowsPath, str], force: bool) -> None:
    """No tracked file or link that the user changed is touched, unless with force.

    Args:
        own: What is tracked.
        new: SHA-256 by path of what the new version brings: a file that is so already is no hindrance.

    Raises:
        OperationError: PortableUninstallFailed, naming the first one.
    """
    changed = [
        *(file.path for file in own.files if _is_changed(script, file.path, file.sha256, new.get(file.path))),
        *(link.path for link in own.links if _points_elsewhere(script, link)),
    ]
    if not changed:
        return
    if force:
        script.warnings += [f"'{path}' was modified; it is replaced or removed because of force." for path in changed]
        return
    more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
    raise OperationError(
        f"The portable package has been modified since it was installed: '{changed[0]}'{more}.",
        code=ErrorCode.PortableUninstallFailed,
        category="ResourceExists",
        target=str(changed[0]),
        remedy=MODIFIED_FILES,
    )


def refuse_foreign_files(
    script: Script, new: Mapping[PureWindowsPath, str], tracked: Collection[PureWindowsPath], force: bool
) -> None:
    """No file that does not belong to the package is replaced, unless with force.

    Raises:
        OperationError: PortableInstallFailed, naming it.
        HostError: where a folder has the name of a file.
    """
    for path, sha256 in new.items():
        kind = script.kind(path)
        if kind == "directory":
            raise HostError(
                f"The file '{path}' cannot be written: a folder has that name.",
                code=ErrorCode.PortableInstallFailed,
                category="ResourceExists",
                target=str(path),
                remedy="Move the folder away or choose another location.",
            )
        if kind is None or path in tracked:
            continue
        if kind == "file" and same_hash(script.sha256(path), sha256):
            continue
        if not force:
            raise OperationError(
                f"'{path}' is there already and does not belong to the package.",
                code=ErrorCode.PortableInstallFailed,
                category="ResourceExists",
                target=str(path),
                remedy=FOREIGN_FILE,
            )
        script.warnings.append(f"Overwriting the existing file '{path}' because of force.")


def refuse_taken_links(script: Script, new: Iterable[TrackedLink], tracked: Iterable[TrackedLink], force: bool) -> None:
    """No command of another package, and no file that somebody put among the commands, is replaced, unless with force.

    Raises:
        OperationError: PortableSymlinkPathIsDirectory, or PortableInstallFailed with what holds the name.
    """
    own = {link.path for link in tracked}
    for link in new:
        kind = script.kind(link.path)
        if kind == "directory":
            raise OperationError(
                f"The symlink '{link.path}' cannot be made: a folder has its name.",
                code=ErrorCode.PortableSymlinkPathIsDirectory,
                category="ResourceExists",
                target=str(link.path),
                remedy=COMMAND_IS_FOLDER,
            )
        if kind is None or link.path in own:
            continue
        holder = script.files.read_link(link.path) if kind == "link" else link.path
        if holder is None or holder == link.target or script.kind(holder) is None:
            continue  # it is the one that is wanted, or leads nowhere
        if not force:
            raise OperationError(
                f"The command '{link.path.name}' is taken already: '{link.path}' "
                + (f"points to '{holder}'." if kind == "link" else "is a file of its own."),
                code=ErrorCode.PortableInstallFailed,
                category="ResourceExists",
                target=str(link.path),
                remedy=COMMAND_TAKEN,
            )
        script.warnings.append(f"Overwriting the existing command '{link.path}' because of force.")


def need_inside(host: Host, roots: Collection[PureWindowsPath], paths: Iterable[PureWindowsPath]) -> None:
    """Show that each path lies below one of the roots, with no link or junction between root and path.

    For an elevated engine that acts on what a user's own entry says.

    Raises:
        OperationError: AdminContextRepairProhibited for the first that does not.
    """
    shown: set[PureWindowsPath] = set()
    for path in paths:
        if path.parent in shown and ".." not in path.parts:
            continue
        root = next((one for one in roots if one in path.parents), None)
        if root is None or ".." in path.parts:
            raise _not_shown(path, "it lies outside of the folders of the user's portable packages")
        for parent in (parent for parent in path.parents if root in parent.parents):
            entry = host.files.entry(parent)
            if entry is not None and entry.kind == "link":
                raise _not_shown(path, f"'{parent}' is a link to another place")
        shown.add(path.parent)


def _not_shown(path: PureWindowsPath, reason: str) -> OperationError:
    return OperationError(
        f"An elevated engine does not change '{path}' for a user: {reason}.",
        code=ErrorCode.AdminContextRepairProhibited,
        category="SecurityError",
        target=str(path),
        remedy="Run the command without elevation, as the user who installed the package.",
    )


def _is_changed(script: Script, path: PureWindowsPath, sha256: str, wanted: str | None) -> bool:
    entry = script.entry(path)
    if entry is None or not sha256:
        return False
    if entry.kind != "file":
        return True
    actual = script.sha256(path)
    return not same_hash(actual, sha256) and not (wanted is not None and same_hash(actual, wanted))


def _points_elsewhere(script: Script, link: TrackedLink) -> bool:
    entry = script.entry(link.path)
    if entry is None or entry.kind != "link":
        return False
    return script.files.read_link(link.path) != link.target
