"""An index follows its folder, and is never half of anything."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf, found
from wingetpy.errors import Busy, ErrorCode, HostError, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.details import SourceUpdate
from wingetpy.sources.index.generation import IndexFolder
from wingetpy.sources.index.writer import IndexWriter
from wingetpy.sources.request import MatchOption, SearchRequest


class Kept:
    """A folder that is configured as a source, and its updates."""

    def __init__(self, tmp_path: Path, processes: int = 1) -> None:
        self.shelf = Shelf(tmp_path / "manifests")
        self.state = tmp_path / "state"
        self.sources = Sources(self.state, processes=processes)

    def add(self) -> None:
        self.sources.add(Listener(), "shelf", str(self.shelf.root))

    def update(self) -> SourceUpdate:
        return self.sources.update(Listener(), self.sources.list("shelf")[0])

    def found(self, query: str | None = None) -> list[str]:
        return found(self.sources.open(Listener()), query)

    @property
    def index(self) -> IndexFolder:
        return IndexFolder(self.state / "cache" / self.sources.list("shelf")[0].identifier)

    def files(self) -> list[str]:
        return sorted(entry.name for entry in self.index.path.iterdir() if ".db" in entry.name)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    kept = Kept(tmp_path)
    kept.shelf.put("Some.Tool", "1.0", tags=["first"])
    kept.shelf.put("Some.Tool", "2.0", tags=["second"])
    kept.shelf.put("Other.Tool", "1.0", tags=["third"])
    kept.add()
    return kept


def test_where_nothing_changed_the_index_file_stays(kept: Kept) -> None:
    before = kept.files()
    assert not kept.update().changed
    assert kept.files() == before


def test_new_changed_and_removed_files_are_seen(kept: Kept) -> None:
    kept.shelf.put("New.Tool", tags=["fourth"])
    kept.shelf.put("Some.Tool", "2.0", tags=["changed"])
    (kept.shelf.root / "Other.Tool/1.0/Other.Tool.yaml").unlink()
    update = kept.update()
    assert (update.changed, update.files, update.packages, update.versions, update.skipped) == (True, 3, 2, 3, 0)
    assert kept.found() == ["New.Tool", "Some.Tool"]
    assert kept.found("second") == kept.found("third") == []
    assert kept.found("first") == kept.found("changed") == ["Some.Tool"]
    assert kept.found("ng") == ["Some.Tool"]


def test_only_the_current_generation_is_left(kept: Kept) -> None:
    for tag in ("a", "b"):
        kept.shelf.put("Some.Tool", "2.0", tags=[tag])
        assert kept.update().changed
    kept.sources.close()  # Windows removes no file that is open: it goes the next time
    kept.update()
    current = kept.index.current()
    assert current is not None
    assert kept.files() == [current.file]


def test_a_file_moved_to_another_folder_is_read_there(kept: Kept) -> None:
    (kept.shelf.root / "moved").mkdir()
    (kept.shelf.root / "Other.Tool/1.0/Other.Tool.yaml").rename(kept.shelf.root / "moved/x.yaml")
    kept.update()
    source = kept.sources.open(Listener())
    assert source.manifest(source.find_candidates(_exactly("Other.Tool"))[0]).package_identifier == "Other.Tool"


def test_a_file_that_was_mended_joins_its_version(kept: Kept) -> None:
    kept.shelf.put_set("Parted.App", "1.0", ("a", "b", "c"))
    installer = kept.shelf.root / "b/Parted.App.installer.yaml"
    good = installer.read_text()
    installer.write_text("broken: [")
    assert kept.update().skipped == 3
    kept.shelf.write("b/Parted.App.installer.yaml", good)
    update = kept.update()
    assert (update.skipped, update.broken) == (0, ())
    assert kept.found("parted") == ["Parted.App"]


def test_a_file_that_breaks_takes_its_version_out_and_a_fault_stays_known(kept: Kept) -> None:
    kept.shelf.write("Some.Tool/2.0/Some.Tool.yaml", "broken: [")
    update = kept.update()
    assert (update.packages, update.versions, update.skipped) == (2, 2, 1)
    kept.shelf.put("New.Tool")
    update = kept.update()
    assert [broken.path for broken in update.broken] == ["Some.Tool/2.0/Some.Tool.yaml"]


def test_a_version_moving_to_another_package_leaves_the_first(kept: Kept) -> None:
    kept.shelf.put("Other.Tool", "9.0", path="Some.Tool/2.0/Some.Tool.yaml")
    kept.update()
    (row,) = kept.sources.open(Listener()).search(_exactly("Other.Tool")).rows
    assert row.available_versions == ["9.0", "1.0"]
    (row,) = kept.sources.open(Listener()).search(_exactly("Some.Tool")).rows
    assert row.available_versions == ["1.0"]


def test_after_many_changes_the_index_is_as_one_made_anew(kept: Kept, tmp_path: Path) -> None:
    for step in range(6):
        kept.shelf.put(f"Package.{step % 4}", f"{step}.0", name=f"Name {step}", tags=[f"tag{step}", "shared"])
        if step % 2:
            (kept.shelf.root / f"Package.{step - 1}/{step - 1}.0/Package.{step - 1}.yaml").unlink(missing_ok=True)
        kept.update()
    fresh = Sources(tmp_path / "fresh", processes=1)
    fresh.add(Listener(), "shelf", str(kept.shelf.root))
    for query in (None, "shared", "tag4", "name", "p", "third"):
        anew, followed = (
            list(one.open(Listener()).search(SearchRequest(query=query)).rows) for one in (fresh, kept.sources)
        )
        assert anew == followed


def test_several_processes_read_what_one_reads(tmp_path: Path) -> None:
    kept = Kept(tmp_path, processes=2)
    for number in range(2200):
        kept.shelf.put(f"Package.P{number:04}", path=f"{number % 7}/{number}.yaml", tags=[f"tag{number}"])
    kept.shelf.write("3/broken.yaml", "no: [")
    kept.add()
    update = kept.update()
    assert (update.files, update.packages, update.skipped, update.changed) == (2201, 2200, 1, False)
    assert kept.found("tag2199") == ["Package.P2199"]


def test_an_engine_killed_while_it_indexes_leaves_the_old_index(kept: Kept) -> None:
    before = kept.index.current()
    for number in range(300):
        kept.shelf.put(f"Package.P{number}")
    code = (
        "import sys, os; sys.path[:] = eval(sys.argv[3])\n"
        "from pathlib import Path\n"
        "from wingetpy.sources.index import writer\n"
        "from wingetpy.sources.folder.content import refresh_index\n"
        "from wingetpy.sources.index.generation import IndexFolder\n"
        "add = writer.IndexWriter.add_faults\n"
        "def stop(self, faults): print('writing', flush=True); sys.stdin.read()\n"
        "writer.IndexWriter.add_faults = stop\n"
        "refresh_index(sys.argv[1], IndexFolder(Path(sys.argv[2])), 1, lambda done, total: None, 5.0)\n"
    )
    arguments = [str(kept.shelf.root), str(kept.index.path), repr(sys.path)]
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as engine:
        assert engine.stdout is not None
        assert engine.stdout.readline().strip() == b"writing"
        with pytest.raises(Busy), kept.index.only_builder(0.0):
            pass
        os.kill(engine.pid, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    assert kept.index.current() == before
    assert kept.found("first") == ["Some.Tool"]
    kept.sources.close()
    assert kept.update().packages == 302
    assert len(kept.files()) == 1


def test_a_damaged_or_foreign_pointer_means_a_new_index(kept: Kept) -> None:
    (kept.index.path / "current.json").write_text("{half")
    assert kept.index.current() is None
    assert kept.found("first") == ["Some.Tool"]


def test_a_second_engine_sees_the_new_index_and_the_first_goes_on(kept: Kept) -> None:
    other = Sources(kept.state, processes=1)
    source = other.open(Listener())
    kept.shelf.put("New.Tool")
    kept.update()
    assert found(source, "new") == []
    assert found(other.open(Listener()), "new") == ["New.Tool"]


def test_the_time_of_the_last_comparison_is_told(kept: Kept) -> None:
    started = time.time()
    kept.update()
    (details,) = kept.sources.list("shelf")
    assert details.last_update is not None
    assert started <= details.last_update <= time.time()


def _exactly(identifier: str) -> SearchRequest:
    return SearchRequest(id=identifier, match_option=MatchOption.equals)


def damage(kept: Kept, at: int, size: int | None = None) -> None:
    """What a lost power or a bad disk does to the index."""
    [name] = kept.files()
    path = kept.index.path / name
    content = path.read_bytes()
    end = len(content) if size is None else at + size
    path.write_bytes(content[:at] + b"?" * (end - at) + content[end:])


@pytest.mark.parametrize("ask", [lambda kept: kept.found(), lambda kept: kept.update()])
@pytest.mark.parametrize("at", [0, 4096])
def test_an_index_that_is_no_database_any_more_is_made_anew(kept: Kept, ask: Callable[[Kept], object], at: int) -> None:
    damage(kept, at)
    kept.sources = Sources(kept.state, processes=1)
    ask(kept)
    assert kept.found() == ["Other.Tool", "Some.Tool"]


@pytest.mark.parametrize("ask", [lambda kept: kept.found(), lambda kept: kept.update()])
@pytest.mark.parametrize("table", ["", "package", "key", "fault"])
def test_an_index_that_is_empty_or_lacks_a_table_is_made_again(
    kept: Kept, ask: Callable[[Kept], object], table: str
) -> None:
    [name] = kept.files()
    if table:
        with closing(sqlite3.connect(kept.index.path / name)) as database:
            database.execute(f"DROP TABLE {table}")
    else:
        (kept.index.path / name).write_bytes(b"")
    kept.sources = Sources(kept.state, processes=1)
    ask(kept)
    assert kept.found() == ["Other.Tool", "Some.Tool"]


def test_a_full_disk_is_named_when_an_index_is_written(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[misc]
        raise error

    monkeypatch.setattr(IndexWriter, "add_packages", full)
    kept.shelf.put("New.Tool")
    with pytest.raises(HostError, match="The disk is full") as refused:
        kept.update()
    assert refused.value.code is ErrorCode.DiskFull


def test_an_index_that_is_found_damaged_is_an_error_once(kept: Kept) -> None:
    [name] = kept.files()
    with closing(sqlite3.connect(kept.index.path / name)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'grams_data'").fetchone()
    damage(kept, (page - 1) * 4096, 4096)
    kept.sources = Sources(kept.state, processes=1)
    with pytest.raises(SourceError) as damaged:
        kept.found("first")
    assert damaged.value.code is ErrorCode.SourceDataIntegrityFailure
    assert kept.found("first") == ["Some.Tool"]
