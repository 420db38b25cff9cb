"""What the windows host asks of Windows where the answer alone proves nothing: Wine says yes to rights and
broadcasts and does nothing.

The calls are recorded at the edge of the host.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

import ctypes

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import shortage
from wingetpy.hosts import open_host
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.windows import (
    WindowsHost,
    access,
    facts,
    files,
    identity,
    images,
    in_use,
    lock,
    pywin32,
    restart_manager,
    state,
)
from wingetpy.model.scope import Scope


class Recorded:
    """Stands for a library of Windows' functions: tells what was called, then calls it."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._library, name)

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return function(*arguments)

        return call


def test_the_state_of_an_elevated_engine_is_made_for_administrators_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    advapi32, kernel32 = Recorded(state.advapi32), Recorded(state.kernel32)
    monkeypatch.setattr(state, "advapi32", advapi32)
    monkeypatch.setattr(state, "kernel32", kernel32)
    state.make_for_administrators(tmp_path / "state")
    name, arguments = advapi32.calls[0]
    assert name == "ConvertStringSecurityDescriptorToSecurityDescriptorW"
    assert arguments[0] == "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;GRGX;;;BU)"
    name, arguments = kernel32.calls[0]
    assert name == "CreateDirectoryW"
    assert arguments[0] == str(tmp_path / "state")
    given = ctypes.cast(arguments[1], ctypes.POINTER(ctypes.c_void_p * 3)).contents
    assert given[1], "the rights are given with the folder, not after it"
    assert (tmp_path / "state").is_dir()


OWNERS = [("S-1-5-32-544", True), ("S-1-5-18", True), ("S-1-5-21-1-2-3-1001", False)]


@pytest.mark.parametrize(("owner", "trusted"), OWNERS)
def test_state_that_somebody_else_made_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, owner: str, trusted: bool
) -> None:
    monkeypatch.setattr(state, "is_elevated", lambda: True)
    monkeypatch.setattr(state, "under_wine", lambda: False)
    monkeypatch.setattr(state, "known_folder", lambda _: PureWindowsPath(tmp_path))
    monkeypatch.setattr(state, "owner_of", lambda _: owner)
    monkeypatch.setattr(state, "who_else_writes", lambda _: ())
    if trusted:
        assert state.state_folder() == tmp_path / "WinGetPy"
        return
    with pytest.raises(HostError) as refused:
        state.state_folder()
    assert refused.value.code is ErrorCode.AccessDenied
    assert owner in refused.value.text


def test_state_that_users_may_write_to_is_not_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder that an administrator made by hand has the rights of ProgramData, where users make files."""
    monkeypatch.setattr(state, "is_elevated", lambda: True)
    monkeypatch.setattr(state, "under_wine", lambda: False)
    monkeypatch.setattr(state, "known_folder", lambda _: PureWindowsPath(tmp_path))
    monkeypatch.setattr(state, "owner_of", lambda _: OWNERS[0][0])
    monkeypatch.setattr(state, "who_else_writes", lambda _: ("S-1-5-32-545",))
    with pytest.raises(HostError) as refused:
        state.state_folder()
    assert refused.value.code is ErrorCode.AccessDenied
    assert "S-1-5-32-545" in refused.value.text
    monkeypatch.setattr(state, "is_elevated", lambda: False)
    assert state.shared_state_folder() is None


def test_state_that_is_a_link_to_another_folder_is_not_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Any user may make a junction in ProgramData; the folder that it leads to may belong to administrators."""
    monkeypatch.setattr(state, "is_elevated", lambda: True)
    monkeypatch.setattr(state, "under_wine", lambda: False)
    monkeypatch.setattr(state, "known_folder", lambda _: PureWindowsPath(tmp_path))
    monkeypatch.setattr(state, "owner_of", lambda _: OWNERS[0][0])
    monkeypatch.setattr(state, "who_else_writes", lambda _: ())
    monkeypatch.setattr(state, "leads_elsewhere", lambda folder: folder == tmp_path / "WinGetPy")
    with pytest.raises(HostError) as refused:
        state.state_folder()
    assert refused.value.code is ErrorCode.AccessDenied
    assert "link" in refused.value.text
    monkeypatch.setattr(state, "is_elevated", lambda: False)
    assert state.shared_state_folder() is None
    assert state.machine_state_folder() is None, "administrators' settings are not a user's"


