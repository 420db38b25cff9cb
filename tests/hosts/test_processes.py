from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from kit.host_machine import Machine
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.registry import Hive, RegistryValue


def python(program: str) -> str:
    return subprocess.list2cmdline([sys.executable, "-I", "-c", program])


def test_a_host_that_runs_no_programs_says_which_one_can(machine: Machine) -> None:
    if machine.host.name != "sandbox":
        pytest.skip("programs run there")
    with pytest.raises(HostError) as refused:
        machine.host.processes.run(r"C:\setup.exe /S")
    with pytest.raises(HostError):
        machine.host.processes.run_elevated(r"C:\setup.exe /S")
    assert refused.value.code is ErrorCode.HostCannot
    assert "windows" in str(refused.value.remedy)


@pytest.mark.parametrize("code", [0, 1, 3010, 1641, 0x8A150014, 0xC0000005, 0xFFFFFFFF])
def test_the_exit_code_comes_whole(machine: Machine, code: int) -> None:
    machine.need_programs()
    program = f"import ctypes; ctypes.windll.kernel32.ExitProcess(ctypes.c_uint({code}))"
    assert machine.host.processes.run(python(program)) == ExitStatus(code)


def test_the_command_line_arrives_as_it_was_written(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "out.txt")
    program = "import ctypes, sys; k = ctypes.windll.kernel32; k.GetCommandLineW.restype = ctypes.c_wchar_p; "
    program += "open(sys.argv[1], 'w', encoding='utf-8').write(k.GetCommandLineW())"
    command_line = f'{python(program)} "{out}" /S  /D=C:\\Program Files\\x "a""b" grüße'
    assert machine.host.processes.run(command_line) == ExitStatus(0)
    assert out.read_text("utf-8") == command_line


def test_the_whole_tree_is_waited_for(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "late.txt")
    late = f"import time; time.sleep(1.5); open({str(out)!r}, 'w').write('late')"
    first = f"import subprocess, sys; subprocess.Popen([sys.executable, '-I', '-c', {late!r}]); sys.exit(7)"
    assert machine.host.processes.run(python(first)) == ExitStatus(7)
    assert out.read_text() == "late"


def beating(file: Path) -> str:
    """A program that writes into a file for half a minute."""
    return f"import time; [(open({str(file)!r}, 'ab').write(b'.'), time.sleep(0.1)) for _ in range(300)]"


def waiting(go: Path, file: Path) -> str:
    """A program that writes a file when it sees another one, within half a minute."""
    looks = f"while time.monotonic() < end and not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)"
    return f"import pathlib, time; end = time.monotonic() + 30\n{looks}\nopen({str(file)!r}, 'w').write('late')"


def seconds_until(what: Callable[[], bool], most: float = 20) -> float:
    begin = time.monotonic()
    while not what() and time.monotonic() < begin + most:
        time.sleep(0.05)
    return time.monotonic() - begin


def test_the_time_limit_ends_the_whole_tree(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "beats")
    first = f"import subprocess, sys; subprocess.Popen([sys.executable, '-I', '-c', {beating(out)!r}]).wait()"
    begin = time.monotonic()
    status = machine.host.processes.run(python(first), timeout_seconds=3)
    assert status.timed_out
    assert time.monotonic() - begin < 6
    assert has_ended(out)


def has_ended(out: Path) -> bool:
    """Whether a beating program is silent, or never began."""
    before = out.stat().st_size if out.exists() else 0
    time.sleep(1)
    return before == (out.stat().st_size if out.exists() else 0)


def starting(program: str) -> str:
    """A program that starts another one and ends at once."""
    return python(f"import subprocess, sys; subprocess.Popen([sys.executable, '-I', '-c', {program!r}]); sys.exit(7)")


def test_a_stop_ends_the_whole_tree_at_once(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "beats")
    status = machine.host.processes.run(starting(beating(out)), timeout_seconds=30, stop=out.exists)
    assert status.stopped
    assert not status.timed_out
    assert out.exists()
    assert has_ended(out)


def test_a_stop_that_is_never_asked_for_changes_nothing(machine: Machine) -> None:
    machine.need_programs()
    assert machine.host.processes.run(python("import sys; sys.exit(3010)"), stop=lambda: False) == ExitStatus(3010)


def test_what_a_program_leaves_running_is_named_and_left(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "late.txt")
    go = machine.host.files.local(machine.folder / "go")
    status = machine.host.processes.run(starting(waiting(go, out)), settle_seconds=0.5, timeout_seconds=60)
    assert status.exit_code == 7
    assert [re.sub(r"\d+", "N", one) for one in status.left_running] == ["python.exe (process N)"]
    assert not out.exists()
    go.touch()
    assert seconds_until(out.exists) < 20


@pytest.mark.slow
def test_a_tree_that_ends_while_it_is_waited_for_leaves_nothing(machine: Machine) -> None:
    machine.need_programs()
    status = machine.host.processes.run(starting("import time; time.sleep(1)"), settle_seconds=30)
    assert status == ExitStatus(7)


