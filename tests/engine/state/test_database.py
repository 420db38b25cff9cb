"""What SQLite says of the engine's own files is told as what it means."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.state.database import database


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
