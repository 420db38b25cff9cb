"""An update to another technology: refused, unless the installed version is to be uninstalled first."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.program_shop import ProgramPlace
from wingetpy.operations.plan import Plan

CODE = "{11111111-2222-3333-4444-555555555555}"


@pytest.fixture
def place(tmp_path: Path) -> ProgramPlace:
    """A machine with Tool 1.0, an MSI; a source has 2.0, an exe."""
    place = ProgramPlace(tmp_path)
    place.setup("A.Tool", "1.0", kind="msi", lines=f"ProductCode: '{CODE}'")
    place.open()
    place.writes(CODE, "1.0", DisplayName="Tool", WindowsInstaller="1")
    assert place.install(Id="A.Tool").status == "Ok"
    place.setup("A.Tool", "2.0", lines="ProductCode: Tool")
    place.open()
    place.programs.then.clear()
    place.programs.ran.clear()
    return place


def test_it_is_refused_with_its_own_code(place: ProgramPlace) -> None:
    [row] = place.update(Id="A.Tool")
    assert row.error_code == "0x8A15008E"
    assert place.programs.ran == []


@pytest.mark.parametrize("wishes", [{"Id": "A.Tool"}, {"All": True}, {"Id": "A.Tool", "Version": "2.0"}])
def test_the_old_one_is_uninstalled_and_the_new_one_installed(wishes: dict[str, object], place: ProgramPlace) -> None:
    place.removes(CODE)
    place.writes("Tool", "2.0", DisplayName="Tool")
    [row] = place.update(**wishes, UninstallPrevious=True)
    assert (row.status, row.version, row.product_code) == ("Ok", "2.0", "Tool")
    removal, install = place.programs.ran
    assert f"/x{CODE}" in removal
    assert "A.Tool" in install
    assert place.installed() == {"A.Tool": "2.0"}


def test_the_plan_shows_both_runs(place: ProgramPlace) -> None:
    plan = place.ask("package/plan", Operation="Update", Id="A.Tool", UninstallPrevious=True)
    assert isinstance(plan, Plan)
    assert (plan.action, plan.update_state) == ("Update", "UpdateAvailable")
    assert [step.kind for step in plan.steps if step.kind == "Run"] == ["Run", "Run"]
    assert place.programs.ran == []


def test_a_portable_gives_way_to_an_installer(tmp_path: Path) -> None:
    place = ProgramPlace(tmp_path)
    place.package("A.Tool", "1.0")
    place.open()
    assert place.install(Id="A.Tool").status == "Ok"
    place.setup("A.Tool", "2.0", lines="ProductCode: Tool")
    place.open()
    place.writes("Tool", "2.0", DisplayName="Tool")
    [row] = place.update(Id="A.Tool", UninstallPrevious=True)
    assert (row.status, row.version, row.product_code) == ("Ok", "2.0", "Tool")
    assert place.installed() == {"A.Tool": "2.0"}


def test_a_portable_is_back_where_the_installer_that_follows_it_fails(tmp_path: Path) -> None:
    place = ProgramPlace(tmp_path)
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool")
    place.setup("A.Tool", "2.0", lines="ProductCode: Tool")
    place.open()
    place.ends(5)
    [row] = place.update(Id="A.Tool", UninstallPrevious=True)
    assert row.error is not None
    assert place.installed() == {"A.Tool": "1.0"}


def test_a_program_does_not_give_way_to_a_portable(place: ProgramPlace) -> None:
    """A portable is placed without running anything, the uninstaller of another technology included."""
    place.shelf.manifest("A.Tool", "2.0").unlink()
    place.package("A.Tool", "2.0")
    place.open()
    [row] = place.update(Id="A.Tool", UninstallPrevious=True)
    assert row.error_code == "0x8A15008E"
    assert place.programs.ran == []
