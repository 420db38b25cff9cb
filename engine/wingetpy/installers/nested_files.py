"""What is installed of an archive: its paths as the manifest names them, and the files once they are unpacked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.host import Host
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.model import Installer
from wingetpy.model.paths import path_below_base
from wingetpy.transfer.wanted import Downloaded

if TYPE_CHECKING:
    from wingetpy.archives.unpack import Unpacked


def nested_paths(installer: Installer) -> tuple[PureWindowsPath, ...]:
    """Return the path of each nested file below the archive's root.

    Raises:
        OperationError: NestedInstallerInvalidPath, one leads out of the archive; NestedInstallerNotFound, for none.
    """
    paths = []
    for nested in installer.nested_installer_files:
        path = path_below_base(nested.relative_file_path)
        if path is None:
            raise OperationError(
                f"The nested installer '{nested.relative_file_path}' of the manifest lies outside of the archive.",
                code=ErrorCode.NestedInstallerInvalidPath,
                category="SecurityError",
                target=nested.relative_file_path,
                remedy="Report it to the maintainer of the manifest; nothing was changed.",
            )
        paths.append(path)
    if not paths:
        raise OperationError(
            "The manifest names no installer within the archive.",
            code=ErrorCode.NestedInstallerNotFound,
            category="InvalidData",
            remedy="Report it to the maintainer of the manifest.",
        )
    return tuple(paths)


def unpack_archive(
    host: Host,
    installer: Installer,
    wanted: Iterable[PureWindowsPath],
    workplace: Workplace,
    downloaded: Downloaded,
    go_on: Callable[[], None],
) -> Unpacked:
    """Unpack an archive into the operation's private folder, every entry checked, and see that it has what is wanted.

    Raises:
        OperationError: an archive that is refused, or NestedInstallerNotFound.
        HostError: the disk refuses.
    """
    from wingetpy.archives.limits import Limits  # late: start time
    from wingetpy.archives.unpack import unpack

    unpacked = unpack(
        downloaded.path,
        host.files.local(workplace.unpacked),
        Limits(free=host.files.free_space(workplace.unpacked)),
        name=PureWindowsPath(without_secrets(installer.installer_url)).name,
        go_on=go_on,
    )
    present = {one.path for one in unpacked.files}
    for path in wanted:
        if path not in present:
            raise OperationError(
                f"The nested installer '{path}' is not in the archive.",
                code=ErrorCode.NestedInstallerNotFound,
                category="InvalidData",
                target=str(path),
                remedy="Report it to the maintainer of the manifest; nothing was changed.",
            )
    return unpacked
