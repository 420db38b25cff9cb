"""Brings a source's index up to date: the first time all of it, later what changed."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

import msgspec

from wingetpy.model.collecting import no_collection
from wingetpy.sources.index.bounds import MOST_BYTES_HERE, MOST_FILES_HERE, TooMuch
from wingetpy.sources.index.damage import is_damage, rows_of_form
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.package import Collected, IndexedPackage
from wingetpy.sources.index.parts import SkippedFile
from wingetpy.sources.index.pool import read_beside, read_here
from wingetpy.sources.index.schema import FORMAT
from wingetpy.sources.index.walk import ManifestFolder, Unreadable, walk
from wingetpy.sources.index.writer import IndexWriter

ReportRead = Callable[[int, int], None]
"""Receives how many files of how many have been read; also without news, to show that the refresh is alive."""


class IndexRefresh:
    """One refresh of one index, by the process that holds `IndexFolder.only_builder`.

    Args:
        root: The folder with the manifests, a native path.
        index: Where the generations lie.
        processes: How many processes read manifests; 0 reads in this one, which bounds what may be read.
        report: Called for each step: a folder that was found, files that were read, a package that was written.
        archive: What to note of the archive that the root was unpacked from.
    """

    def __init__(self, root: str, index: IndexFolder, processes: int, report: ReportRead, archive: str = "") -> None:
        self._root = root
        self._index = index
        self._processes = processes
        self._report = report
        self._archive = archive
        self._done = self._found = 0

    def run(self, *, whole: bool = False) -> Generation:
        """Compare the folder with the index and write the next generation if they differ.

        Args:
            whole: Read everything, whatever the index has.

        Returns:
            The current generation, with `checked` as of now.

        Raises:
            SourceError: the root cannot be read, or too many of its files.
            TooMuch: There is more than this process may read.
        """
        with no_collection():
            return self._run(whole)

    def _run(self, whole: bool) -> Generation:
        started = time.time()
        current = None if whole else self._index.current()
        if current is None or current.root != self._root:
            return self._build(started)
        faults: list[SkippedFile] = []
        try:
            changes = Changes.between(self._index, current, self._folders(faults))
        except sqlite3.DatabaseError as error:
            return self._build_after(error, started)
        if not changes:
            generation = msgspec.structs.replace(current, checked=started)
            self._index.make_current(generation)
            return generation
        try:
            return self._apply(current, changes, faults, started)
        except sqlite3.DatabaseError as error:
            return self._build_after(error, started)

    def _build_after(self, error: sqlite3.DatabaseError, started: float) -> Generation:
        """The whole index in place of a damaged one, which holds nothing that the folder does not."""
        if not is_damage(error, of_query=False):
            raise error
        return self._build(started)

    def _folders(self, faults: list[SkippedFile]) -> Iterator[ManifestFolder]:
        """All folders with manifests; those that cannot be read become faults."""
        files = size = 0
        for found in walk(self._root):
            self._alive()
            if isinstance(found, Unreadable):
                faults.append(SkippedFile(found.path, found.reason))
                continue
            files += len(found.names)
            size += found.size
            if not self._processes and (files > MOST_FILES_HERE or size > MOST_BYTES_HERE):
                raise TooMuch
            yield found

    def _alive(self) -> None:
        self._report(self._done, self._found)

    def _packages(self, collected: Collected) -> Iterator[IndexedPackage]:
        for package in collected.packages():
            self._alive()
            yield package

    def _build(self, started: float) -> Generation:
        """The whole index. Files are read while folders are still being listed."""
        folders: list[ManifestFolder] = []
        collected = Collected()
        found: Iterable[ManifestFolder] = self._folders(collected.faults)
        if not self._processes:
            found = list(found)  # what is too much is known before anything is read
        self._read(_files(found, folders), collected)
        with self._index.new_file(started) as (name, path), IndexWriter(path, fresh=True) as writer:
            writer.add_folders(folders)
            writer.add_packages(self._packages(collected))
            writer.add_faults(collected.faults)
            counts = writer.counted()
        return self._publish(name, counts, started)

    def _apply(
        self, current: Generation, changes: Changes, faults: Iterable[SkippedFile], started: float
    ) -> Generation:
        """The next generation: a copy of the current one in which the packages that a change touches are made again."""
        with self._index.new_file(started) as (name, path):
            shutil.copyfile(self._index.path / current.file, path)
            with IndexWriter(path, fresh=False) as writer:
                collected = Collected()
                collected.faults.extend(faults)
                self._read((path for folder in changes.now for path in folder.files()), collected)
                with rows_of_form():
                    touched = changes.packages(writer.database, collected.identifiers())
                self._read(touched.files, collected)
                with rows_of_form():
                    writer.remove_packages(touched.packages)
                writer.remove_folders(changes.before)
                writer.remove_faults()
                writer.add_folders(changes.now)
                writer.add_packages(self._packages(collected))
                writer.add_faults(collected.faults)
                counts = writer.counted()
        return self._publish(name, counts, started)

    def _read(self, paths: Iterable[str], collected: Collected) -> None:
        self._done = self._found = 0

        def counted() -> Iterator[str]:
            for path in paths:
                self._found += 1
                yield path

        if self._processes:
            batches = read_beside(self._root, counted(), self._processes, self._alive)
        else:
            batches = read_here(self._root, counted())
        with closing(batches):
            for batch in batches:
                collected.add(batch)
                self._done += batch.files
                self._alive()

    def _publish(self, name: str, counts: Sequence[int], started: float) -> Generation:
        files, packages, versions, skipped = counts
        self._index.finished(name)
        generation = Generation(
            file=name,
            format=FORMAT,
            root=self._root,
            built=started,
            checked=started,
            files=files,
            packages=packages,
            versions=versions,
            skipped=skipped,
            archive=self._archive,
        )
        self._index.make_current(generation)
        return generation


def _files(found: Iterable[ManifestFolder], noted: list[ManifestFolder]) -> Iterator[str]:
    """The files of folders; the folders are noted on the way."""
    for folder in found:
        noted.append(folder)
        yield from folder.files()


class Touched(msgspec.Struct, frozen=True):
    """What is indexed again besides the changed folders: rowids of packages, their files in unchanged folders."""

    packages: list[int]
    files: list[str]


class Changes(msgspec.Struct, frozen=True):
    """Folders that differ: rowids of what the index has of them, and what they hold now."""

    before: list[int]
    now: list[ManifestFolder]

    @classmethod
    def between(cls, index: IndexFolder, current: Generation, folders: Iterable[ManifestFolder]) -> Changes:
        """Compare what the current index has with the folders of now."""
        database = sqlite3.connect(index.path / current.file)
        with closing(database), rows_of_form():
            rows = database.execute("SELECT rowid, path, stamp FROM folder")
            known = {path: (rowid, stamp) for rowid, path, stamp in rows}
        before, now = [], []
        for folder in folders:
            rowid, stamp = known.pop(folder.path, (0, b""))
            if stamp != folder.stamp:
                now.append(folder)
                if rowid:
                    before.append(rowid)
        before.extend(rowid for rowid, _ in known.values())
        return cls(before, now)

    def __bool__(self) -> bool:
        return bool(self.before or self.now)

    def packages(self, database: sqlite3.Connection, identifiers: Iterable[str]) -> Touched:
        """Which packages the changes touch, and which unchanged files must be read again to index them.

        Args:
            identifiers: Folded ids of the packages that the changed folders hold now.
        """
        database.execute("CREATE TEMP TABLE changed_folder (rowid INTEGER PRIMARY KEY)")
        database.execute("CREATE TEMP TABLE touched_package (rowid INTEGER PRIMARY KEY)")
        database.executemany("INSERT INTO changed_folder VALUES (?)", [(rowid,) for rowid in self.before])
        database.execute(
            "INSERT OR IGNORE INTO touched_package SELECT version.package FROM changed_folder"
            " JOIN file ON file.folder = changed_folder.rowid JOIN version ON version.rowid = file.version"
        )
        database.executemany(
            "INSERT OR IGNORE INTO touched_package SELECT rowid FROM package WHERE id_folded = ?",
            [(identifier,) for identifier in identifiers],
        )
        # A file that was skipped may have become part of a whole version.
        files = database.execute(
            "SELECT folder.path, file.name FROM file JOIN folder ON folder.rowid = file.folder"
            " LEFT JOIN version ON version.rowid = file.version"
            " WHERE (file.version IS NULL OR version.package IN (SELECT rowid FROM touched_package))"
            " AND file.folder NOT IN (SELECT rowid FROM changed_folder) ORDER BY folder.path, file.name"
        )
        paths = [f"{folder}/{name}" if folder else name for folder, name in files]
        packages = [rowid for (rowid,) in database.execute("SELECT rowid FROM touched_package")]
        return Touched(packages, paths)
