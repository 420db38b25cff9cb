"""What is a portable package's own: the files, links and folders that it may replace and remove.

An archive has a SQLite file `<product code>.db` in its folder, in the reference client's schema 1.0, so that either
client removes what the other installed. A single program has its three values in the Apps & Features entry instead.
We write one row a file (the reference writes one a folder at the top, and takes whatever lies in it for the
package's); the folders we made are in the table of metadata, which the reference leaves alone.
"""

from __future__ import annotations

import uuid
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import HostError
from wingetpy.hosts.host import Host
from wingetpy.inventory.portable_entry import PortableEntry
from wingetpy.inventory.portable_files import PortableFileKind, file_list_lost, read_file_list
from wingetpy.model.decoding import UNREADABLE
from wingetpy.state.database import database

_FOLDERS = "wingetpyFolders"
_SCHEMA = """
CREATE TABLE [metadata]([name] TEXT PRIMARY KEY NOT NULL, [value] TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE [portable](
    [filepath] TEXT NOT NULL UNIQUE COLLATE NOCASE,
    [filetype] INT64 NOT NULL,
    [sha256] BLOB,
    [symlinktarget] TEXT);
"""


class TrackedFile(msgspec.Struct, frozen=True):
    """A file of the package. `sha256` is empty where the record does not know it (a file of a folder row)."""

    path: PureWindowsPath
    sha256: str


class TrackedLink(msgspec.Struct, frozen=True):
    path: PureWindowsPath
    target: PureWindowsPath


class PortableContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is the package's own. `folders` were made for it; they go when they are empty."""

    files: tuple[TrackedFile, ...] = ()
    links: tuple[TrackedLink, ...] = ()
    folders: tuple[PureWindowsPath, ...] = ()


def list_path(location: PureWindowsPath, code: str) -> PureWindowsPath:
    """Where the list of an archive's files lies."""
    return location / f"{code}.db"


def read_content(host: Host, entry: PortableEntry) -> PortableContent:
    """What belongs to an installed portable, from its list or its entry.

    Raises:
        OperationError: IndexIntegrityCompromised, the list is damaged.
        HostError: the list cannot be read now.
    """
    if entry.location is not None:
        path = list_path(entry.location, entry.place.product_code)
        if host.files.entry(path) is not None:
            return _from_list(host, path)
    if entry.target is None:
        return PortableContent()
    links = (TrackedLink(entry.link, entry.target),) if entry.link is not None else ()
    return PortableContent(files=(TrackedFile(entry.target, entry.sha256),), links=links)


def write_list(native: Path, content: PortableContent, now: int) -> None:
    """Make a list at a native path that does not exist yet. `now` is Unix seconds."""
    with database(native) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO metadata(name, value) VALUES(?, ?)",
            [
                ("databaseIdentifier", f"{{{str(uuid.uuid4()).upper()}}}"),
                ("lastwritetime", str(now)),
                ("majorVersion", "1"),
                ("minorVersion", "0"),
                (_FOLDERS, msgspec.json.encode([str(folder) for folder in content.folders]).decode()),
            ],
        )
        connection.executemany(
            "INSERT INTO portable(filepath, filetype, sha256, symlinktarget) VALUES(?, ?, ?, ?)",
            [
                *((str(file.path), PortableFileKind.file.value, file.sha256.lower(), "") for file in content.files),
                *((str(link.path), PortableFileKind.symlink.value, "", str(link.target)) for link in content.links),
            ],
        )


def _from_list(host: Host, path: PureWindowsPath) -> PortableContent:
    files: list[TrackedFile] = []
    links: list[TrackedLink] = []
    folders = _folders_made(host, path)
    for row in read_file_list(host.files.local(path), path.parent):
        if row.kind is PortableFileKind.file:
            files.append(TrackedFile(row.path, row.sha256))
        elif row.kind is PortableFileKind.symlink and row.link_target is not None:
            links.append(TrackedLink(row.path, row.link_target))
        elif row.kind is PortableFileKind.directory:
            _add_tree(host, row.path, files, folders)
    return PortableContent(files=tuple(files), links=tuple(links), folders=tuple(folders))


def _folders_made(host: Host, path: PureWindowsPath) -> list[PureWindowsPath]:
    try:
        with database(host.files.local(path), read_only=True) as connection:
            made = connection.execute("SELECT value FROM metadata WHERE name = ?", (_FOLDERS,)).fetchone()
        return [PureWindowsPath(folder) for folder in msgspec.json.decode(made[0], type=list[str])] if made else []
    except HostError as error:
        if error.category != "InvalidData":  # in use, no access, a disk that fails: the list is as good as it was
            raise
        raise file_list_lost(path, error.__cause__ or error) from error
    except (*UNREADABLE, TypeError) as error:
        raise file_list_lost(path, error) from error


def _add_tree(host: Host, folder: PureWindowsPath, files: list[TrackedFile], folders: list[PureWindowsPath]) -> None:
    """A folder row of the reference: all that lies in it is the package's."""
    entry = host.files.entry(folder)
    if entry is None or entry.kind != "directory":
        return
    folders.append(folder)
    for below in host.files.list(folder):
        if below.kind == "directory":
            _add_tree(host, below.path, files, folders)
        else:
            files.append(TrackedFile(below.path, ""))
