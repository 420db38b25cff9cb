"""Which index file is the current one. A file is never changed; a refresh adds the next and moves the pointer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from wingetpy.errors import Busy
from wingetpy.hosts.host import WaitingNotice
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import write_whole
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.sources.index.schema import FORMAT

_POINTER = "current.json"
_UNFINISHED = ".building"


class Generation(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The current index of a source.

    Attributes:
        file: The name of the SQLite file.
        format: Which tables it has (`schema.FORMAT`).
        root: The folder that it describes, a native path.
        built: When its content was made; `checked`: when it was last found to be what the source has. Unix seconds.
        archive: For an archive, the size, time and hash of the file it was unpacked from; else empty.
    """

    file: str
    format: int
    root: str
    built: float
    checked: float
    files: int
    packages: int
    versions: int
    skipped: int
    archive: str = ""


class IndexFolder:
    """The folder below the state folder's cache that holds the generations of one source."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> Generation | None:
        """What the pointer says; None if there is no index that this engine can use."""
        try:
            with open(self.path / _POINTER, "rb") as file:
                generation = json_decoder(Generation).decode(file.read())
        except (OSError, *UNREADABLE):
            return None
        if generation.format != FORMAT or not os.path.isfile(self.path / generation.file):
            return None
        return generation

    def make_current(self, generation: Generation) -> None:
        """Move the pointer, then remove files that nobody needs.

        Raises:
            FileNotFoundError: the index was taken away meanwhile, with its source.
        """
        os.stat(self.path / generation.file)
        write_whole(self.path / _POINTER, msgspec.json.encode(generation))
        self._tidy(generation)

    def forget(self) -> None:
        """There is no current index any more; the next refresh makes one from the source alone."""
        (self.path / _POINTER).unlink(missing_ok=True)

    def was_removed(self) -> bool:
        """Whether the folder was taken away, though it could be made."""
        return self.path.parent.is_dir() and not os.path.lexists(self.path)

    def number(self) -> int | None:
        """Return what tells this folder from one of the same name that was made later; None if it is not there."""
        try:
            return os.stat(self.path).st_ino
        except OSError:
            return None

    @contextmanager
    def new_file(self, now: float) -> Iterator[tuple[str, Path]]:
        """Give a name for the next generation and where to write it until it is finished; removed after an error."""
        name = f"{int(now * 1000):x}-{os.getpid():x}.db"
        self.path.mkdir(parents=True, exist_ok=True)
        path = self.path / (name + _UNFINISHED)
        try:
            yield name, path
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def finished(self, name: str) -> None:
        os.replace(self.path / (name + _UNFINISHED), self.path / name)

    def remove_unfinished(self) -> None:
        """Remove what cut builds left. By the one builder."""
        self._remove(".db" + _UNFINISHED)

    def _tidy(self, keep: Generation) -> None:
        """Remove older generations and what cut builds left. One that is open on Windows stays until the next time."""
        self._remove(".db", ".db" + _UNFINISHED, keep=keep.file)

    def _remove(self, *endings: str, keep: str = "") -> None:
        for entry in os.scandir(self.path):
            if entry.name != keep and entry.name.endswith(endings):
                with suppress(OSError):
                    os.unlink(entry.path)

    @contextmanager
    def only_builder(self, wait_seconds: float, waiting: WaitingNotice = lambda: True) -> Iterator[None]:
        """Be the one process (and thread) that builds here. The system frees the lock when a process dies.

        Args:
            waiting: Called about once a second while another one builds.

        Raises:
            Busy: when another one is still building after the wait.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        busy = Busy("Another process is indexing this source.", target=str(self.path))
        with lock_file(self.path / "builder.lock", wait_seconds, busy, waiting):
            yield
