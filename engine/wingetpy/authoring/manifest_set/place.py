"""The files of a set into their folder: all of them or none, and nothing that is there without being asked to."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from wingetpy.authoring.manifest_set.files import ManifestText, is_of_set
from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import rename_over


def files_in_the_way(folder: Path, identifier: str) -> tuple[str, ...]:
    """Return the names of the manifest files that the folder has already."""
    with as_host_error("read", str(folder)):
        return tuple(sorted(one for one in os.listdir(folder) if is_of_set(one, identifier))) if folder.exists() else ()


def refuse_existing(folder: Path, there: Sequence[str]) -> None:
    """Raise HostError (AlreadyExists) where the folder has manifest files."""
    if there:
        raise HostError(
            f"The folder '{folder}' already has {', '.join(there[:5])}{' and more' if len(there) > 5 else ''}; nothing"
            " was written.",
            code=ErrorCode.AlreadyExists,
            category="ResourceExists",
            target=str(folder),
            remedy="Choose another folder, or replace them with force.",
        )


def place(folder: Path, files: Sequence[ManifestText], identifier: str, *, force: bool) -> None:
    """Write the files of a set. They are complete on the disk before the first one gets its name.

    Args:
        force: Replace the set that is there; files of it that the new one does not have are removed.

    Raises:
        HostError: AlreadyExists, or what the system refuses.
    """
    there = files_in_the_way(folder, identifier)
    if not force:
        refuse_existing(folder, there)
    with as_host_error("write to", str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=".wingetpy-", dir=folder))
        try:
            for file in files:
                (staged / file.name).write_bytes(file.data)
            _name(files, staged, folder, there)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


def _name(files: Sequence[ManifestText], staged: Path, folder: Path, there: Sequence[str]) -> None:
    """Give the staged files their names; where one is refused, those that were not there before go again."""
    before = {name.casefold() for name in there}
    named: list[Path] = []
    try:
        for file in files:
            rename_over(staged / file.name, folder / file.name)
            named.append(folder / file.name)
    except OSError:
        for path in named:
            if path.name.casefold() not in before:
                path.unlink(missing_ok=True)
        raise
    kept = {file.name.casefold() for file in files}
    for name in there:
        if name.casefold() not in kept:
            (folder / name).unlink()
