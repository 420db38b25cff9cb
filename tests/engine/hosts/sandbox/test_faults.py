from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path, PureWindowsPath

import pytest

from wingetpy.errors import ErrorCode, ErrorReport, HostError
from wingetpy.errors.system import refusal
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import Faults, SandboxHost, write_faults
from wingetpy.model.scope import Scope

FOLDER = PureWindowsPath(r"C:\Program Files\Tool")


def staged(tmp_path: Path, size: int) -> Path:
    path = tmp_path / "staged"
    path.write_bytes(b"x" * size)
    return path


def place(host: SandboxHost, tmp_path: Path, name: str, size: int = 10) -> None:
    host.files.place_file(staged(tmp_path, size), FOLDER / name)


def test_the_disk_is_full_after_so_many_bytes(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root", faults=Faults(disk_full_after=25))
    host.files.make_directory(FOLDER)
    place(host, tmp_path, "one")
    place(host, tmp_path, "two")
    with pytest.raises(HostError) as refused:
        place(host, tmp_path, "three")
    assert refused.value.code is ErrorCode.DiskFull
    assert [entry.path.name for entry in host.files.list(FOLDER)] == ["one", "two"]


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Faults(disk_full=(r"C:\Program Files\*\b*",)), ErrorCode.DiskFull),
        (Faults(access_denied=(r"c:\program files\TOOL\B.exe",)), ErrorCode.AccessDenied),
        (Faults(file_in_use=(r"*\b.exe",)), ErrorCode.FileInUse),
    ],
)
def test_a_fault_hits_what_its_pattern_says_and_nothing_else(tmp_path: Path, faults: Faults, code: ErrorCode) -> None:
    host = SandboxHost(tmp_path / "root")
    host.files.make_directory(FOLDER)
    place(host, tmp_path, "b.exe")
    write_faults(tmp_path / "root", faults)
    place(host, tmp_path, "a.exe")
    with pytest.raises(HostError) as refused:
        place(host, tmp_path, "b.exe", 99)
    assert refused.value.code is code
    assert [(entry.path.name, entry.size) for entry in host.files.list(FOLDER)] == [("a.exe", 10), ("b.exe", 10)]


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (Faults(disk_full_after=25), ErrorCode.DiskFull),
        (Faults(disk_full=(r"*\b.exe",)), ErrorCode.DiskFull),
        (Faults(access_denied=(r"*\Tool\bin\*",)), ErrorCode.AccessDenied),
    ],
)
def test_a_folder_that_is_placed_counts_with_each_file_in_it(tmp_path: Path, faults: Faults, code: ErrorCode) -> None:
    staged = tmp_path / "staged"
    (staged / "bin").mkdir(parents=True)
    for name in ("a.exe", "bin/b.exe", "bin/c.exe"):
        (staged / name).write_bytes(b"x" * 10)
    host = SandboxHost(tmp_path / "root", faults=faults)
    with pytest.raises(HostError) as refused:
        host.files.place_folder(staged, FOLDER)
    assert refused.value.code is code
    assert host.files.entry(FOLDER) is None