def test_what_leaves_the_tree_on_purpose_is_neither_waited_for_nor_ended(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "late.txt")
    go = machine.host.files.local(machine.folder / "go")
    late = waiting(go, out)
    leaves = "import subprocess, sys, time; "
    leaves += f"subprocess.Popen([sys.executable, '-I', '-c', {late!r}], creationflags=0x0100_0000); time.sleep(60)"
    assert machine.host.processes.run(python(leaves), timeout_seconds=2).timed_out
    assert not out.exists()
    go.touch()
    assert seconds_until(out.exists) < 20


def test_output_without_a_reader_holds_no_program_up(machine: Machine) -> None:
    machine.need_programs()
    megabyte = "import os\nfor _ in range(100):\n  try: os.write(1, b'x' * (1 << 20))\n  except OSError: pass"
    assert machine.host.processes.run(python(megabyte), timeout_seconds=60) == ExitStatus(0)


def test_a_question_on_standard_input_gets_no_answer_and_no_wait(machine: Machine) -> None:
    machine.need_programs()
    asks = "import os, sys\ntry: text = os.read(0, 1)\nexcept OSError: text = b''\nsys.exit(5 if text else 6)"
    assert machine.host.processes.run(python(asks), timeout_seconds=60) == ExitStatus(6)


def test_a_program_in_the_current_folder_is_not_found_by_its_name(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.need_programs()
    shutil.copy(machine.host.files.known_folder(KnownFolder.system) / "cmd.exe", tmp_path / "planted.exe")
    monkeypatch.chdir(tmp_path)
    for name in ("planted", "planted.exe", '"planted.exe"'):
        with pytest.raises(HostError) as refused:
            machine.host.processes.run(f"{name} /c exit 9")
        assert refused.value.code is ErrorCode.FileNotFound


def test_a_program_that_registered_its_path_is_found_by_its_name(machine: Machine) -> None:
    machine.need_programs()
    key = r"Software\Microsoft\Windows\CurrentVersion\App Paths\wingetpy-contract.exe"
    where = RegistryValue("sz", f'"{sys.executable}"')
    hive = Hive.machine if machine.host.facts().elevated else Hive.user
    machine.host.registry.set_value(hive, key, "", where)
    try:
        for name in ("wingetpy-contract", "wingetpy-contract.exe", '"wingetpy-contract.exe"'):
            assert machine.host.processes.run(f'{name} -I -c "import sys; sys.exit(9)"') == ExitStatus(9)
    finally:
        machine.host.registry.delete_key(hive, key)


def test_a_program_starts_in_its_working_directory(machine: Machine) -> None:
    machine.need_programs()
    program = "open('here.txt', 'w').close()"
    machine.host.processes.run(python(program), working_directory=machine.folder)
    assert machine.names() == ["here.txt"]


def test_a_program_gets_no_handles_of_ours(machine: Machine) -> None:
    machine.need_programs()
    import msvcrt

    ours, theirs = os.pipe()
    os.set_inheritable(theirs, True)
    out = machine.host.files.local(machine.folder / "handles.txt")
    handle = msvcrt.get_osfhandle(theirs)  # type: ignore[attr-defined,unused-ignore]
    program = (
        "import ctypes; k = ctypes.windll.kernel32; k.GetStdHandle.restype = h = ctypes.c_void_p\n"
        "types = [k.GetFileType(h(k.GetStdHandle(-n))) for n in (10, 11, 12)]\n"
        f"open({str(out)!r}, 'w').write(f'{{types}} {{k.GetFileType(h({handle}))}}')\n"
    )
    assert machine.host.processes.run(python(program)) == ExitStatus(0)
    os.close(ours)
    os.close(theirs)
    nothing, console, pipe = 0, 2, 3
    standard, inherited = out.read_text().rsplit(" ", 1)
    assert set(ast.literal_eval(standard)) <= {nothing, console}
    assert int(inherited) != pipe


def test_a_program_that_is_not_there_is_an_error(machine: Machine) -> None:
    machine.need_programs()
    with pytest.raises(HostError) as refused:
        machine.host.processes.run(f'"{machine.folder / "none.exe"}" /S')
    assert refused.value.code is ErrorCode.FileNotFound


def test_a_file_that_is_no_program_is_an_error(machine: Machine) -> None:
    machine.need_programs()
    path = machine.placed("text.exe", b"this is no program at all")
    with pytest.raises(HostError):
        machine.host.processes.run(f'"{path}" /S')


def test_a_running_program_is_in_use(machine: Machine) -> None:
    machine.need_programs()
    path = PureWindowsPath(sys.executable)
    with pytest.raises(HostError) as refused:
        machine.host.files.remove_file(path)
    assert refused.value.code is ErrorCode.FileInUse
