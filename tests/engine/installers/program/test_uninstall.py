"""Uninstallers: which command is started, and what is known afterwards."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from kit.program_shop import ProgramShop
from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.errors.remedies import UNINSTALLER_GONE
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue
from wingetpy.model.technology import InstallMode

MSIEXEC = r'"C:\Windows\System32\msiexec.exe"'
NSIS = b"MZ" + bytes(600) + b"\xef\xbe\xad\xdeNullsoftInst" + bytes(40)
INNO_SILENT = "/VERYSILENT /SUPPRESSMSGBOXES /NORESTART"


@pytest.fixture
def shop(tmp_path: Path) -> ProgramShop:
    return ProgramShop(tmp_path)


def command(shop: ProgramShop, mode: InstallMode = "Default", key: str = "Tool", **values: str) -> str:
    return shop.plan_removal(shop.entry(key, **values), mode=mode).plan.command_line


def test_the_quiet_command_comes_first(shop: ProgramShop) -> None:
    values = {"QuietUninstallString": r'"C:\T\un.exe" /q', "UninstallString": r'"C:\T\un.exe"'}
    assert command(shop, **values) == r'"C:\T\un.exe" /q'
    assert command(shop, "Interactive", **values) == r'"C:\T\un.exe"'


def test_a_path_with_blanks_and_no_quotes_is_quoted(shop: ProgramShop) -> None:
    shop.write(PureWindowsPath(r"C:\Program Files\My Tool\un.exe"))
    shop.write(PureWindowsPath(r"C:\Program.exe"), b"what an unquoted path would start")
    assert command(shop, UninstallString=r"C:\Program Files\My Tool\un.exe /u") == (
        r'"C:\Program Files\My Tool\un.exe" /u'
    )


def test_a_bare_name_is_windows_own_program(shop: ProgramShop) -> None:
    shop.write(PureWindowsPath(r"C:\Windows\System32\rundll32.exe"))
    assert command(shop, UninstallString="rundll32 x.dll,Remove") == (
        r'"C:\Windows\System32\rundll32.exe" x.dll,Remove'
    )


@pytest.mark.parametrize(
    "text",
    [
        '""',
        '"" /x',
        ".",
        "C:",
        "\\",
        r"..\un.exe /u",
        r'"sub\un.exe" /u',
        r"T\un.exe",
        r"C:un.exe /u",
        r"%NONE%\un.exe",
    ],
)
@pytest.mark.parametrize("name", ["UninstallString", "QuietUninstallString"])
def test_a_command_that_names_no_whole_path_is_refused(name: str, text: str, shop: ProgramShop) -> None:
    """Windows would look for the program in the current folder, where anybody may have put one."""
    with pytest.raises(OperationError) as refused:
        command(shop, **{name: text})
    assert refused.value.code is ErrorCode.ExecUninstallCommandFailed
    assert text in refused.value.text


def test_a_command_of_thousands_of_programs_is_read_at_once(shop: ProgramShop) -> None:
    """Each `.exe` may be where the program ends: not all of them are looked for on the disk."""
    asked: list[PureWindowsPath] = []
    look = shop.host.files.entry
    shop.host.files.entry = lambda path: asked.append(path) or look(path)  # type: ignore[method-assign,func-returns-value]
    assert command(shop, UninstallString="C:\\" + "a.exe " * 5000).startswith(r'"C:\a.exe" a.exe')
    assert len(asked) < 100


@pytest.mark.parametrize(
    "key",
    ["C:/Users/user/own.msi", "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010} /i C:/own.msi", "Tool /i http:own", 'Tool" /q'],
)
def test_a_key_that_is_no_product_code_is_no_part_of_a_command(key: str, shop: ProgramShop) -> None:
    """The key of an entry that says that the Windows Installer wrote it would be read as options of msiexec."""
    assert shop.plan_removal(shop.entry(key, WindowsInstaller="1")).refusal is not None
    own = r'"C:\T\un.exe" /q'
    assert command(shop, key=key, WindowsInstaller="1", QuietUninstallString=own) == own
    for_user = shop.plan_removal(shop.entry(f"{key}2", hive=Hive.user, WindowsInstaller="1", QuietUninstallString=own))
    assert for_user.refusal is not None
    assert for_user.refusal.code is ErrorCode.AdminContextRepairProhibited


def test_a_user_s_entry_with_the_product_code_of_a_program_of_the_machine_removes_nothing(shop: ProgramShop) -> None:
    """An elevated engine would remove that program, whatever the user's entry calls itself."""
    code = "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}"
    there = shop.entry(code, hive=Hive.user, WindowsInstaller="1")
    assert shop.plan_removal(there).refusal is None
    for view in (64, 32):
        shop.entry(code, "9.0", Hive.machine, view, DisplayName="Guard")  # type: ignore[arg-type]
        planned = shop.plan_removal(there)
        assert planned.refusal is not None
        assert planned.refusal.code is ErrorCode.AdminContextRepairProhibited
        shop.host.registry.delete_key(Hive.machine, f"{UNINSTALL_KEY}\\{code}", view)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["zip", "pwa", "unknown", "x" * 500])
