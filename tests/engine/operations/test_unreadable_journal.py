"""A journal that this engine cannot read: no change is made, nothing is thrown away, and the error says what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.journal.file_steps import MakeDirectory
from wingetpy.journal.journal import open_journal, read_journal
from wingetpy.journal.staging import Workplace

GOOD = '{"do":"make-directory","path":"C:/a"}'
LATER = '{"do":"sing-a-song","path":"C:/a"}'
BROKEN = '{"do":"make-direc'
WITH_MORE = '{"do":"make-directory","path":"C:/a","owner":"me"}'
CUT = {
    "a step of a later version": f"UPDATE step SET change = '{LATER}'",
    "a broken step": f"UPDATE step SET change = '{BROKEN}'",
    "a step that is no text": "UPDATE step SET change = x'ff00'",
    "a step with something more": f"UPDATE step SET change = '{WITH_MORE}'",
    "an unknown state": "UPDATE operation SET state = 'pondering'",
    "an unknown kind": "UPDATE operation SET kind = 'Repaint'",
    "a later version of the tables": "PRAGMA user_version = 99",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.package("A.Tool")
    place.open()
    return place


def interrupted(place: Place) -> Path:
    """An operation that was cut after it had moved a file away; the folder of its backups."""
    with open_journal(place.host.state_folder()) as journal:
        operation = journal.begin("Update", "B.Other", "Test", "1.0", "2.0", 1.0)
        journal.announce(operation, [MakeDirectory(path="C:\\a")], [])
    workplace = Workplace(place.host, operation)
    backup = place.host.files.local(workplace.backup)
    (backup / "0").write_text("the only copy")
    return backup


def change(host: SandboxHost, statement: str) -> None:
    with closing(sqlite3.connect(host.state_folder() / "journal.db")) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("what", CUT)
def test_a_record_that_cannot_be_read_stops_changes_and_keeps_everything(what: str, place: Place) -> None:
    backup = interrupted(place)
    change(place.host, CUT[what])
    for _ in range(2):
        result = place.install(Id="A.Tool")
        assert result.error is not None
        assert (result.error.symbol, result.error.category) == ("JournalUnreadable", "InvalidData")
        assert "a later one" in (result.error.remedy or "")
        assert "kept" in (result.error.remedy or "")
        assert not {"delete", "move", "throw"} & {*(result.error.remedy or "").lower().split()}
    assert (backup / "0").read_text() == "the only copy"
    assert place.installed() == {}, "reading goes on"
    assert place.call.warnings() != []


def test_a_damaged_file_is_named_too_and_kept(place: Place) -> None:
    interrupted(place)
    path = place.host.state_folder() / "journal.db"
    for beside in place.host.state_folder().glob("journal.db-*"):
        beside.unlink()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)
    damaged = path.read_bytes()
    result = place.install(Id="A.Tool")
    assert result.error is not None
    assert result.error.symbol == "JournalUnreadable"
    assert path.read_bytes() == damaged


def test_a_damaged_file_without_an_interrupted_operation_is_set_aside(place: Place) -> None:
    assert place.install(Id="A.Tool").error is None
    folder = place.host.state_folder()
    for garbage in (b"first" * 1000, b"second" * 1000):
        for beside in folder.glob("journal.db-*"):
            beside.unlink()
        (folder / "journal.db").write_bytes(garbage)
        place.call.messages.clear()
        result = place.install(Id="A.Tool", Force=True)
        assert result.error is None
        assert any("damaged" in text and "No operation was interrupted" in text for text in place.call.warnings())
    kept = {path.read_bytes() for path in folder.glob("journal.db.damaged*")}
    assert kept == {b"first" * 1000, b"second" * 1000}
    with read_journal(folder) as journal:
        assert journal is not None
        assert journal.open_operations() == []


def test_a_damaged_file_says_what_stays_and_names_no_other_version(place: Place) -> None:
    backup = interrupted(place)
    (place.host.state_folder() / "journal.db").write_bytes(b"garbage" * 1000)
    result = place.install(Id="A.Tool")
    assert result.error is not None
    assert result.error.symbol == "JournalUnreadable"
    assert "backup" in (result.error.remedy or "")
    assert "kept" in (result.error.remedy or "")
    assert "version" not in (result.error.remedy or "")
    assert (backup / "0").read_text() == "the only copy"


def test_a_damaged_file_without_a_backup_can_be_given_up_and_the_files_stay(place: Place) -> None:
    backup = interrupted(place)
    (place.host.state_folder() / "journal.db").write_bytes(b"garbage" * 1000)
    result = place.install(Id="A.Tool")
    assert result.error is not None
    operations = backup.parent.parent
    assert f"rename the folder '{operations}' and repeat the command" in (result.error.remedy or "")
    aside = operations.rename(operations.with_name("put aside"))
    assert place.install(Id="A.Tool").error is None
    assert (aside / backup.relative_to(operations) / "0").read_text() == "the only copy"


def test_what_can_be_read_again_is_undone(place: Place) -> None:
    backup = interrupted(place)
    change(place.host, CUT["a broken step"])
    assert place.install(Id="A.Tool").error is not None
    change(place.host, f"UPDATE step SET change = '{GOOD}'")
    assert place.install(Id="A.Tool").error is None
    assert not backup.exists()


def test_a_journal_of_an_earlier_engine_is_used(place: Place) -> None:
    assert place.install(Id="A.Tool").error is None
    change(place.host, "PRAGMA user_version = 0")
    assert place.uninstall(Id="A.Tool")[0].error is None
    with read_journal(place.host.state_folder()) as journal:
        assert journal is not None
        assert [one.state for one in journal.operations()] == ["finished", "finished"]


def test_a_journal_that_another_engine_is_making_is_no_error_to_a_reader(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    with read_journal(tmp_path) as journal:
        assert journal is None