def test_a_file_in_use_neither_goes_nor_moves(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root", faults=Faults(file_in_use=(r"*\b.exe",)))
    host.files.make_directory(FOLDER)
    place(host, tmp_path, "a.exe")
    for attempt in (
        lambda: host.files.remove_file(FOLDER / "b.exe"),
        lambda: host.files.move_file(FOLDER / "a.exe", FOLDER / "b.exe"),
    ):
        with pytest.raises(HostError) as refused:
            attempt()
        assert refused.value.code is ErrorCode.FileInUse


def test_the_registry_and_path_can_be_denied(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path, faults=Faults(access_denied=(r"HKLM\*", "machine path: *")))
    host.registry.set_value(Hive.user, r"Software\Tool", "A", RegistryValue("dword", 1))
    host.files.add_to_search_path(Scope.user, FOLDER)
    with pytest.raises(HostError):
        host.registry.set_value(Hive.machine, r"Software\Tool", "A", RegistryValue("dword", 1))
    with pytest.raises(HostError):
        host.files.add_to_search_path(Scope.machine, FOLDER)


@pytest.mark.parametrize(("moment", "left"), [("Before", []), ("During", ["tool.wingetpy-new"]), ("After", ["tool"])])
def test_an_engine_is_killed_where_its_environment_says(tmp_path: Path, moment: str, left: list[str]) -> None:
    program = (
        "import sys; from pathlib import *; from wingetpy.hosts import open_host\n"
        f"host = open_host(); folder = PureWindowsPath({str(FOLDER)!r})\n"
        "host.files.make_directory(folder)\n"
        "host.files.place_file(Path(sys.argv[1]), folder / 'tool')\n"
    )
    environment = {
        **os.environ,
        "WINGETPY_HOST": "sandbox",
        "WINGETPY_ROOT": str(tmp_path / "root"),
        "WINGETPY_FAULTS": json.dumps({"KillAtChange": 2, "KillMoment": moment}),
    }
    command = [sys.executable, "-c", program, str(staged(tmp_path, 10))]
    assert subprocess.run(command, env=environment, check=False).returncode == 137
    assert [entry.path.name for entry in SandboxHost(tmp_path / "root").files.list(FOLDER)] == left


def test_a_slow_machine_takes_its_time_at_each_change_and_none_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = SandboxHost(tmp_path, faults=Faults(seconds_per_change=0.2))
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    host.registry.set_value(Hive.user, "Software\\Test", "Name", RegistryValue("sz", "text"))
    assert slept == [0.2]
    host.registry.values(Hive.user, "Software\\Test")
    assert slept == [0.2]


HOLD = "import sys, time; held = open(sys.argv[1]); print('held', flush=True); time.sleep(60)"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs a /proc")
def test_the_program_that_holds_a_file_in_use_is_named(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root", faults=Faults(file_in_use=(r"*\b.exe",)))
    host.files.make_directory(FOLDER)
    native = host.files.local(FOLDER / "b.exe")
    native.write_bytes(b"program")
    with pytest.raises(HostError, match="in use by another program") as refused:
        host.files.remove_file(FOLDER / "b.exe")
    assert refused.value.held_by == ()
    with subprocess.Popen([sys.executable, "-c", HOLD, str(native)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            with pytest.raises(HostError, match=rf"is in use by .+ \(process {holder.pid}\)\.") as refused:
                host.files.remove_file(FOLDER / "b.exe")
        finally:
            holder.kill()
    [named] = refused.value.held_by
    assert named.endswith(f"(process {holder.pid})")
    report = ErrorReport.of(refused.value)
    assert report.held_by == (named,)
    assert native.read_bytes() == b"program"


def test_many_holders_are_counted_in_the_text_and_all_are_in_the_data() -> None:
    names = tuple(f"tool (process {number})" for number in range(6))
    refused = refusal(ErrorCode.FileInUse, "remove", "C:\\tool.exe", held_by=names)
    assert refused.text.endswith("tool (process 3) and 2 more.")
    assert refused.held_by == names


def test_a_download_can_be_made_to_fail_its_security_check(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "root", faults=Faults(bad_downloads=("*\\bad.exe",)))
    host.files.place_file(staged(tmp_path, 10), PureWindowsPath(r"C:\good.exe"))
    host.files.place_file(staged(tmp_path, 10), PureWindowsPath(r"C:\bad.exe"))
    host.files.check_download(PureWindowsPath(r"C:\good.exe"), "https://contoso.example/good.exe")
    with pytest.raises(HostError) as refused:
        host.files.check_download(PureWindowsPath(r"C:\bad.exe"), "https://contoso.example/bad.exe")
    assert refused.value.code is ErrorCode.InstallerSecurityCheckFailed
