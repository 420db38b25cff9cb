from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from pathlib import PureWindowsPath

import pytest

from kit.host_machine import Machine
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.processes import ExitStatus


def python(program: str) -> str:
    return subprocess.list2cmdline([sys.executable, "-I", "-c", program])


def test_a_host_that_runs_no_programs_says_which_one_can(machine: Machine) -> None:
    if machine.host.name != "sandbox":
        pytest.skip("programs run there")
    with pytest.raises(HostError) as refused:
        machine.host.processes.run(r"C:\setup.exe /S")
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


def test_the_time_limit_ends_the_whole_tree(machine: Machine) -> None:
    machine.need_programs()
    out = machine.host.files.local(machine.folder / "late.txt")
    late = f"import time; time.sleep(6); open({str(out)!r}, 'w').write('late')"
    first = f"import subprocess, sys; subprocess.Popen([sys.executable, '-I', '-c', {late!r}]).wait()"
    begin = time.monotonic()
    status = machine.host.processes.run(python(first), timeout_seconds=2)
    assert status.timed_out
    assert time.monotonic() - begin < 5
    time.sleep(5)
    assert not out.exists()


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
