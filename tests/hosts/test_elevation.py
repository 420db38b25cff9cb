"""One step with administrator rights. Wine has no rights and no question: what Windows is asked is recorded, the helper
is really run, and what it refuses is real.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any, NoReturn

import msgspec
import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

import ctypes

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.processes import ExitStatus, VerifiedFile
from wingetpy.hosts.windows import (
    WindowsHost,
    desktop,
    elevated_step,
    elevation,
    images,
    processes,
    state,
    token,
)
from wingetpy.hosts.windows.elevation_request import ElevatedRequest, FileToVerify, answer_folder, digest
from wingetpy.hosts.windows.native import kernel32
from wingetpy.hosts.windows.pywin32 import make_importable


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An engine without rights, of a user at a desktop. The helper that it starts has the rights, as this test has."""
    if not token.is_elevated():
        pytest.skip("needs an elevated process")
    administrators = state.state_folder()
    monkeypatch.setattr(processes, "is_elevated", lambda: False)
    monkeypatch.setattr(elevation, "has_desktop", lambda: True)
    monkeypatch.setattr(elevation, "state_folder", lambda: tmp_path)
    monkeypatch.setattr(elevation, "shared_state_folder", lambda: administrators)


def hashed(path: Path) -> VerifiedFile:
    return VerifiedFile(PureWindowsPath(path), hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.fixture
def installer(tmp_path: Path) -> Path:
    """A program that the helper can copy and that runs as a copy: a Python without its library cannot, cmd can."""
    path = tmp_path / "with blank" / "setup.exe"
    path.parent.mkdir()
    path.write_bytes(Path(r"C:\windows\system32\cmd.exe").read_bytes())
    return path


def cmd(installer: Path, command: str) -> str:
    return f'"{installer}" /c {command}'


def test_the_helper_runs_the_copy_and_its_whole_exit_code_comes_back(user: None, installer: Path) -> None:
    where = installer.with_name("where.txt")
    status = WindowsHost().processes.run_elevated(cmd(installer, f'cd > "{where}" & exit 3010'), [hashed(installer)])
    assert status == ExitStatus(3010)
    assert where.read_text().strip().lower().startswith(str(state.state_folder() / "Elevated").lower())
    assert not Path(where.read_text().strip()).exists(), "the copies are gone"


def test_an_exit_code_of_32_bits_comes_back(user: None, installer: Path) -> None:
    command = cmd(installer, f"exit {ctypes.c_int32(0x8A150014).value}")
    assert WindowsHost().processes.run_elevated(command, [hashed(installer)]) == ExitStatus(0x8A150014)


@pytest.mark.slow
def test_a_program_of_windows_runs_where_it_is(user: None, installer: Path) -> None:
    assert WindowsHost().processes.run_elevated("cmd /c exit 5") == ExitStatus(5)
    assert WindowsHost().processes.run_elevated(r'"C:\windows\system32\cmd.exe" /c exit 6') == ExitStatus(6)


def test_a_file_that_was_changed_after_it_was_verified_is_not_run(user: None, installer: Path) -> None:
    verified = hashed(installer)
    with installer.open("ab") as file:
        file.write(b"more")
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run_elevated(cmd(installer, "exit 0"), [verified])
    assert refused.value.code is ErrorCode.InstallerHashMismatch


def test_a_program_that_a_user_can_replace_is_not_run(user: None, installer: Path) -> None:
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run_elevated(cmd(installer, "exit 0"))
    assert refused.value.code is ErrorCode.AccessDenied
    assert "replace" in refused.value.text


@pytest.mark.slow
def test_the_time_limit_holds_in_the_helper(user: None, installer: Path) -> None:
    python = subprocess.list2cmdline([sys.executable, "-I", "-c", "import time; time.sleep(60)"])
    status = WindowsHost().processes.run_elevated(f"cmd /c {python}", timeout_seconds=1.5)
    assert status.timed_out


def test_a_stop_reaches_the_helper(user: None) -> None:
    begin = time.monotonic()
    python = subprocess.list2cmdline([sys.executable, "-I", "-c", "import time; time.sleep(60)"])
    status = WindowsHost().processes.run_elevated(f"cmd /c {python}", stop=lambda: time.monotonic() > begin + 3)
    assert status.stopped


@pytest.mark.parametrize(("interactive", "desktop_there"), [(False, True), (True, False)])
def test_without_somebody_to_ask_it_is_an_error_and_nothing_is_started(
    user: None, monkeypatch: pytest.MonkeyPatch, interactive: bool, desktop_there: bool
) -> None:
    monkeypatch.setattr(elevation, "has_desktop", lambda: desktop_there)
    monkeypatch.setattr(elevation, "start_elevated", lambda *_: pytest.fail("it was started"))
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run_elevated("cmd /c exit 0", interactive=interactive)
    assert refused.value.code is ErrorCode.CommandRequiresAdmin
    assert refused.value.remedy


class Shell:
    """Stands for ShellExecuteEx: records the question and declines it with an error of Windows'."""

    def __init__(self, error: int) -> None:
        self.error = error
        self.asked: list[dict[str, Any]] = []

    def __call__(self, **asked: Any) -> NoReturn:
        import pywintypes

        self.asked.append(asked)
        raise pywintypes.error(self.error, "ShellExecuteEx", "declined")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (1223, ErrorCode.InstallCancelledByUser),
        (1260, ErrorCode.CommandRequiresAdmin),
        (5, ErrorCode.CommandRequiresAdmin),
    ],
)
def test_what_windows_answers_is_the_error(
    user: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: int, code: ErrorCode
) -> None:
    make_importable()
    from win32com.shell import shell

    windows = Shell(error)
    monkeypatch.setattr(shell, "ShellExecuteEx", windows)
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run_elevated("cmd /c exit 0")
    assert refused.value.code is code
    asked = windows.asked[0]
    assert (asked["lpVerb"], asked["lpFile"], asked["nShow"]) == ("runas", sys.executable, 0)
    assert asked["fMask"] & 0x40, "the process is given to us, for its end and its code"
    assert asked["lpParameters"].split()[0] == "-I", "isolated: no module of the current folder or the user's"
    assert asked["lpDirectory"].lower() == r"c:\windows\system32"
    assert not list((tmp_path / "Elevation").iterdir()), "nothing is left of the request"