def test_an_entry_of_a_type_that_nothing_has_goes_by_its_command(kind: str, shop: ProgramShop) -> None:
    line = r'"C:\T\un.exe" /q'
    assert command(shop, WinGetInstallerType=kind, QuietUninstallString=line) == line


def test_folders_of_the_environment_are_known(shop: ProgramShop) -> None:
    assert command(shop, UninstallString=r'"%ProgramFiles%\T\un.exe" /u') == r'"C:\Program Files\T\un.exe" /u'


@pytest.mark.parametrize(("mode", "end"), [("Default", " /S"), ("Silent", " /S"), ("Interactive", "")])
def test_an_uninstaller_of_nsis_is_made_silent(mode: InstallMode, end: str, shop: ProgramShop) -> None:
    shop.write(PureWindowsPath(r"C:\T\uninst.exe"), NSIS)
    assert command(shop, mode, UninstallString=r'"C:\T\uninst.exe"') == r'"C:\T\uninst.exe"' + end


def test_a_silent_switch_is_not_given_twice(shop: ProgramShop) -> None:
    shop.write(PureWindowsPath(r"C:\T\uninst.exe"), NSIS)
    assert command(shop, UninstallString=r'"C:\T\uninst.exe" /S') == r'"C:\T\uninst.exe" /S'


def test_an_uninstaller_of_inno_setup_is_made_silent(shop: ProgramShop) -> None:
    line = r'"C:\T\unins000.exe"'
    assert command(shop, key="Tool_is1", UninstallString=line) == f"{line} {INNO_SILENT}"
    assert command(shop, "Interactive", key="Tool_is1", UninstallString=line) == line


@pytest.mark.parametrize(
    "text", ["MsiExec.exe /I{0}", "MsiExec.exe /X{0}", r'"C:\Windows\System32\msiexec.exe" /x {0}']
)
def test_a_command_of_msiexec_removes_silently(text: str, shop: ProgramShop) -> None:
    code = "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}"
    assert command(shop, "Silent", UninstallString=text.format(code)) == f"{MSIEXEC} /x{code} /quiet /norestart"


@pytest.mark.parametrize(
    ("mode", "end"), [("Default", " /passive /norestart"), ("Silent", " /quiet /norestart"), ("Interactive", "")]
)
def test_a_product_of_the_windows_installer_goes_by_its_code(mode: InstallMode, end: str, shop: ProgramShop) -> None:
    code = "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}"
    entry = shop.entry(code, WindowsInstaller="1", UninstallString="MsiExec.exe /I" + code)
    assert shop.plan_removal(entry, mode=mode).plan.command_line == f"{MSIEXEC} /x{code}{end}"
    logged = shop.plan_removal(entry, mode=mode, log=r"C:\my log.txt").plan.command_line
    assert logged == f'{MSIEXEC} /x{code}{end} /log "C:\\my log.txt"'


def test_a_program_without_a_command_is_the_seeds_error(shop: ProgramShop) -> None:
    planned = shop.plan_removal(shop.entry("Tool"))
    outcome = shop.execute(planned)
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.NoUninstallInfoFound
    assert outcome.error.text.startswith("The Windows Package Manager cannot locate the uninstall command")


