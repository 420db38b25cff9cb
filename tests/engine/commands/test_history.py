"""What the history says of what was done, whatever came of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest

from kit.place import Place
from wingetpy.commands.history import HistoryRow
from wingetpy.journal.file_steps import MakeDirectory
from wingetpy.journal.journal import open_journal
from wingetpy.state.history import HistoryEntry, open_history


def history(place: Place, **query: object) -> Sequence[HistoryRow]:
    place.ask("history/get", **query)
    return [row for row in place.call.rows if isinstance(row, HistoryRow)]


def ended(rows: Sequence[HistoryRow]) -> list[tuple[str, str, str, str, str]]:
    return [(row.operation, row.id, row.from_version, row.to_version, row.result) for row in rows]


@pytest.fixture
def busy(place: Place) -> Place:
    """A place where `A.Tool` was installed and updated, and the update of `B.Other` failed."""
    for package in ("A.Tool", "B.Other"):
        place.package(package, "1.0")
    place.open()
    for package in ("A.Tool", "B.Other"):
        place.install(Id=package)
        place.package(package, "2.0")
    (place.source / "files" / "B.Other-2.0.exe").write_bytes(b"something else")
    place.open()
    place.update(All=True)
    return place


def test_it_has_every_operation_the_newest_first(busy: Place) -> None:
    busy.uninstall(Id="A.Tool")
    assert ended(history(busy)) == [
        ("Uninstall", "A.Tool", "2.0", "", "Succeeded"),
        ("Update", "A.Tool", "1.0", "2.0", "Succeeded"),
        ("Update", "B.Other", "1.0", "2.0", "Failed"),
        ("Install", "B.Other", "", "1.0", "Succeeded"),
        ("Install", "A.Tool", "", "1.0", "Succeeded"),
    ]


def test_it_says_who_when_from_where_and_what(busy: Place) -> None:
    [row] = history(busy, Id="a.tool", Operation="update")
    assert (row.user, row.elevated, row.source, row.scope) == ("user", True, "Test", "User")
    assert row.finished is not None
    assert row.duration is not None
    assert row.started <= row.finished
    assert len(row.installer_sha256) == 64
    assert row.changed
    assert row.exit_code is None, "no program ran"


def test_a_failure_says_why(busy: Place) -> None:
    [row] = history(busy, Failed=True)
    assert (row.id, row.error_code, row.changed) == ("B.Other", "0x8A150011", False)
    assert "does not match" in row.error_message


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"Query": "tool"}, [4, 1]),
        ({"Id": "b.*"}, [3, 2]),
        ({"Name": "Othe?"}, [3, 2]),
        ({"Id": "[b].*"}, []),
        ({"Operation": "install"}, [2, 1]),
        ({"Number": 2}, [2]),
        ({"Count": 1}, [4]),
        ({"Source": "test", "Operation": "Update", "Count": 5}, [4, 3]),
        ({"Source": "elsewhere"}, []),
        ({"Since": 4e9}, []),
    ],
)
def test_all_criteria_must_hold(busy: Place, query: dict[str, object], numbers: list[int]) -> None:
    assert [row.number for row in history(busy, **query)] == numbers


def test_what_had_nothing_to_do_or_lacks_consent_is_not_in_it(place: Place) -> None:
    place.package("A.Tool", root="Agreements:\n- AgreementLabel: Licence\n  Agreement: Be good.\n")
    place.open()
    assert place.install(Id="A.Tool").status == "PackageAgreementsNotAccepted"
    place.ask("package/plan", Operation="Install", Id="A.Tool")
    assert history(place) == []
    place.install(Id="A.Tool", AcceptPackageAgreements=True)
    place.install(Id="A.Tool")
    assert [row.operation for row in history(place)] == ["Install"]


def test_a_history_that_cannot_be_written_stops_nothing(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    (place.host.state_folder() / "history.db").mkdir()
    assert place.install(Id="A.Tool").status == "Ok"
    assert "The history does not show this install" in " ".join(place.call.warnings())
    assert place.installed() == {"A.Tool": "1.0"}


def test_a_damaged_one_is_set_aside_by_the_next_operation_which_says_so(busy: Place) -> None:
    (busy.host.state_folder() / "history.db").write_bytes(b"damaged" * 1000)
    assert busy.uninstall(Id="A.Tool")[0].status == "Ok"
    assert "history.db.damaged" in " ".join(busy.call.warnings())
    assert [row.operation for row in history(busy)] == ["Uninstall"]


def test_an_operation_that_was_cut_is_interrupted(busy: Place) -> None:
    with open_journal(busy.host.state_folder()) as journal:
        operation = journal.begin("Update", "A.Tool", "Test", "2.0", "3.0", 1.0)
        journal.announce(operation, [MakeDirectory(path="C:\\a")], [])
    with open_history(busy.host.state_folder(), print) as store:
        store.add(HistoryEntry(operation="Update", package="A.Tool", started=1.0, journal=operation))
    assert [row.result for row in history(busy, Count=1)] == ["Running"]
    busy.uninstall(Id="A.Tool")
    row = history(busy, Count=2)[1]
    assert (row.result, row.error_code) == ("Interrupted", "0x8A15F003")


def test_one_that_was_cut_after_its_end_succeeded(busy: Place) -> None:
    with closing(sqlite3.connect(busy.host.state_folder() / "history.db")) as connection, connection:
        connection.execute("UPDATE entry SET result = 'Running', finished = NULL WHERE number = 4")
    busy.uninstall(Id="A.Tool")
    row = history(busy, Number=4)[0]
    assert (row.result, row.changed) == ("Succeeded", True)
    assert row.finished is not None