needs_elevation = pytest.mark.skipif(not token.is_elevated(), reason="needs an elevated process")


def helper(request: Path, request_hash: str) -> int:
    return elevated_step.main([str(request), request_hash])


@pytest.fixture
def written(tmp_path: Path, installer: Path) -> Callable[..., tuple[Path, str]]:
    def write(command_line: str = "cmd /c exit 7", files: tuple[FileToVerify, ...] = ()) -> tuple[Path, str]:
        content = msgspec.json.encode(ElevatedRequest(command_line, files, str(time.time_ns())))
        path = tmp_path / "request.json"
        path.write_bytes(content)
        return path, digest(content)

    return write


@needs_elevation
def test_a_request_that_was_changed_is_not_carried_out(written: Callable[..., tuple[Path, str]]) -> None:
    path, right = written()
    path.write_bytes(path.read_bytes().replace(b"exit 7", b"exit 0"))
    assert helper(path, right) == ErrorCode.InstallerHashMismatch.signed


@needs_elevation
def test_a_request_is_carried_out_once(written: Callable[..., tuple[Path, str]]) -> None:
    request = written()
    assert helper(*request) == 7
    assert helper(*request) == ErrorCode.AlreadyExists.signed


@needs_elevation
def test_a_file_without_a_hash_is_refused(written: Callable[..., tuple[Path, str]], installer: Path) -> None:
    request = written(cmd(installer, "exit 0"), (FileToVerify(str(installer), ""),))
    assert helper(*request) == ErrorCode.InvalidParameter.signed


