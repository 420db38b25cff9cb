"""Where a portable package goes: its product code, its folder, its links, and the names of its commands.

Rules of the reference client: <root>\\<product code>\\ for the files, a sibling folder `Links` for the commands.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec

from wingetpy.errors import BadRequest, ErrorCode, OperationError
from wingetpy.hosts.files import Files, KnownFolder
from wingetpy.hosts.names import suitable_path_part
from wingetpy.model.file_names import why_name_is_refused
from wingetpy.model.scope import Scope


class PortableRoots(msgspec.Struct, frozen=True, kw_only=True):
    """The roots a user has set; None for the reference's own."""

    user: PureWindowsPath | None = None
    machine: PureWindowsPath | None = None

    def root(self, files: Files, scope: Scope, architecture: str) -> PureWindowsPath:
        """The folder that holds the folders of portables."""
        if scope is Scope.user:
            return self.user or files.known_folder(KnownFolder.local_app_data) / "Microsoft" / "WinGet" / "Packages"
        x86 = architecture.lower() == "x86"
        programs = files.known_folder(KnownFolder.program_files_x86 if x86 else KnownFolder.program_files)
        return self.machine or programs / "WinGet" / "Packages"


def links_folder(files: Files, scope: Scope) -> PureWindowsPath:
    """The folder with the commands of portables, which is on PATH."""
    if scope is Scope.user:
        return files.known_folder(KnownFolder.local_app_data) / "Microsoft" / "WinGet" / "Links"
    return files.known_folder(KnownFolder.program_files) / "WinGet" / "Links"


def product_code(package: str, source: str) -> str:
    """The product code of a portable from its id and its source's identifier."""
    return suitable_path_part(f"{package}_{source}")


def renamed_command(rename: str) -> str:
    """The command's file name that the user asked for.

    Raises:
        BadRequest: naming it, if Windows would not take it.
    """
    name = with_exe(rename)
    if why_name_is_refused(rename) or why_name_is_refused(name):
        raise BadRequest(
            f"'{rename}' is not a valid filename.",
            target=rename,
            remedy='Give a name without folder, without < > : " / \\ | ? * and that is not reserved, such as CON.',
        )
    return name


def command_alias(alias: str) -> str:
    """The file name of a command that the manifest names.

    Raises:
        OperationError: NestedInstallerInvalidPath if it leaves the folder of commands or cannot be a file name.
    """
    name = with_exe(alias)
    if why_name_is_refused(name):
        raise OperationError(
            f"The command alias '{alias}' of the manifest is refused: it points outside of the folder of commands or is"
            " no file name.",
            code=ErrorCode.NestedInstallerInvalidPath,
            category="SecurityError",
            target=alias,
            remedy="Report it to the maintainer of the manifest; nothing was changed.",
        )
    return name


def with_exe(name: str) -> str:
    """Commands are programs: `.exe` is added where it is not there."""
    return name if name.lower().endswith(".exe") else f"{name}.exe"
