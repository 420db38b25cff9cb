"""The history's file: bounded, readable beside a writer, set aside when it is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.lock_file import lock_file
from wingetpy.state import history
from wingetpy.state.history import HistoryEntry, has_running, open_history, read_history


def entry(package: str = "A.Tool", **members: object) -> HistoryEntry:
    return HistoryEntry(operation="Install", package=package, started=1.0, **members)  # type: ignore[arg-type]


def refuse(text: str) -> None:
    raise AssertionError(text)


def add(folder: Path, *entries: HistoryEntry) -> list[int]:
    with open_history(folder, refuse) as store:
        return [store.add(one) for one in entries]


def packages(folder: Path) -> list[str]:
    return [one.package for one in read_history(folder)]


def test_there_is_none_at_first(tmp_path: Path) -> None:
    assert packages(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_read_the_newest_first(tmp_path: Path) -> None:
    whole = entry("B.All", finished=2.5, exit_code=3010, changed=True, elevated=True, result="Succeeded", undoes=1)
    numbers = add(tmp_path, entry(), whole)
    assert packages(tmp_path) == ["B.All", "A.Tool"]
    newest = next(read_history(tmp_path))
    assert newest.number == numbers[1]
    assert (newest.finished, newest.exit_code, newest.changed, newest.undoes) == (2.5, 3010, True, 1)


def test_the_oldest_go_and_a_number_is_never_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_ENTRIES", 3)
    add(tmp_path, *(entry(f"P{number}") for number in range(5)))
    assert packages(tmp_path) == ["P4", "P3", "P2"]
    with closing(sqlite3.connect(tmp_path / history.FILE_NAME)) as connection, connection:
        connection.execute("DELETE FROM entry")
    assert add(tmp_path, entry()) == [6]


def test_the_file_is_bounded_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 200_000)
    add(tmp_path, *(entry(f"P{number}", error="x" * 10_000, command_line="y" * 10_000) for number in range(200)))
    assert (tmp_path / history.FILE_NAME).stat().st_size <= 200_000 + 50_000
    kept = packages(tmp_path)
    assert kept[0] == "P199"
    assert 10 < len(kept) < 100
    assert len(next(read_history(tmp_path)).error) == history.LONGEST_TEXT


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_one_is_set_aside_and_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / history.FILE_NAME).write_bytes(content)
    with pytest.raises(HostError, match=r"history\.db' is damaged"):
        packages(tmp_path)
    said: list[str] = []
    with open_history(tmp_path, said.append) as store:
        store.add(entry())
    assert "renamed to 'history.db.damaged'" in said[0]
    assert (tmp_path / "history.db.damaged").read_bytes() == content
    assert packages(tmp_path) == ["A.Tool"]


def test_a_running_entry_is_seen_without_a_reading_of_all(tmp_path: Path) -> None:
    assert not has_running(tmp_path)
    add(tmp_path, entry("A.First", result="Succeeded"))
    assert not has_running(tmp_path)
    add(tmp_path, entry("A.Second", result="Running"))
    assert has_running(tmp_path)


def test_a_file_with_programs_is_damaged(tmp_path: Path) -> None:
    add(tmp_path, entry())
    with closing(sqlite3.connect(tmp_path / history.FILE_NAME)) as connection, connection:
        connection.execute("CREATE VIEW v AS SELECT 1")
    with pytest.raises(HostError, match="views or triggers"):
        packages(tmp_path)


def test_an_older_file_gets_the_columns_that_it_lacks(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / history.FILE_NAME)) as connection, connection:
        connection.execute("CREATE TABLE entry(number INTEGER PRIMARY KEY AUTOINCREMENT, operation, package, started)")
        connection.execute("INSERT INTO entry(operation, package, started) VALUES('Install', 'Old.One', 5.0)")
    assert packages(tmp_path) == ["Old.One"]
    add(tmp_path, entry())
    assert packages(tmp_path) == ["A.Tool", "Old.One"]


def test_an_entry_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    add(tmp_path, entry("One"), entry("Two"))
    with closing(sqlite3.connect(tmp_path / history.FILE_NAME)) as connection, connection:
        connection.execute("UPDATE entry SET started = 'long ago' WHERE package = 'One'")
    assert packages(tmp_path) == ["Two"]


def test_a_writer_that_does_not_end_is_not_waited_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_LOCK_SECONDS", 0.05)
    with (
        lock_file(tmp_path / "history.lock", 0, AssertionError()),
        pytest.raises(HostError) as caught,
        open_history(tmp_path, refuse),
    ):
        raise AssertionError
    assert caught.value.code is ErrorCode.FileInUse


@pytest.mark.parametrize("time", [-1.0, 1e300, float("inf")])
def test_an_entry_of_a_time_that_is_none_hides_no_other(time: float, tmp_path: Path) -> None:
    add(tmp_path, entry("A.One"), entry("B.Two", finished=time), entry("C.Three"))
    assert packages(tmp_path) == ["C.Three", "A.One"]
