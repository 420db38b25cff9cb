"""The store of failed updates."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from wingetpy.state.failures import FILE_NAME, FailedUpdate, failure_key, note_failure, read_failures


def test_a_row_of_another_program_is_left_out(tmp_path: Path) -> None:
    """The store is a convenience: no list and no update ends because of what is in it."""
    key = failure_key("Test.Source", "Test.Tool")
    note_failure(tmp_path, key, "2.0", 1000.0)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        for row in (("s", "p", "1", "many", 1.0), ("s", "q", b"\xff", 3, 1.0), ("s", "r", "1", 3, "soon")):
            connection.execute("INSERT INTO failure VALUES(?, ?, ?, ?, ?)", row)
    assert read_failures(tmp_path) == {key: FailedUpdate("2.0", 1, 1000.0)}
