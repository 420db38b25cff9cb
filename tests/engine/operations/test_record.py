"""What the history keeps of an installer that ran: its command line without the user's own words, its code, its log."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.program_shop import ProgramShop
from wingetpy.installers.technology import InstallOptions
from wingetpy.state.history import HistoryEntry, read_history

SECRET = "/KEY=hunter2-very-secret"


@pytest.fixture
def shop(tmp_path: Path) -> ProgramShop:
    return ProgramShop(tmp_path)


def newest(shop: ProgramShop) -> HistoryEntry:
    return next(read_history(shop.host.state_folder()))


@pytest.mark.parametrize("how", ["custom", "override"])
def test_what_the_user_wrote_himself_is_masked(how: str, shop: ProgramShop) -> None:
    shop.writes("Tool")
    switches = {"Silent": "/S", "SilentWithProgress": "/S"}
    shop.install(shop.setup(InstallerSwitches=switches), InstallOptions(**{how: SECRET}))  # type: ignore[arg-type]
    assert SECRET in shop.programs.ran[0]
    entry = newest(shop)
    assert entry.command_line.endswith("***")
    assert ("/S" in entry.command_line) == (how == "custom")
    for file in shop.host.state_folder().rglob("*"):
        if file.is_file() and file.name in ("history.db", "wingetpy.log"):
            assert b"hunter2" not in file.read_bytes(), file.name


def test_exit_code_and_restart_are_those_of_the_run(shop: ProgramShop) -> None:
    shop.writes("Tool", code=3010)
    shop.install(
        shop.setup(ExpectedReturnCodes=[{"InstallerReturnCode": 3010, "ReturnResponse": "rebootRequiredToFinish"}])
    )
    entry = newest(shop)
    assert (entry.result, entry.exit_code, entry.reboot_required) == ("Succeeded", 3010, True)


def test_a_program_that_failed_is_recorded_with_its_code(shop: ProgramShop) -> None:
    shop.ends(1603)
    shop.install(shop.setup())
    entry = newest(shop)
    assert (entry.result, entry.exit_code, entry.error_code) == ("Failed", 1603, "0x8A150006")
    assert "1603" in entry.error
