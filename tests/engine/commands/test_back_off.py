"""An update that fails over and over is left out of updates of many packages for a while, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.place import Place
from kit.program_shop import ProgramPlace
from wingetpy.commands.objects import InstalledPackage, InstallResult
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.operations.plan import Plan

DAY = 86_400.0
START = 1_800_000_000.0


class Days(Place):
    """A place whose clock a test sets. `A.Tool` 1.0 is installed, and the update to 2.0 fails: its hash is wrong."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, SandboxFacts(now=START))
        self.package("A.Tool", "1.0")
        self.shelf.program("A.Tool", "2.0", None, InstallerSha256="0" * 64)
        self.package("B.Other", "1.0")
        self.package("B.Other", "2.0")
        self.open()
        self.install(Id="A.Tool", Version="1.0")

    def at(self, days: float) -> None:
        self.host.clock.now = lambda: START + days * DAY  # type: ignore[method-assign]

    def tried(self, **params: object) -> list[str]:
        """The ids of what an update of all tried."""
        return [row.id for row in self.update(All=True, **params)]

    def state(self) -> tuple[str, str]:
        self.ask("package/get", Id="A.Tool")
        [row] = self.call.rows
        assert isinstance(row, InstalledPackage)
        return row.update_state, row.update_reason


@pytest.fixture
def place(tmp_path: Path) -> Days:
    return Days(tmp_path)


def test_after_three_failures_it_is_left_out_for_a_day_and_then_for_seven(place: Days) -> None:
    for _ in range(3):
        assert place.state()[0] == "UpdateAvailable"
        assert place.tried() == ["A.Tool"]
    assert place.tried() == []
    assert "failed 3 times" in " ".join(text for _, text, _ in place.call.messages)
    state, reason = place.state()
    assert state == "BackedOff"
    assert "A.Tool to 2.0 failed 3 times" in reason
    place.at(0.9)
    assert place.tried() == []
    place.at(1.1)
    assert place.tried() == ["A.Tool"]
    place.at(7.9)
    assert place.tried() == []
    place.at(8.2)
    assert place.tried() == ["A.Tool"]


def test_the_rest_of_a_batch_goes_on(place: Days) -> None:
    place.install(Id="B.Other", Version="1.0")
    assert set(place.tried()) == {"A.Tool", "B.Other"}
    assert place.installed() == {"A.Tool": "1.0", "B.Other": "2.0"}


def fail_three_times(place: Days) -> None:
    for _ in range(3):
        place.tried()
    assert place.tried() == []


def test_a_piped_one_has_the_reason_in_its_result(place: Days) -> None:
    fail_three_times(place)
    [row] = place.update(Id="A.Tool", AmongMany=True)
    assert isinstance(row, InstallResult)
    assert (row.reason, row.changed) == ("BackedOff", False)


def test_its_name_ends_it(place: Days) -> None:
    fail_three_times(place)
    assert place.update(Id="A.Tool")[0].error_code == "0x8A150011"
    assert place.tried() == ["A.Tool"], "it was named, so it is counted from one once more"


def test_force_ends_it(place: Days) -> None:
    fail_three_times(place)
    assert place.tried(Force=True) == ["A.Tool"]
    assert place.tried() == ["A.Tool"]


def test_a_newer_version_ends_it(place: Days) -> None:
    fail_three_times(place)
    place.package("A.Tool", "3.0")
    place.open()
    assert place.tried() == ["A.Tool"]
    assert place.installed()["A.Tool"] == "3.0"


def test_a_success_forgets_the_failures(place: Days) -> None:
    place.tried()
    place.tried()
    place.package("A.Tool", "2.0")
    place.open()
    assert place.update(Id="A.Tool")[0].version == "2.0"
    assert place.state()[0] == "Current"


def test_what_cannot_be_noted_does_not_change_the_result(place: Days) -> None:
    (place.host.state_folder() / "failures.db").mkdir()
    [row] = place.update(All=True)
    assert row.error_code == "0x8A150011"


def test_what_the_machine_refuses_for_a_moment_does_not_count(place: Days) -> None:
    place.shelf.program("A.Tool", "2.0", None, InstallerUrl="https://127.0.0.1:9/tool.exe")
    place.open()
    for _ in range(3):
        place.tried()
    assert place.tried() == ["A.Tool"]


def test_plans_that_were_shown_count_as_well(place: Days) -> None:
    for _ in range(3):
        plan = place.ask("package/plan", Operation="Update", Id="A.Tool", AmongMany=True)
        assert isinstance(plan, Plan)
        assert place.update(PlanId=plan.plan_id)[0].error_code == "0x8A150011"
    waiting = place.ask("package/plan", Operation="Update", Id="A.Tool", AmongMany=True)
    assert isinstance(waiting, Plan)
    assert (waiting.action, waiting.reason, waiting.update_state) == ("None", "BackedOff", "BackedOff")
    named = place.ask("package/plan", Operation="Update", Id="A.Tool")
    assert isinstance(named, Plan)
    assert named.action == "Update"


@pytest.fixture
def silent(tmp_path: Path) -> ProgramPlace:
    """A machine with Tool 1.0, of which a source has 2.0."""
    place = ProgramPlace(tmp_path)
    place.setup("A.Tool", "2.0", lines="ProductCode: Tool")
    place.open()
    place.entry("Tool", "1.0", DisplayName="Tool")
    return place


def test_a_success_that_leaves_the_version_as_it_was_counts_as_a_failure(silent: ProgramPlace) -> None:
    silent.ends(0)
    for _ in range(3):
        [row] = silent.update(All=True)
        assert (row.status, row.error) == ("Ok", None)
        assert any("still in version 1.0" in text for _, text, _ in silent.call.messages)
    assert silent.update(All=True) == []
    assert len(silent.programs.ran) == 3
    [row] = silent.update(Id="A.Tool")
    assert row.status == "Ok", "its name tries it"


def test_a_success_that_a_restart_completes_is_no_failure(silent: ProgramPlace) -> None:
    silent.ends(ExitStatus(3010))
    for _ in range(4):
        [row] = silent.update(All=True)
        assert row.reboot_required


def test_an_update_that_changes_the_version_forgets_those_that_did_not(silent: ProgramPlace) -> None:
    silent.ends(0, 0)
    silent.writes("Tool", "2.0", DisplayName="Tool")
    for _ in range(3):
        silent.update(All=True)
    silent.entry("Tool", "1.0", DisplayName="Tool")
    silent.programs.then.clear()
    silent.ends(0)
    assert [row.id for row in silent.update(All=True)] == ["A.Tool"]