def test_a_plain_folder_leads_nowhere_else(tmp_path: Path) -> None:
    assert not state.leads_elsewhere(tmp_path)


@pytest.mark.parametrize("name", ["windir", "SystemRoot", "ProgramData"])
def test_a_folder_of_the_machine_is_not_what_a_user_says(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An elevated engine inherits what any program of the user has written into the user's environment."""
    monkeypatch.setenv(name, r"C:\Users\user\own")
    assert WindowsHost().files.variables()[name.lower()].lower() in (r"c:\windows", r"c:\programdata")


def test_the_state_of_a_user_lies_in_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(state, "is_elevated", lambda: False)
    monkeypatch.setattr(state, "known_folder", lambda folder: PureWindowsPath(tmp_path, folder))
    (tmp_path / "LocalAppData").mkdir()
    assert state.state_folder() == tmp_path / "LocalAppData" / "WinGetPy"


def test_the_owner_of_a_folder_is_a_security_identifier(tmp_path: Path) -> None:
    assert access.owner_of(tmp_path).startswith("S-1-")


@pytest.mark.parametrize(
    ("rights", "others"),
    [
        (state.ADMINISTRATORS_WRITE, ()),
        ("D:(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)(A;OICI;GRGX;;;BU)(A;OICI;FR;;;WD)", ()),
        ("D:(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)", ()),
        ("D:(D;;FA;;;BU)", ()),
        ("D:(A;;FA;;;BA)(A;CI;0x2;;;BU)(A;OICI;FR;;;BU)", ("S-1-5-32-545",)),  # what ProgramData hands down
        ("D:(A;OICIIO;GW;;;AU)(A;;0x40000;;;WD)", ("S-1-5-11", "S-1-1-0")),
        ("D:(A;;GA;;;CO)", ("S-1-3-0",)),
    ],
)
def test_who_may_write_is_read_from_the_rights_of_a_folder(rights: str, others: tuple[str, ...]) -> None:
    descriptor, dacl = ctypes.c_void_p(), ctypes.c_void_p()
    assert state.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        rights, 1, ctypes.byref(descriptor), None
    )
    there, defaulted = ctypes.c_int(), ctypes.c_int()
    assert state.advapi32.GetSecurityDescriptorDacl(
        descriptor, ctypes.byref(there), ctypes.byref(dacl), ctypes.byref(defaulted)
    )
    assert access.writers(dacl) == others


def test_without_a_list_of_rights_everyone_may_write() -> None:
    assert access.writers(ctypes.c_void_p()) == ("S-1-1-0",)


def test_the_rights_of_a_real_folder_can_be_read(tmp_path: Path) -> None:
    assert all(sid.startswith("S-1-") for sid in access.who_else_writes(tmp_path))


def test_running_programs_are_told_of_a_new_path_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(files, "tell_environment_changed", lambda: told.append(1))
    host = WindowsHost()
    before = (host.registry.values(Hive.user, "Environment") or {}).get("Path")
    element = PureWindowsPath(r"C:\told\of")
    host.files.add_to_search_path(Scope.user, element)
    host.files.add_to_search_path(Scope.user, element)
    assert told == [1]
    host.files.remove_from_search_path(Scope.user, element)
    host.files.remove_from_search_path(Scope.user, element)
    assert told == [1, 1]
    assert (host.registry.values(Hive.user, "Environment") or {}).get("Path") == before


