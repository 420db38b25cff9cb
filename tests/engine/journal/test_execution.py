"""A script is announced as a whole, ticked off in groups, and taken back from wherever it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import NoReturn

import pytest

from kit.calls import Listener
from kit.shop import PACKAGES, SOURCE, Shop
from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.hosts.change import Change
from wingetpy.hosts.counting import Moment, kill_at_change
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.registry import Hive
from wingetpy.hosts.sandbox import Faults, SandboxHost
from wingetpy.hosts.watched import watch
from wingetpy.journal.execution import carry_out, finish, take_back
from wingetpy.journal.file_steps import MakeDirectory, MoveAway, PlaceFile
from wingetpy.journal.journal import Journal, open_journal
from wingetpy.journal.program_steps import RunProgram
from wingetpy.journal.registry_steps import AddToPath, RemoveKey, SetValue, StoredValue
from wingetpy.journal.running import Running
from wingetpy.journal.script import Script
from wingetpy.journal.step import StepResult
from wingetpy.journal.steps import Step
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.scope import Scope

UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall"
SETUP = RunProgram(command_line='"C:\\Temp Files\\setup.exe" /S', success_codes=(0, 7), reboot_codes=(3010,))


class Programs:
    """Processes of a host on which a program ends as the test says."""

    def __init__(self, status: ExitStatus) -> None:
        self.status = status
        self.ran: list[tuple[str, PureWindowsPath | None, float | None]] = []

    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
        **_more: object,
    ) -> ExitStatus:
        self.ran.append((command_line, working_directory, timeout_seconds))
        return self.status


class Operation:
    """One operation on a machine, with its journal open."""

    def __init__(self, host: Host, journal: Journal) -> None:
        self.host = host
        self.journal = journal
        self.call = Listener()
        self.number = journal.begin("Install", "Test.Tool", "test", "", "1.0", 0.0)

    def carry_out(self, steps: list[Step]) -> list[StepResult]:
        script = Script(self.host, self.host.staging_folder())
        script.steps += steps
        running = Running(self.call, StopSignal(self.call, None), "Install of Tool", busy_wait_seconds=0)
        return carry_out(self.host, self.journal, self.number, script, running)

    def take_back(self) -> tuple[list[str], list[HostError]]:
        return take_back(self.host, self.journal, self.number)


@contextmanager
def begun(folder: Path, faults: Faults | None = None) -> Iterator[Operation]:
    host = SandboxHost(folder / "machine", faults=faults)
    with open_journal(folder) as journal:
        yield Operation(host, journal)


def run_setup(folder: Path, status: ExitStatus, step: RunProgram = SETUP) -> tuple[Programs, list[StepResult]]:
    with begun(folder) as operation:
        programs = Programs(status)
        operation.host.processes = programs  # type: ignore[misc]
        return programs, operation.carry_out([step])


@pytest.mark.parametrize(
    ("exit_code", "result"),
    [
        (0, StepResult(exit_code=0)),
        (7, StepResult(exit_code=7)),
        (3010, StepResult(exit_code=3010, reboot_required=True)),
    ],
)
def test_a_program_that_ran_reports_its_exit_code(exit_code: int, result: StepResult, tmp_path: Path) -> None:
    step = RunProgram(
        command_line="x.exe /S",
        working_directory="C:\\w",
        timeout_seconds=2.5,
        success_codes=(0, 7),
        reboot_codes=(3010,),
    )
    programs, results = run_setup(tmp_path, ExitStatus(exit_code), step)
    assert results == [result]
    assert programs.ran == [("x.exe /S", PureWindowsPath("C:\\w"), 2.5)]


def test_a_program_that_fails_is_an_error_with_its_exit_code(tmp_path: Path) -> None:
    with pytest.raises(OperationError, match=r"setup\.exe failed with exit code 1603") as failed:
        run_setup(tmp_path, ExitStatus(1603))
    assert failed.value.code is ErrorCode.ShellExecInstallFailed
    assert failed.value.installer_exit_code == 1603


def test_a_program_over_its_time_limit_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OperationError, match=r"setup\.exe was ended") as failed:
        run_setup(tmp_path, ExitStatus(1, timed_out=True))
    assert failed.value.code is ErrorCode.Timeout


def test_a_program_that_ran_is_reported_when_a_later_step_fails(tmp_path: Path) -> None:
    with begun(tmp_path, Faults(access_denied=("C:\\b",))) as operation:
        operation.host.processes = Programs(ExitStatus(0))  # type: ignore[misc]
        with pytest.raises(HostError):
            operation.carry_out([MakeDirectory(path="C:\\a"), SETUP, MakeDirectory(path="C:\\b")])
        left, failures = operation.take_back()
        assert left == [
            "setup.exe ran or may have run; what it changed cannot be undone."
            " See in the list of installed packages what is there."
        ]
        assert failures == []
        assert operation.host.files.entry(PureWindowsPath("C:\\a")) is None


def test_a_program_that_did_not_start_is_not_reported_as_run(tmp_path: Path) -> None:
    with begun(tmp_path) as operation:
        with pytest.raises(HostError) as refused:
            operation.carry_out([MakeDirectory(path="C:\\a"), SETUP])
        assert refused.value.code is ErrorCode.HostCannot
        assert operation.take_back() == ([], [])
        assert operation.host.files.entry(PureWindowsPath("C:\\a")) is None


def test_steps_after_the_one_that_failed_are_not_taken_back(tmp_path: Path) -> None:
    """The user makes the same folder himself: it is his."""
    with begun(tmp_path, Faults(access_denied=("C:\\b",))) as operation:
        steps: list[Step] = [MakeDirectory(path=f"C:\\{name}") for name in "abc"]
        with pytest.raises(HostError):
            operation.carry_out(steps)
        operation.host.files.local(PureWindowsPath("C:\\c")).mkdir()
        operation.take_back()
        assert operation.host.files.entry(PureWindowsPath("C:\\a")) is None
        assert operation.host.files.entry(PureWindowsPath("C:\\c")) is not None


class Died(BaseException):
    """The process ends here: nothing of it is caught."""


def died() -> NoReturn:
    raise Died


@pytest.mark.parametrize("step", [SETUP, AddToPath(scope=Scope.user, element="C:\\Links")])
def test_a_step_that_is_alone_begins_when_all_before_it_are_ticked_off(step: Step, tmp_path: Path) -> None:
    with begun(tmp_path) as operation:
        operation.host = kill_at_change(operation.host, 3, Moment.before, died)
        with pytest.raises(Died):
            operation.carry_out([MakeDirectory(path="C:\\a"), MakeDirectory(path="C:\\b"), step])
        assert [one.done for one in operation.journal.steps(operation.number)] == [True, True, False]


def test_a_step_that_is_alone_is_not_taken_back_before_those_in_front_of_it_are_ticked_off(tmp_path: Path) -> None:
    with begun(tmp_path) as operation:
        steps: list[Step] = [MakeDirectory(path="C:\\a"), SETUP, MakeDirectory(path="C:\\b")]
        operation.journal.announce(operation.number, steps, [])
        assert operation.take_back() == ([], [])


def test_a_replaced_file_whose_steps_never_began_is_left_without_a_complaint(tmp_path: Path) -> None:
    with begun(tmp_path) as operation:
        tool = PureWindowsPath("C:\\tool.exe")
        operation.host.files.local(tool).write_bytes(b"old")
        steps: list[Step] = [
            MakeDirectory(path="C:\\a"),
            MoveAway(path=str(tool), backup="C:\\a\\0"),
            PlaceFile(path=str(tool), staged="C:\\s", sha256="00", backup="C:\\a\\0"),
        ]
        operation.journal.announce(operation.number, steps, [])
        assert operation.take_back() == ([], [])
        assert operation.host.files.local(tool).read_bytes() == b"old"


OTHER = SetValue(hive=Hive.user, key="Software\\A", view=64, name="n", value=StoredValue("sz", text="1.0"))
ENTRY = f"{UNINSTALL}\\Test.Tool_test"
VALUE = StoredValue("sz", text="1.0")


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (MakeDirectory(path="C:\\Tools"), "Make the folder C:\\Tools"),
        (PlaceFile(path="C:\\Tools\\tool.exe", staged="C:\\s", sha256="00"), "Place tool.exe in C:\\Tools"),
        (MoveAway(path="C:\\Tools\\tool.exe", backup="C:\\s"), "Remove tool.exe in C:\\Tools"),
        (SetValue(hive=Hive.user, key=ENTRY, view=64, name="n", value=VALUE), "Write the Apps & Features entry"),
        (RemoveKey(hive=Hive.user, key=ENTRY, view=64, content=()), "Remove the Apps & Features entry"),
        (OTHER, "Write the registry key HKCU\\Software\\A"),
        (AddToPath(scope=Scope.user, element="C:\\Links"), "Add C:\\Links to PATH"),
        (SETUP, 'Run "C:\\Temp Files\\setup.exe" /S'),
    ],
)
def test_a_step_has_a_sentence_for_a_person(step: Step, sentence: str) -> None:
    assert step.sentence() == sentence


@pytest.mark.parametrize("ends", ["carry_out", "take_back", "finish"])
def test_a_disk_that_cannot_be_flushed_leaves_the_operation_open(
    ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise HostError("The disk is gone.", code=ErrorCode.DiskFull)

    with begun(tmp_path) as operation:
        steps: list[Step] = [MakeDirectory(path="C:\\a")]
        if ends != "carry_out":
            operation.carry_out(steps)
        if ends == "take_back":
            operation.journal.turn(operation.number, "running", 0.0)
        monkeypatch.setattr(operation.host, "flush", fails)
        if ends == "carry_out":
            with pytest.raises(HostError, match="gone"):
                operation.carry_out(steps)
        elif ends == "take_back":
            assert [error.text for error in operation.take_back()[1]] == ["The disk is gone."]
        else:
            failures = finish(operation.host, operation.journal, operation.number)
            assert [error.text for error in failures] == ["The disk is gone."]
        assert [one.id for one in operation.journal.open_operations()] == [operation.number]


class _Meanwhile:
    """A watcher: another program makes something right before the first change of a kind."""

    def __init__(self, what: str, make: Callable[[], object]) -> None:
        self.what = what
        self.make = make

    def before(self, change: Change) -> None:
        if change.what == self.what:
            self.what = ""
            self.make()

    def after(self, change: Change) -> None:
        pass


def test_what_another_program_put_in_the_place_of_a_folder_stays(tmp_path: Path) -> None:
    """Also where it is the very same content: the step that failed is not undone."""
    shop = Shop(tmp_path)
    location = PACKAGES / f"Test.Tools_{SOURCE}"
    manifest = shop.archive("1.0", {"tool.exe": "tool", "logs/": ""}, {"tool.exe": "tool"})

    def make() -> None:
        shop.write(location / "tool.exe", b"tool")
        shop.native(location / "logs").mkdir()

    shop.host = watch(shop.host, _Meanwhile("place_folder", make))
    outcome = shop.install(manifest)
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.AlreadyExists
    assert sorted(one.name for one in shop.native(location).iterdir()) == ["logs", "tool.exe"]
    assert shop.installed("Test.Tools") is None
    assert not [one for one in shop.staging() if one.startswith("Operations")]


def test_what_another_program_put_in_the_place_of_a_file_stays(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    assert shop.install(shop.archive("1.0", {"bin/tool.exe": "tool 1"})).error is None
    before = shop.snapshot()
    manifest = shop.archive("2.0", {"bin/tool.exe": "tool 2", "new.txt": "new"})
    path = PACKAGES / f"Test.Tools_{SOURCE}" / "new.txt"
    shop.host = watch(shop.host, _Meanwhile("move_file", lambda: shop.write(path, b"mine")))
    outcome = shop.update(manifest)
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.AlreadyExists
    assert shop.read(path) == b"mine"
    shop.native(path).unlink()
    assert shop.snapshot() == before