def test_it_runs_and_is_forgotten(shop: ProgramShop) -> None:
    entry = shop.entry("Tool", UninstallString=r"C:\T\un.exe")
    shop.removes("Tool")
    outcome = shop.execute(shop.plan_removal(entry))
    assert outcome.error is None
    assert not outcome.warnings
    assert shop.listed("Tool") is None


def test_a_failure_has_the_exit_code(shop: ProgramShop) -> None:
    entry = shop.entry("Tool", UninstallString=r"C:\T\un.exe")
    shop.ends(1603)
    outcome = shop.execute(shop.plan_removal(entry))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.ExecUninstallCommandFailed
    assert outcome.error.installer_exit_code == 1603


def test_a_success_after_which_it_is_still_listed_is_said(shop: ProgramShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wingetpy.operations.observe.ENTRY_SECONDS", 0.0)
    entry = shop.entry("Tool", UninstallString=r"C:\T\un.exe")
    shop.ends(0)
    outcome = shop.execute(shop.plan_removal(entry))
    assert outcome.error is None
    assert "lists the program still" in outcome.warnings[0]


def test_an_entry_that_went_since_the_plan_makes_it_stale(shop: ProgramShop) -> None:
    planned = shop.plan_removal(shop.entry("Tool", UninstallString=r"C:\T\un.exe"))
    shop.host.registry.delete_key(Hive.machine, f"{UNINSTALL_KEY}\\Tool")
    outcome = shop.execute(planned)
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.PlanStale
    assert not shop.programs.ran


def waits_for(shop: ProgramShop, *renames: str) -> None:
    shop.host.registry.set_value(
        Hive.machine,
        r"SYSTEM\CurrentControlSet\Control\Session Manager",
        "PendingFileRenameOperations",
        RegistryValue("multi_sz", renames),
    )


@pytest.mark.parametrize(
    ("renames", "waits"),
    [
        ((r"\??\C:\Users\user\AppData\Local\Temp\~nsu.tmp\Au_.exe", ""), False),
        ((r"\??\C:\Program Files\T\tool.dll", ""), True),
        ((r"\??\C:\Program Files\T\new.dll", r"!\??\C:\Program Files\T\tool.dll"), True),
    ],
)
def test_a_file_that_waits_for_the_restart_is_a_restart_and_a_temporary_one_is_none(
    renames: tuple[str, ...], waits: bool, shop: ProgramShop
) -> None:
    entry = shop.entry("Tool", UninstallString=r"C:\T\un.exe")

    def program(_line: str) -> int:
        waits_for(shop, *renames)
        shop.host.registry.delete_key(Hive.machine, f"{UNINSTALL_KEY}\\Tool")
        return 0

    shop.programs.then.append(program)
    assert shop.execute(shop.plan_removal(entry)).reboot_required is waits


def test_what_waited_before_is_not_the_programs(shop: ProgramShop) -> None:
    waits_for(shop, r"\??\C:\Program Files\Other\a.dll", "")
    entry = shop.entry("Tool", UninstallString=r"C:\T\un.exe")
    shop.removes("Tool")
    assert not shop.execute(shop.plan_removal(entry)).reboot_required


def test_an_uninstaller_that_is_gone_has_a_remedy(shop: ProgramShop) -> None:
    def gone(line: str) -> int:
        raise HostError(f"Could not start '{line}': it is not there.", code=ErrorCode.FileNotFound)

    shop.programs.then.append(gone)
    outcome = shop.execute(shop.plan_removal(shop.entry("Tool", UninstallString=r'"C:\T\un.exe"')))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.FileNotFound
    assert "C:\\T\\un.exe" in outcome.error.text
    assert outcome.error.advice is UNINSTALLER_GONE


def test_an_uninstaller_may_need_a_restart(shop: ProgramShop) -> None:
    shop.removes("Tool", code=3010)
    outcome = shop.execute(shop.plan_removal(shop.entry("Tool", UninstallString=r'"C:\T\un.exe"')))
    assert (outcome.error, outcome.reboot_required) == (None, True)