@pytest.mark.parametrize(("elevated", "start"), [(True, "Global\\WinGetPy"), (False, "Global\\WinGetPy-S-1-")])
def test_elevated_engines_share_a_lock_and_each_user_has_one(
    monkeypatch: pytest.MonkeyPatch, elevated: bool, start: str
) -> None:
    monkeypatch.setattr(lock, "is_elevated", lambda: elevated)
    assert lock.mutex_name().startswith(start)
    assert ("-S-1-" in lock.mutex_name()) is not elevated


def test_a_link_that_windows_only_says_it_made_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files.os, "symlink", lambda *_: None)
    with pytest.raises(HostError) as refused:
        WindowsHost().files.make_link(PureWindowsPath(tmp_path / "link"), PureWindowsPath(tmp_path / "target"))
    assert refused.value.code is ErrorCode.AccessDenied
    assert not WindowsHost().files.links_possible()


@pytest.mark.parametrize(
    ("architecture", "x86", "build", "expected"),
    [
        ("x64", True, 19045, ("x86",)),
        ("x64", False, 19045, ()),
        ("x86", True, 19045, ()),
        ("arm64", True, 22631, ("x64", "x86")),
        ("arm64", True, 19045, ("x86",)),
    ],
)
def test_what_a_machine_emulates(
    monkeypatch: pytest.MonkeyPatch, architecture: str, x86: bool, build: int, expected: tuple[str, ...]
) -> None:
    monkeypatch.setattr(facts, "runs_x86", lambda: x86)
    monkeypatch.setattr(facts.sys, "getwindowsversion", lambda: type("Version", (), {"build": build}))
    assert facts._emulated(architecture) == expected


@pytest.mark.parametrize(
    ("architecture", "runs", "expected"),
    [
        ("arm64", (0x8664, 0x014C, 0xAA64), ("x64", "x86")),
        ("arm64", (0x8664, 0x014C, 0x01C4, 0xAA64), ("x64", "x86", "arm")),
        ("x64", (0x8664, 0x014C), ("x86",)),
        ("x64", (0x8664,), ()),
    ],
)
def test_a_newer_windows_says_itself_what_it_emulates(
    monkeypatch: pytest.MonkeyPatch, architecture: str, runs: tuple[int, ...], expected: tuple[str, ...]
) -> None:
    class Newer:
        def GetMachineTypeAttributes(self, machine: Any, attributes: Any) -> int:  # noqa: N802
            attributes._obj.value = 0x7 if machine.value in runs else 0
            return 0 if machine.value in (*runs, 0x01C4) else ctypes.c_long(0x80070057).value

    monkeypatch.setattr(facts, "kernel32", Newer())
    assert facts._emulated(architecture) == expected


@pytest.mark.parametrize(("product", "server"), [(1, False), (2, True), (3, True)])
def test_a_server_is_one_by_its_product_type(monkeypatch: pytest.MonkeyPatch, product: int, server: bool) -> None:
    version = type("Version", (), {"build": 17763, "product_type": product})
    monkeypatch.setattr(facts.sys, "getwindowsversion", lambda: version)
    assert read_facts({}).server is server


