"""The commands of a portable package: which name starts which of its programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PureWindowsPath

from wingetpy.errors import BadRequest, ErrorCode, OperationError
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.nested_files import nested_paths
from wingetpy.installers.portable.layout import (
    command_alias,
    renamed_command,
    with_exe,
)
from wingetpy.manifests.model import Installer


def commands_of(installer: Installer, rename: str | None) -> list[tuple[str, PureWindowsPath]]:
    """Return command and program (relative to the package's folder) of each program.

    Args:
        rename: The name that the user wants for the command of a package with a single one.

    Raises:
        BadRequest: a name that cannot be, or one name for several programs.
        OperationError: a manifest that leads out of its folder, or gives one command to two programs.
    """
    found = _archive_commands(installer, rename) if installer.is_archive else [_single_command(installer, rename)]
    _refuse_same_alias(found)
    return found


def _archive_commands(installer: Installer, rename: str | None) -> list[tuple[str, PureWindowsPath]]:
    """The command and the file of each program in an archive; a single one can be renamed."""
    files = zip(installer.nested_installer_files, nested_paths(installer), strict=True)
    commands = [(command_alias(nested.portable_command_alias or path.name), path) for nested, path in files]
    if not rename:
        return commands
    if len(commands) > 1:
        raise BadRequest(
            f"'{rename}' cannot be the name of {len(commands)} programs of an archive.",
            target=rename,
            remedy="Rename a package that has a single program.",
        )
    return [(renamed_command(rename), commands[0][1])]


def _single_command(installer: Installer, rename: str | None) -> tuple[str, PureWindowsPath]:
    """The command and the file of a single program: renamed, or the first command, or the name in the URL."""
    if rename:
        name = renamed_command(rename)
    elif installer.commands:
        name = command_alias(installer.commands[0])
    else:
        name = command_alias(_name_in_url(installer.installer_url))
    return name, PureWindowsPath(name)


def _name_in_url(url: str) -> str:
    from urllib.parse import unquote, urlsplit  # late: start time

    try:
        stem = PureWindowsPath(unquote(urlsplit(url).path)).stem
    except ValueError:  # no address, which the download reports
        stem = ""
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
                remedy="Report it to the maintainer of the manifest.",
            )