def test_the_helper_needs_the_rights_itself(
    written: Callable[..., tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elevated_step, "is_elevated", lambda: False)
    assert helper(*written()) == ErrorCode.AccessDenied.signed


@needs_elevation
def test_what_the_helper_is_not_asked_in_its_words_is_refused() -> None:
    assert elevated_step.main([]) == ErrorCode.InvalidClArguments.signed
    assert elevated_step.main(["x", r"..\..\evil"]) == ErrorCode.InvalidParameter.signed


@needs_elevation
def test_the_folders_of_copies_are_made_for_administrators(
    written: Callable[..., tuple[Path, str]], installer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        state.make_for_administrators(folder)

    monkeypatch.setattr(elevated_step, "make_for_administrators", make)
    verified = hashed(installer)
    request, request_hash = written(cmd(installer, "exit 4"), (FileToVerify(str(installer), verified.sha256),))
    assert helper(request, request_hash) == 4
    folder = answer_folder(state.state_folder(), request_hash)
    assert made == [folder.parent, folder, folder / "Files"]


@needs_elevation
@pytest.mark.parametrize(("owner", "runs"), [("S-1-5-32-544", True), ("S-1-5-21-1-2-3-1001", False)])
def test_a_program_in_a_protected_folder_must_belong_to_administrators(
    written: Callable[..., tuple[Path, str]],
    installer: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: str,
    runs: bool,
) -> None:
    monkeypatch.setattr(elevated_step, "under_wine", lambda: False)
    monkeypatch.setattr(elevated_step, "owner_of", lambda _: owner)
    monkeypatch.setattr(elevated_step, "known_folder", lambda _: PureWindowsPath(installer.parent))
    assert helper(*written(cmd(installer, "exit 7"))) == (7 if runs else ErrorCode.AccessDenied.signed)


def test_only_whole_paths_are_replaced_by_those_of_the_copies() -> None:
    copies = {
        PureWindowsPath(r"C:\d\a.msi"): PureWindowsPath(r"P:\1\a.msi"),
        PureWindowsPath(r"C:\d\a.mst"): PureWindowsPath(r"P:\1\a.mst"),
    }
    line = r'msiexec /i "c:\D\A.msi" TRANSFORMS=C:\d\a.mst;x /l* C:\d\a.msi.log'
    expected = r'msiexec /i "P:\1\a.msi" TRANSFORMS=P:\1\a.mst;x /l* C:\d\a.msi.log'
    assert elevated_step._with_copies(line, copies) == expected


class Station:
    """Stands for user32 with a window station that is shown or not."""

    def __init__(self, visible: bool) -> None:
        def answer(station: int, what: int, flags: Any, size: int, needed: None) -> int:
            flags._obj.dwFlags = int(visible)
            return 1

        self.GetProcessWindowStation = lambda: 1
        self.GetUserObjectInformationW = answer


@pytest.mark.parametrize(
    ("session", "visible", "there"), [(1, True, True), (2, True, True), (0, True, False), (1, False, False)]
)
def test_a_desktop_is_a_session_of_a_user_that_is_shown(
    monkeypatch: pytest.MonkeyPatch, session: int, visible: bool, there: bool
) -> None:
    class Sessions:
        def __getattr__(self, name: str) -> Any:
            return getattr(kernel32, name)

        def ProcessIdToSessionId(self, process: int, found: Any) -> int:  # noqa: N802
            found._obj.value = session
            return 1

    monkeypatch.setattr(desktop, "kernel32", Sessions())
    monkeypatch.setattr(desktop, "library", lambda: Station(visible))
    assert desktop.has_desktop() is there


def test_this_windows_says_whether_there_is_a_desktop() -> None:
    assert desktop.has_desktop() in (True, False)


def test_a_program_is_read_from_its_command_line() -> None:
    assert images.program_of(r'"C:\a b\c.exe" /S') == PureWindowsPath(r"C:\a b\c.exe")
    assert images.program_of("msiexec /x {1}") == PureWindowsPath("msiexec")
