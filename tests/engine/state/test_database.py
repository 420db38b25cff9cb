"""What SQLite says of the engine's own files is told as what it means."""

from __future__ import annotations

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


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database at all, but long enough to be read as one" * 20)

    def read() -> None:
        with database(tmp_path / "a.db", read_only=True) as connection:
            connection.execute("SELECT * FROM t")

    with pytest.raises(HostError, match="not a database"):
        read()
