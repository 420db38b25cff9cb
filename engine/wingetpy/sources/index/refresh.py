"""Brings a source's index up to date: the first time all of it, later what changed."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from wingetpy.sources.index.collecting import no_collection
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.package import Collected
from wingetpy.sources.index.parts import SkippedFile
from wingetpy.sources.index.pool import read_all
from wingetpy.sources.index.schema import FORMAT
from wingetpy.sources.index.walk import ManifestFolder, Unreadable, walk
from wingetpy.sources.index.writer import IndexWriter

ReportRead = Callable[[int, int], None]
"""Receives how many files of how many have been read."""


class IndexRefresh:
    """One refresh of one index, by the process that holds `IndexFolder.only_builder`.

    Args:
        root: The folder with the manifests, a native path.
        index: Where the generations lie.
        processes: How many processes may read manifests.
        report: Called now and then while files are read.
        archive: What to note of the archive that the root was unpacked from.
    """

    def __init__(self, root: str, index: IndexFolder, processes: int, report: ReportRead, archive: str = "") -> None:
        self._root = root
        self._index = index
        self._processes = processes
        self._report = report
        self._archive = archive

    def run(self, *, whole: bool = False) -> Generation:
        """Compare the folder with the index and write the next generation if they differ.

        Args:
            whole: Read everything, whatever the index has.

        Returns:
            The current generation, with `checked` as of now.

        Raises:
            SourceError: the root cannot be read.
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
        except sqlite3.DatabaseError:  # the index is damaged, and holds nothing that the folder does not
            return self._build(started)
        if not changes:
            generation = msgspec.structs.replace(current, checked=started)
            self._index.make_current(generation)
            return generation
        try:
            return self._apply(current, changes, faults, started)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return self._build(started)

    def _folders(self, faults: list[SkippedFile]) -> Iterator[ManifestFolder]:
        """All folders with manifests; those that cannot be read become faults."""
        for found in walk(self._root):
            if isinstance(found, Unreadable):
                faults.append(SkippedFile(found.path, found.reason))
            else:
                yield found

    def _build(self, started: float) -> Generation:
        """The whole index. Files are read while folders are still being listed."""
        folders: list[ManifestFolder] = []
        collected = Collected()
        self._read(_files(self._folders(collected.faults), folders), collected)
        name, path = self._index.new_file(started)
        with IndexWriter(path, fresh=True) as writer:
            writer.add_folders(folders)
            writer.add_packages(collected.packages())
            writer.add_faults(collected.faults)
            counts = writer.counted()
        return self._publish(name, counts, started)

    def _apply(
        self, current: Generation, changes: Changes, faults: Iterable[SkippedFile], started: float
    ) -> Generation:
        """The next generation: a copy of the current one in which the packages that a change touches are made again."""
        name, path = self._index.new_file(started)
        shutil.copyfile(self._index.path / current.file, path)
        with IndexWriter(path, fresh=False) as writer:
            collected = Collected()
            collected.faults.extend(faults)
            self._read((path for folder in changes.now for path in folder.files()), collected)
            touched = changes.packages(writer.database, collected.identifiers())
            self._read(touched.files, collected)
            writer.remove_packages(touched.packages)
            writer.remove_folders(changes.before)
            writer.remove_faults()
            writer.add_folders(changes.now)
            writer.add_packages(collected.packages())
            writer.add_faults(collected.faults)
            counts = writer.counted()
        return self._publish(name, counts, started)

    def _read(self, paths: Iterable[str], collected: Collected) -> None:
        found = 0

        def counted() -> Iterator[str]:
            nonlocal found
            for path in paths:
                found += 1
                yield path

        done = 0
        for batch in read_all(self._root, counted(), self._processes):
            collected.add(batch)
            done += batch.files
            self._report(done, found)

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
        try:
            known = {
                path: (rowid, stamp) for rowid, path, stamp in database.execute("SELECT rowid, path, stamp FROM folder")
            }
        finally:
            database.close()
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
