"""What runs on a machine, and ending it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import PureWindowsPath

from kit.host_machine import Machine
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.sandbox.running import SandboxProgram, write_running


def test_a_program_is_listed_with_its_file_and_ended(machine: Machine) -> None:
    if machine.root is not None:
        write_running(machine.root, SandboxProgram(path=r"C:\Tool\tool.exe", process=7))
        program, has_ended = RunningProgram(process=7, path=PureWindowsPath(r"C:\Tool\tool.exe")), lambda: True
    else:
        child = subprocess.Popen([sys.executable, "-I", "-c", "import time; time.sleep(60)"])
        [program] = [one for one in machine.host.processes.running() if one.process == child.pid]
        assert program.path.name.lower() == PureWindowsPath(sys.executable).name.lower()
        has_ended = lambda: child.wait(10) is not None  # noqa: E731 - one line, used once
    assert program in machine.host.processes.running()
    assert not program.is_ours
    machine.host.processes.end(program, 0.1)
    assert has_ended()
    assert program not in machine.host.processes.running()
    machine.host.processes.end(program, 0.1)


def test_the_engine_and_what_it_was_started_by_are_ours(machine: Machine) -> None:
    if machine.root is not None:
        write_running(machine.root, SandboxProgram(path=r"C:\pwsh.exe", process=7, is_ours=True))
        assert [one.is_ours for one in machine.host.processes.running()] == [True]
        return
    [own] = [one for one in machine.host.processes.running() if one.process == os.getpid()]
    assert own.is_ours
