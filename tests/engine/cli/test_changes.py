"""The exit code of several packages, and of a command line that was interrupted."""

from __future__ import annotations

import pytest

from wingetpy.cli.console import Console
from wingetpy.errors import ErrorCode

from .conftest import Line


@pytest.fixture
def interrupted(line: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """The user interrupts as soon as the first result is shown."""
    items = Console.items

    def stop_after(console: Console, rows: list[object]) -> None:
        items(console, rows)  # type: ignore[arg-type]
        console.stop()

    monkeypatch.setattr(Console, "items", stop_after)
    return line


def test_packages_that_are_left_out_after_an_interrupt_are_no_success(interrupted: Line) -> None:
    ended = interrupted.run("install", "A.Anvil", "B.Bolt")
    assert ended.code == ErrorCode.CtrlSignalReceived
    assert "Anvil" in ended.out
    assert interrupted.place.installed() == {"A.Anvil": "2.0"}


def test_an_interrupt_after_the_only_package_changes_nothing(interrupted: Line) -> None:
    assert interrupted.run("install", "A.Anvil").code == 0


def test_an_update_of_all_that_is_interrupted_is_no_success(interrupted: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    for identifier in ("A.Anvil", "B.Bolt"):
        interrupted.place.package(identifier, "3.0")
        interrupted.place.package(identifier, "1.0")
    interrupted.place.open()
    for identifier in ("A.Anvil", "B.Bolt"):
        interrupted.place.install(Id=identifier, Version="1.0")
    assert interrupted.run("upgrade", "--all").code == ErrorCode.CtrlSignalReceived
    assert sorted(interrupted.place.installed().values()) == ["1.0", "3.0"]


def test_one_failure_of_several_has_the_code_of_several_and_the_only_one_its_own(line: Line) -> None:
    assert line.run("install", "A.Anvil", "No.One").code == ErrorCode.MultipleInstallFailed
    assert line.run("install", "No.One").code == ErrorCode.NoApplicationsFound