@pytest.mark.parametrize(
    ("key", "value", "pending"),
    [
        (r"HKLM\Software\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending", "", True),
        (r"HKLM\Software\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired", "", True),
        (r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager", "PendingFileRenameOperations", True),
        (r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager", "PendingFileRenameOperations2", True),
        (r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager", "SomethingElse", False),
    ],
)
def test_what_waits_for_a_restart(key: str, value: str, pending: bool) -> None:
    renames = {value: RegistryValue("multi_sz", (r"\??\C:\old", ""))} if value else {}
    assert read_facts({key: renames}).pending_reboot is pending


class FakeRegistry:
    def __init__(self, found: dict[str, dict[str, RegistryValue]]) -> None:
        self._found = found

    def values(self, hive: Hive, key: str, view: int = 64) -> dict[str, RegistryValue] | None:
        return self._found.get(f"{hive}\\{key}")


def read_facts(found: dict[str, dict[str, RegistryValue]]) -> MachineFacts:
    return facts.facts_of_this_machine(FakeRegistry(found))  # type: ignore[arg-type]


def test_the_facts_that_stand_in_the_registry_are_read_there() -> None:
    session = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager"
    current = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"
    languages = r"HKCU\Control Panel\International\User Profile"
    plain = read_facts({})
    assert (plain.pending_reboot, plain.locales) == (False, ("en-US",))
    told = read_facts(
        {
            current: {"UBR": RegistryValue("dword", 4291)},
            languages: {"Languages": RegistryValue("multi_sz", ("de-AT", "en-GB"))},
            session: {"PendingFileRenameOperations": RegistryValue("multi_sz", (r"\??\C:\old", ""))},
        }
    )
    assert told.os_version == plain.os_version + ".4291"
    assert told.locales == ("de-AT", "en-GB")
    assert told.pending_reboot


def image(machine: int) -> bytes:
    return b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + machine.to_bytes(2, "little")


def test_an_x86_program_is_refused_where_it_would_do_nothing_and_say_well_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "with blank" / "setup.exe"
    program.parent.mkdir()
    program.write_bytes(image(0x014C))
    monkeypatch.setattr(images, "loads_x86", lambda: False)
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run(f'"{program}" /S')
    assert refused.value.code is ErrorCode.HostCannot
    program.write_bytes(image(0x8664))
    images.refuse_what_runs_silently_wrong(f'"{program}" /S')
    monkeypatch.setattr(images, "loads_x86", lambda: True)
    program.write_bytes(image(0x014C))
    images.refuse_what_runs_silently_wrong(f'"{program}" /S')


def test_a_python_without_pywin32_is_named_before_a_program_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("win32api", "win32job", "pywin32_system32"):
        monkeypatch.setitem(sys.modules, name, None)
    pywin32.make_importable.cache_clear()
    with pytest.raises(ModuleNotFoundError) as caught:
        WindowsHost().processes.run("cmd.exe /c exit 0")
    missing = shortage(caught.value, "The install of Tool")
    assert missing is not None
    assert "the Python package pywin32 is not installed" in missing.text


def test_windows_is_the_host_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WINGETPY_HOST", raising=False)
    assert open_host().name == "windows"


class FakeRestartManager:
    """Answers as Windows does; Wine's own knows no program. `grows`: how many programs start between two questions."""

    def __init__(self, programs: dict[int, str], grows: int = 0, refuses: str = "") -> None:
        self.programs = list(programs.items())
        self.grows = grows
        self.refuses = refuses
        self.registered: list[str] = []
        self.ended = 0

    def RmStartSession(self, session: Any, flags: int, key: Any) -> int:  # noqa: N802
        session._obj.value = 7
        assert len(key) == 33
        return 5 if self.refuses == "start" else 0

    def RmRegisterResources(self, session: Any, count: int, names: Any, *more: object) -> int:  # noqa: N802
        assert session.value == 7
        self.registered = list(names[:count])
        return 5 if self.refuses == "register" else 0

    def RmGetList(self, session: Any, needed: Any, count: Any, into: Any, reasons: Any) -> int:  # noqa: N802
        room, there = count._obj.value, len(self.programs) + self.grows
        self.grows = 0
        needed._obj.value = there
        if self.refuses == "list":
            return 1223
        if room < there:
            return 234
        count._obj.value = len(self.programs)
        for at, (process, name) in enumerate(self.programs):
            into[at].Process.dwProcessId, into[at].strAppName = process, name
        return 0

    def RmEndSession(self, session: Any) -> int:  # noqa: N802
        self.ended += 1
        return 0


def test_the_programs_that_hold_a_file_are_named_with_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = FakeRestartManager({12: "Notepad", 34: ""}, grows=1)
    monkeypatch.setattr(restart_manager, "library", lambda: manager)
    assert restart_manager.programs_holding(["\\\\?\\C:\\tool.exe"]) == ("Notepad (process 12)", "process 34")
    assert manager.registered == ["C:\\tool.exe"]
    assert manager.ended == 1
    assert ctypes.sizeof(restart_manager.ProcessInfo) == 668, "as Windows lays it out"


@pytest.mark.parametrize(("refuses", "ended"), [("start", 0), ("register", 1), ("list", 1)])
def test_a_file_is_in_use_without_a_name_where_windows_knows_none(
    monkeypatch: pytest.MonkeyPatch, refuses: str, ended: int
) -> None:
    manager = FakeRestartManager({1: "Notepad"}, refuses=refuses)
    monkeypatch.setattr(restart_manager, "library", lambda: manager)
    assert restart_manager.programs_holding([r"C:\tool.exe"]) == ()
    assert manager.ended == ended


def test_a_windows_without_the_library_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise FileNotFoundError(2, "not found", "rstrtmgr")

    monkeypatch.setattr(restart_manager, "library", missing)
    assert restart_manager.programs_holding([r"C:\tool.exe"]) == ()


@pytest.mark.parametrize("number", [32, 33, 1224])
def test_an_error_of_use_names_the_program_in_text_and_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int
) -> None:
    monkeypatch.setattr(restart_manager, "library", lambda: FakeRestartManager({12: "Notepad"}))
    tool, staged = PureWindowsPath(tmp_path / "tool.exe"), str(tmp_path / "staged.bin")
    by_notepad = r"is in use by Notepad \(process 12\)"
    with pytest.raises(HostError, match=f"tool.exe': it {by_notepad}") as refused, in_use.reporting_in_use("do", tool):
        raise OSError(None, "in use", None, number)
    assert (refused.value.code, refused.value.held_by) == (ErrorCode.FileInUse, ("Notepad (process 12)",))
    monkeypatch.setattr(in_use, "_is_held", lambda name: name == staged)
    with pytest.raises(HostError, match=f"'.*staged.bin' {by_notepad}"), in_use.reporting_in_use("write", tool):
        raise OSError(None, "in use", staged, number)


def test_what_this_windows_says_of_a_file_that_this_program_holds(tmp_path: Path) -> None:
    """Windows names this process; Wine says nothing, and that is no error either."""
    with open(tmp_path / "held.bin", "wb"):
        named = restart_manager.programs_holding([str(tmp_path / "held.bin")])
    assert named == () if state.under_wine() else any(f"process {os.getpid()}" in one for one in named)


def machine(guid: str, name: str) -> str:
    cryptography, active = (
        r"HKLM\SOFTWARE\Microsoft\Cryptography",
        r"HKLM\SYSTEM\CurrentControlSet\Control\ComputerName",
    )
    found = {cryptography: {"MachineGuid": RegistryValue("sz", guid)}} if guid else {}
    named = {rf"{active}\ActiveComputerName": {"ComputerName": RegistryValue("sz", name)}}
    return identity.machine_id(FakeRegistry({**found, **named}))  # type: ignore[arg-type]


def test_the_id_of_a_machine_is_its_own_and_does_not_reveal_its_guid() -> None:
    guid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    mine = machine(guid, "PC1")
    assert len(mine) == 32
    assert not {*guid.split("-")} & {mine[at : at + 4] for at in range(29)}
    assert machine(guid.upper(), "pc1") == mine
    assert machine(guid, "PC2") != mine, "a clone with another name"
    assert machine("7c9e6679-7425-40de-944b-e07fc1f90ae7", "PC1") != mine
    assert machine("", "PC1") == ""


def test_this_windows_has_an_id_that_stays() -> None:
    assert len(WindowsHost().machine_id()) == 32
    assert WindowsHost().machine_id() == WindowsHost().machine_id()
