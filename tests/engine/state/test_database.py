"""What SQLite says of the engine's own files is told as what it means."""

from __future__ import annotations

import errno
import gc
import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.journal.journal import open_journal
from wingetpy.state.database import database
from wingetpy.state.tracking import open_tracking


def test_a_full_disk_is_told_as_one(tmp_path: Path) -> None:
    def fill() -> None:
        with database(tmp_path / "a.db") as connection:
            connection.execute("PRAGMA max_page_count = 3")
            connection.execute("CREATE TABLE t(x)")
            connection.execute("INSERT INTO t VALUES(zeroblob(100000))")

    with pytest.raises(HostError, match=r"a\.db") as caught:
        fill()
    assert caught.value.code is ErrorCode.DiskFull
    assert caught.value.remedy


IO_ERRORS = ["SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_CANTOPEN"]


def failure(path: Path, name: str) -> HostError:
    """The error for what SQLite says in the middle of a transaction."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = CODES[name]
    error.sqlite_errorname = name

    def fail() -> None:
        with database(path):
            raise error

    with pytest.raises(HostError) as caught:
        fail()
    return caught.value


CODES = {"SQLITE_IOERR_SHMSIZE": 4874, "SQLITE_IOERR_WRITE": 778, "SQLITE_IOERR_FSYNC": 1034, "SQLITE_CANTOPEN": 14}


@pytest.mark.parametrize("name", IO_ERRORS)
def test_an_error_of_the_disk_is_a_full_one_where_nothing_more_can_be_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failure(tmp_path / "a.db", name).code is not ErrorCode.DiskFull

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    error = failure(tmp_path / "a.db", name)
    assert error.code is ErrorCode.DiskFull
    assert error.remedy == "Make room on the disk and try again."


@pytest.mark.parametrize("name", IO_ERRORS)
def test_no_remedy_says_to_throw_a_file_away(name: str, tmp_path: Path) -> None:
    assert not {"move", "delete", "remove"} & {*(failure(tmp_path / "a.db", name).remedy or "").lower().split()}


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database at all, but long enough to be read as one" * 20)

    def read() -> None:
        with database(tmp_path / "a.db", read_only=True) as connection:
            connection.execute("SELECT * FROM t")

    with pytest.raises(HostError, match="not a database"):
        read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.db")
    for read_only in (True, False):
        with (
            pytest.raises(HostError, match="a pipe or a device") as caught,
            database(tmp_path / "a.db", read_only=read_only),
        ):
            raise AssertionError("it is opened")
        assert caught.value.remedy


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_folder_in_place_of_a_file_of_sqlite_is_named(tmp_path: Path, ending: str) -> None:
    with open_tracking(tmp_path), open_journal(tmp_path):
        pass
    for name in ("journal.db", "tracking.db"):
        (tmp_path / f"{name}{ending}").mkdir()

    def change_journal() -> None:
        with open_journal(tmp_path) as journal:
            journal.begin("Install", "Test.Tool", "test", "", "1.0", 0.0)

    def change_tracking() -> None:
        with open_tracking(tmp_path) as tracking:
            tracking.forget("x", "")

    for name, change in (("journal.db", change_journal), ("tracking.db", change_tracking)):
        with pytest.raises(HostError) as caught:
            change()
        assert caught.value.code is ErrorCode.AlreadyExists
        assert f"{name}{ending}" in caught.value.text
        assert f"{name}{ending}" in str(caught.value.remedy)
        assert (tmp_path / name).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of open files is set as on POSIX systems")
def test_too_many_open_files_are_an_error_of_their_own(tmp_path: Path) -> None:
    import resource

    (tmp_path / "a.db").touch()
    gc.collect()  # files that other tests left to the collector
    most = resource.getrlimit(resource.RLIMIT_NOFILE)
    held: list[int] = []
    try:
        held.append(os.open(os.devnull, os.O_RDONLY))
        resource.setrlimit(resource.RLIMIT_NOFILE, (held[0] + 3, most[1]))
        with suppress(OSError):
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        os.close(held.pop())
        with (
            pytest.raises(HostError, match=r"a\.db.*too many files are open") as caught,
            database(tmp_path / "a.db") as c,
        ):
            c.execute("CREATE TABLE t(x)")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, most)
        for descriptor in held:
            os.close(descriptor)
    assert caught.value.code is ErrorCode.TooManyOpenFiles
    assert "elevated" not in str(caught.value.remedy)
