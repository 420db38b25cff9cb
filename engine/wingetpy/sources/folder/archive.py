"""Archives of manifests: unpacked as archives of packages are, what is refused reported as the source's error."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from wingetpy.archives.formats import Format
from wingetpy.archives.limits import Limits
from wingetpy.archives.unpack import unpack
from wingetpy.errors import ArchiveUnreadable, ErrorCode, HostError, OperationError, SourceError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_removal import remove_tree


def unpack_source(archive: str, target: Path, go_on: Callable[[], None] = lambda: None) -> None:
    """Unpack an archive of manifests into a folder that does not exist yet.

    Args:
        archive: A native path; its name tells the format.
        target: Made with its parents; removed again when it is not finished, whatever the reason.
        go_on: Called for each entry and between chunks; raises to stop.

    Raises:
        SourceError: The archive cannot be read, or naming the entry that is refused, or the disk is full.
    """
    try:
        with as_host_error("make", str(target)):
            target.mkdir(parents=True)
        limits = Limits(free=shutil.disk_usage(target).free)
        form: Format = "zip" if archive.lower().endswith(".zip") else "tar"
        unpack(Path(archive), target, limits, name=archive, form=form, go_on=go_on)
    except BaseException as error:
        remove_tree(target)
        if isinstance(error, (OperationError, HostError)):
            raise SourceError(
                error.text, code=_code(error), target=archive, remedy="Get the archive again, or ask its publisher."
            ) from error
        raise


def _code(error: OperationError | HostError) -> ErrorCode:
    if isinstance(error, HostError):
        return error.code
    return ErrorCode.SourceOpenFailed if isinstance(error, ArchiveUnreadable) else ErrorCode.SourceDataIntegrityFailure
