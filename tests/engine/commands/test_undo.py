"""Back to the version before: what `history/plan` plans, and what it refuses."""

from __future__ import annotations

import pytest

from kit.place import Place
from wingetpy.commands.history import HistoryRow
from wingetpy.errors import Ambiguous, BadRequest, EngineError, NotFound
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue
from wingetpy.operations.plan import Plan
from wingetpy.state.history import HistoryEntry, open_history


def plan(place: Place, **request: object) -> Plan:
    made = place.ask("history/plan", **request)
    assert isinstance(made, Plan)
    return made


def undo(place: Place, **request: object) -> str:
    """Carry out what is planned; the version that is installed then."""
    made = plan(place, **request)
    place.ask(f"package/{made.operation.lower()}", PlanId=made.plan_id)
    return place.installed().get(made.id, "")


def refusal(place: Place, **request: object) -> str:
    with pytest.raises(EngineError) as caught:
        plan(place, **request)
    return f"{caught.value.symbol}: {caught.value.text}"


def rows(place: Place) -> dict[int, HistoryRow]:
    place.ask("history/get")
    return {row.number: row for row in place.call.rows if isinstance(row, HistoryRow)}


@pytest.fixture
def updated(place: Place) -> Place:
    """A place where A.Tool went from 1.0 to 2.0 to 3.0 (operations 1 to 3), and B.Other is as it was installed (4)."""
    for version in ("1.0", "2.0", "3.0"):
        place.package("A.Tool", version)
    place.package("B.Other")
    place.open()
    place.install(Id="A.Tool", Version="1.0")
    place.update(Id="A.Tool", Version="2.0")
    place.update(Id="A.Tool", Version="3.0")
    place.install(Id="B.Other")
    return place


def test_it_goes_back_one_update_after_the_other(updated: Place) -> None:
    made = plan(updated, Query="a.tool")
    assert (made.operation, made.from_version, made.to_version, made.reason) == ("Update", "3.0", "2.0", "Undo")
    assert "a pin that skips this version" in made.warnings[-1]
    assert updated.installed()["A.Tool"] == "3.0", "a plan changes nothing"
    assert undo(updated, Id="A.Tool") == "2.0"
    assert undo(updated, Id="A.Tool") == "1.0"
    assert "NothingToUndo: There is nothing to undo" in refusal(updated, Id="A.Tool")
    entries = rows(updated)
    assert [(entries[n].undoes, entries[n].undone_by) for n in (2, 3, 5, 6)] == [(0, 6), (0, 5), (3, 0), (2, 0)]


def test_without_a_package_it_is_the_last_update_of_all(updated: Place) -> None:
    assert plan(updated).id == "A.Tool"


def test_an_install_and_an_uninstall_are_undone_by_their_number(updated: Place) -> None:
    assert "NothingToUndo" in refusal(updated, Id="B.Other")
    assert plan(updated, Number=4).action == "Uninstall"
    assert undo(updated, Number=4) == ""
    assert undo(updated, Number=5) == "1.0"
    assert "was taken back by operation 6 already" in refusal(updated, Number=5)


def test_a_version_that_was_replaced_by_others_since_is_left_alone(updated: Place) -> None:
    assert "3.0 is installed, not 2.0 any more" in refusal(updated, Number=2)
    assert plan(updated, Number=2, Force=True).to_version == "1.0"


def test_a_version_that_is_not_offered_any_more_is_named(updated: Place) -> None:
    updated.shelf.manifest("A.Tool", "2.0").unlink()
    updated.open()
    said = refusal(updated, Id="A.Tool")
    assert said.startswith("NoManifestFound: Version 2.0 of A.Tool, which operation 3 replaced, is not offered by")
    assert "offered: 3.0, 1.0" in said


def test_what_is_gone_or_failed_cannot_be_undone(updated: Place) -> None:
    updated.uninstall(Id="A.Tool")
    assert "not installed any more" in refusal(updated, Number=3)
    (updated.source / "files" / "A.Tool-3.0.exe").write_bytes(b"something else")
    updated.install(Id="A.Tool")
    assert "its result is Failed" in refusal(updated, Number=6)
    assert refusal(updated, Number=77) == "NothingToUndo: The history has no operation 77."
    with pytest.raises(BadRequest):
        plan(updated, Number=3, Id="A.Tool")
    with pytest.raises(NotFound):
        plan(updated, Id="No.Such")


def test_a_plan_of_what_has_changed_is_stale(updated: Place) -> None:
    made = plan(updated, Id="A.Tool")
    updated.uninstall(Id="A.Tool")
    updated.ask("package/update", PlanId=made.plan_id)
    assert updated.call.rows[0].error_code == "0x8A15F001"


def program(place: Place) -> None:
    """Tool 2.0, a program of an installer that cannot go back, and the history's update of it from 1.0."""
    for version in ("1.0", "2.0"):
        place.package("A.Tool", version, installer="ProductCode: tool_is1")
        path = place.shelf.manifest("A.Tool", version)
        path.write_text(path.read_text().replace("InstallerType: portable", "InstallerType: inno"))
    place.open()
    for name, text in {
        "DisplayName": "Tool",
        "DisplayVersion": "2.0",
        "Publisher": "Somebody",
        "UninstallString": r'"C:\Tool\unins000.exe"',
    }.items():
        key = f"{UNINSTALL_KEY}\\tool_is1"
        place.host.registry.set_value(Hive.machine, key, name, RegistryValue("sz", text), 64)
    update = HistoryEntry(
        operation="Update",
        package="A.Tool",
        source="Test",
        started=1.0,
        finished=2.0,
        from_version="1.0",
        to_version="2.0",
        result="Succeeded",
    )
    with open_history(place.host.state_folder(), print) as store:
        store.add(update)


def test_a_technology_that_cannot_go_back_removes_the_newer_version_first(place: Place) -> None:
    program(place)
    made = plan(place, Id="A.Tool")
    assert [step.kind for step in made.steps] == ["Download", "Verify", "Run", "Run"]
    assert "uninstaller" in made.steps[2].description
    assert (made.from_version, made.to_version) == ("2.0", "1.0")


def test_several_packages_are_ambiguous(updated: Place) -> None:
    with pytest.raises(Ambiguous):
        plan(updated, Id=".", MatchOption="ContainsCaseInsensitive")
