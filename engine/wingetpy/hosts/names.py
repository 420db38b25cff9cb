"""Windows' rules for machine paths, the same on every host: what is refused here would be changed or lost below.

Win32 strips trailing dots, opens devices and streams, and resolves `..`; a path with `\\\\?\\` skips all that and
makes entries that no program can open again. Such a path is therefore an error before anything is touched.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.hosts.files import Files
from wingetpy.model import file_names
from wingetpy.model.file_names import why_name_is_refused

BESIDE_SUFFIX = ".wingetpy-new"
"""The end of a file's name until it is whole (`Files.place_file`)."""


def checked(path: PureWindowsPath) -> PureWindowsPath:
    """The path itself, if it is absolute and Windows takes every name in it.

    Raises:
        HostError: InvalidParameter, with the part that is refused and why.
    """
    if not path.drive or not path.root:
        raise _refused(path, "it is not absolute")
    for name in path.parts[1:]:
        if reason := why_name_is_refused(name):
            raise _refused(path, f"'{name}' {reason}")
    return path


def beside(path: PureWindowsPath) -> PureWindowsPath:
    """Where a file is written before it is renamed to `path`."""
    return path.with_name(path.name + BESIDE_SUFFIX)


def suitable_path_part(text: str) -> str:
    """`model.file_names.suitable_path_part`, for texts of manifests and callers.

    Raises:
        BadRequest: The text makes no file name.
    """
    try:
        return file_names.suitable_path_part(text)
    except ValueError as error:
        raise BadRequest(
            f"'{text}' cannot be the name of a file or folder.",
            target=text,
            remedy="Report it to the maintainer of the manifest.",
        ) from error


def need_drive(files: Files, path: PureWindowsPath) -> None:
    """Refuse a path whose drive or share does not exist.

    Raises:
        HostError: PathNotFound, naming the drive.
    """
    if files.entry(PureWindowsPath(path.anchor)) is None:
        raise no_such_drive(path)


def no_such_drive(path: PureWindowsPath) -> HostError:
    """The error for a path whose drive or share does not exist."""
    return HostError(
        f"Could not use '{path}': there is no drive {path.drive}.",
        code=ErrorCode.PathNotFound,
        category="ObjectNotFound",
        target=str(path),
        remedy="Use a folder on a drive that exists.",
    )


def _refused(path: PureWindowsPath, reason: str) -> HostError:
    return HostError(
        f"The path '{path}' cannot be used: {reason}.",
        code=ErrorCode.InvalidParameter,
        category="InvalidArgument",
        target=str(path),
        remedy="Name an absolute path of names that Windows takes.",
    )
