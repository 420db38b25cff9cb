"""Installers that are run: what is started, what its end means, what is known afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from kit.program_shop import ProgramShop
from wingetpy.errors import Cancelled, ErrorCode, OperationError
from wingetpy.errors.remedies import RUN_INTERACTIVELY
from wingetpy.errors.system import refusal
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.registry import Hive
from wingetpy.installers.technology import InstallOptions
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.outcome import Outcome
from wingetpy.settings.userfile import settings_file
from wingetpy.state.tracking import TrackedPackage, open_tracking

MSIEXEC = r'"C:\Windows\System32\msiexec.exe"'


@pytest.fixture
def shop(tmp_path: Path) -> ProgramShop:
    return ProgramShop(tmp_path)


def tracked(shop: ProgramShop) -> list[TrackedPackage]:
    with open_tracking(shop.host.state_folder()) as tracking:
        return tracking.packages()


def failed(outcome: Outcome) -> tuple[ErrorCode, int | None, str]:
    assert outcome.error is not None
    return outcome.error.code, outcome.error.installer_exit_code, outcome.error.text


def test_a_program_is_started_from_the_private_folder_with_its_own_name(shop: ProgramShop) -> None:
    shop.writes("Tool")
    manifest = shop.setup(InstallerSwitches={"Silent": "/q", "SilentWithProgress": "/p", "Custom": "/c"})
    planned = shop.plan_install(manifest, InstallOptions(mode="Silent"))
    assert planned.plan.command_line == '"Test.Setup-1.0.exe" /q /c'
    assert shop.execute(planned).error is None
    (line,) = shop.programs.ran
    staging = str(shop.host.staging_folder())
    assert line.startswith(f'"{staging}\\Operations\\')
    assert line.endswith('\\Test.Setup-1.0.exe" /q /c')
    assert not [name for name in shop.staging() if name.startswith("Operations")]


def test_msiexec_is_windows_own(shop: ProgramShop) -> None:
    shop.writes("{0}", WindowsInstaller="1")
    manifest = shop.setup(InstallerType="msi")
    shop.execute(shop.plan_install(manifest, InstallOptions(mode="Silent", log=r"C:\my.log")))
    (line,) = shop.programs.ran
    assert line.startswith(f'{MSIEXEC} /i "')
    assert line.endswith('\\Test.Setup-1.0.msi" /quiet /norestart /log "C:\\my.log"')


def test_an_override_replaces_all_and_is_not_in_the_log(shop: ProgramShop) -> None:
    shop.writes("Tool")
    manifest = shop.setup(InstallerSwitches={"Silent": "/q", "Custom": "/c"})
    shop.install(manifest, InstallOptions(override="/key=S3CRET"))
    assert shop.programs.ran[0].endswith('.exe" /key=S3CRET')
    assert "S3CRET" not in shop.context.log.path.read_text("utf-8")
    assert "S3CRET" not in str(shop.call.reports)
    assert "S3CRET" not in str(shop.call.messages)


def test_a_caller_hears_the_story_of_what_really_happened(shop: ProgramShop) -> None:
    shop.writes("Tool", DisplayName="Setup")
    shop.install(shop.setup(), InstallOptions(mode="Silent"))
    story = "\n".join(text for level, text, _ in shop.call.messages if level == "Verbose")
    assert re.search(
        r"(?s)came from .*; its SHA-256 is \w{64}, as the manifest says\.\n.*"
        r"The installer of \S+ is started: .*\.exe.*\n"
        r"The installer of \S+ ended with exit code 0\.\n.*"
        r"Test\.Setup: Apps & Features has a new or changed entry, Setup 1\.0 \(Tool\), Machine\.",
        story,
    ), story


def test_the_default_log_is_in_the_engines_folder_which_exists(shop: ProgramShop) -> None:
    shop.writes("Tool")
    manifest = shop.setup(InstallerSwitches={"Log": '/log="<LOGPATH>"'})
    shop.install(manifest)
    path = shop.programs.ran[0].partition('/log="')[2].rstrip('"')
    assert path.startswith(r"C:\ProgramData\WinGetPy\InstallerLogs\Test.Setup.1.0-")
    assert (shop.root / "C" / "ProgramData" / "WinGetPy" / "InstallerLogs").is_dir()


def test_an_installer_whose_manifest_names_the_log_as_unsupported_gets_none(shop: ProgramShop) -> None:
    shop.writes("Tool")
    fields = {"InstallerSwitches": {"Silent": "/q", "Log": '/log="<LOGPATH>"'}, "UnsupportedArguments": ["Log"]}
    planned = shop.plan_install(shop.setup(**fields), InstallOptions(mode="Silent"))
    assert planned.plan.command_line == '"Test.Setup-1.0.exe" /q'
    assert shop.execute(planned).error is None
    assert not (shop.root / "C" / "ProgramData" / "WinGetPy" / "InstallerLogs").exists()


@pytest.mark.parametrize(
    ("naming", "name"),
    [
        ("manifest", r"Test\.Setup\.1\.0-\d{4}(-\d\d){5}"),
        ("timestamp", r"\d{4}(-\d\d){5}"),
        ("guid", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("ShortGuid", r"[0-9a-f]{8}"),
    ],
)
def test_a_log_is_named_as_the_settings_say(naming: str, name: str, shop: ProgramShop) -> None:
    settings_file(shop.host).write_text(json.dumps({"logging": {"fileNameStrategy": naming}}))
    shop.writes("Tool")
    planned = shop.plan_install(shop.setup(InstallerSwitches={"Log": '/log="<LOGPATH>"'}))
    assert planned.work is not None
    log = PureWindowsPath(planned.work.preview.log)
    assert re.fullmatch(name, log.stem)
    assert (log.parent.name, log.suffix) == ("InstallerLogs", ".log")


def test_what_it_wrote_into_apps_and_features_is_recorded(shop: ProgramShop) -> None:
    shop.entry("Other")
    shop.writes("Tool-Key", DisplayName="Setup", InstallLocation=r"D:\Tool", hive=Hive.user)
    outcome = shop.install(shop.setup())
    assert (outcome.product_code, outcome.scope, outcome.location) == ("Tool-Key", "User", r"D:\Tool")
    (package,) = tracked(shop)
    assert (package.product_code, package.scope, package.location) == ("Tool-Key", "User", r"D:\Tool")
    assert package.package == "Test.Setup"
    assert not shop.call.warnings()


def test_a_success_without_any_entry_is_said(shop: ProgramShop) -> None:
    shop.ends(0)
    outcome = shop.install(shop.setup())
    assert outcome.error is None
    (warning,) = outcome.warnings
    assert "nothing is new or changed" in warning
    assert shop.call.warnings() == [warning]


def test_a_success_with_entries_that_may_be_anything_names_them(shop: ProgramShop) -> None:
    shop.writes("Wholly", DisplayName="Wholly Other", Publisher="Nobody")
    outcome = shop.install(shop.setup())
    assert "Wholly Other 1.0" in outcome.warnings[0]
    assert tracked(shop)[0].product_code == ""


@pytest.mark.parametrize(
    ("kind", "exit_code", "code"),
    [
        ("exe", 1, ErrorCode.ShellExecInstallFailed),
        ("exe", 1602, ErrorCode.ShellExecInstallFailed),
        ("msi", 1602, ErrorCode.InstallCancelledByUser),
        ("wix", 1633, ErrorCode.InstallSystemNotSupported),
        ("burn", 1638, ErrorCode.AlreadyInstalled),
        ("msi", 1640, ErrorCode.InstallBlockedByPolicy),
        ("msi", 112, ErrorCode.DiskFull),
        ("msi", 1601, ErrorCode.ContactSupport),
        ("msi", 87, ErrorCode.InstallInvalidParameter),
        ("msi", 1603, ErrorCode.ShellExecInstallFailed),
        ("msi", 1619, ErrorCode.ShellExecInstallFailed),
        ("inno", 5, ErrorCode.InstallCancelledByUser),
        ("inno", 8, ErrorCode.RebootRequiredForInstall),
        ("nullsoft", 2, ErrorCode.ShellExecInstallFailed),
        ("exe", 0xC0000005, ErrorCode.ShellExecInstallFailed),
    ],
)
def test_an_exit_code_is_wingets_code(kind: str, exit_code: int, code: ErrorCode, shop: ProgramShop) -> None:
    shop.ends(exit_code)
    outcome = shop.install(shop.setup(InstallerType=kind))
    assert failed(outcome)[:2] == (code, exit_code)
    assert str(exit_code) in failed(outcome)[2]
    assert not tracked(shop)


def test_codes_of_the_windows_installer_are_explained(shop: ProgramShop) -> None:
    shop.ends(1619)
    assert "cannot be opened" in failed(shop.install(shop.setup(InstallerType="msi")))[2]


def test_a_code_of_status_is_shown_in_hex(shop: ProgramShop) -> None:
    shop.ends(0xC0000005)
    assert "3221225477 (0xC0000005)" in failed(shop.install(shop.setup()))[2]


@pytest.mark.parametrize(
    ("response", "code"),
    [
        ("packageInUse", ErrorCode.PackageInUse),
        ("packageInUseByApplication", ErrorCode.PackageInUseByApplication),
        ("fileInUse", ErrorCode.FileInUse),
        ("missingDependency", ErrorCode.MissingDependency),
        ("diskFull", ErrorCode.DiskFull),
        ("insufficientMemory", ErrorCode.InsufficientMemory),
        ("invalidParameter", ErrorCode.InstallInvalidParameter),
        ("noNetwork", ErrorCode.NoNetwork),
        ("contactSupport", ErrorCode.ContactSupport),
        ("rebootRequiredForInstall", ErrorCode.RebootRequiredForInstall),
        ("cancelledByUser", ErrorCode.InstallCancelledByUser),
        ("alreadyInstalled", ErrorCode.AlreadyInstalled),
        ("downgrade", ErrorCode.Downgrade),
        ("blockedByPolicy", ErrorCode.InstallBlockedByPolicy),
        ("systemNotSupported", ErrorCode.InstallSystemNotSupported),
        ("custom", ErrorCode.CustomError),
    ],
)
def test_what_the_manifest_says_of_a_code_counts(response: str, code: ErrorCode, shop: ProgramShop) -> None:
    shop.ends(3010)
    expected = [
        {"InstallerReturnCode": 3010, "ReturnResponse": response, "ReturnResponseUrl": "https://x.example/3010"}
    ]
    outcome = shop.install(shop.setup(InstallerType="msi", ExpectedReturnCodes=expected))
    assert failed(outcome)[0] is code
    assert "https://x.example/3010" in failed(outcome)[2]


@pytest.mark.parametrize(("kind", "exit_code"), [("msi", 3010), ("burn", 1641)])
def test_a_restart_that_completes_the_installation_is_reported(kind: str, exit_code: int, shop: ProgramShop) -> None:
    shop.writes("Setup", code=exit_code)
    outcome = shop.install(shop.setup(InstallerType=kind))
    assert outcome.error is None
    assert outcome.reboot_required
    assert outcome.installer_exit_code == exit_code


@pytest.mark.parametrize("kind", ["exe", "nullsoft", "inno"])
@pytest.mark.parametrize("exit_code", [3010, 1641])
def test_windows_codes_for_a_restart_are_those_of_any_program(kind: str, exit_code: int, shop: ProgramShop) -> None:
    shop.writes("Setup", code=exit_code)
    outcome = shop.install(shop.setup(InstallerType=kind))
    assert (outcome.error, outcome.reboot_required, outcome.installer_exit_code) == (None, True, exit_code)


def test_any_program_that_found_another_installation_is_tried_again(
    shop: ProgramShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wingetpy.journal.program_steps.WAIT_PAUSE_SECONDS", 0.01)
    shop.ends(1618)
    shop.writes("Setup")
    assert shop.install(shop.setup()).error is None
    assert len(shop.programs.ran) == 2


def test_a_failure_without_a_log_can_be_looked_at_interactively(shop: ProgramShop) -> None:
    shop.ends(7)
    outcome = shop.install(shop.setup(InstallerType="nullsoft"))
    assert outcome.error is not None
    assert outcome.error.advice is RUN_INTERACTIVELY


def test_an_error_says_where_the_installer_s_log_is(shop: ProgramShop) -> None:
    shop.ends(7)
    outcome = shop.install(shop.setup(InstallerSwitches={"Log": '/log "<LOGPATH>"'}))
    assert outcome.error is not None
    assert outcome.error.log_path
    assert outcome.error.log_path in str(outcome.error.advice)


def test_a_success_code_of_the_manifest_is_success(shop: ProgramShop) -> None:
    shop.writes("Setup", code=1602)
    outcome = shop.install(shop.setup(InstallerType="msi", InstallerSuccessCodes=[1602]))
    assert outcome.error is None
    assert outcome.installer_exit_code == 1602


def test_another_installation_in_progress_is_waited_for(shop: ProgramShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wingetpy.journal.program_steps.WAIT_PAUSE_SECONDS", 0.01)
    shop.ends(1618, 1618)
    shop.writes("Setup")
    outcome = shop.install(shop.setup(InstallerType="msi"))
    assert outcome.error is None
    assert len(shop.programs.ran) == 3
    assert "another installation" in str([one.status for one in shop.call.reports])


def test_it_is_waited_for_within_the_bound_only(shop: ProgramShop) -> None:
    shop.ends(1618)
    outcome = shop.install(shop.setup(InstallerType="msi"), run=ExecuteOptions(lock_wait_seconds=0))
    assert failed(outcome)[:2] == (ErrorCode.InstallInProgress, 1618)
    assert len(shop.programs.ran) == 1


def test_a_cancellation_ends_the_waiting(shop: ProgramShop) -> None:
    def busy(_line: str) -> int:
        shop.call.cancel_at = shop.call.asked + 2
        return 1618

    shop.programs.then.append(busy)
    outcome = shop.install(shop.setup(InstallerType="msi"))
    assert isinstance(outcome.error, Cancelled)
    assert len(shop.programs.ran) == 1


def test_the_time_that_is_left_is_the_programs_limit(shop: ProgramShop) -> None:
    shop.ends(ExitStatus(1, timed_out=True))
    outcome = shop.install(shop.setup(), run=ExecuteOptions(timeout_seconds=30))
    assert failed(outcome)[0] is ErrorCode.Timeout
    (limit,) = shop.programs.times
    assert limit is not None
    assert 0 < limit <= 30


def test_an_entry_that_came_since_the_plan_makes_it_stale(shop: ProgramShop) -> None:
    planned = shop.plan_install(shop.setup(ProductCode="Tool"))
    shop.entry("Tool")
    outcome = shop.execute(planned)
    assert failed(outcome)[0] is ErrorCode.PlanStale
    assert not shop.programs.ran


def test_an_update_has_its_switch(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0")
    shop.writes("Tool", "2.0")
    outcome = shop.execute(shop.plan_over(shop.setup("2.0", InstallerSwitches={"Upgrade": "/up"}), there))
    assert outcome.error is None
    assert shop.programs.ran[0].endswith(" /up")


def test_the_previous_version_is_uninstalled_first_and_the_new_one_is_no_update(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0", UninstallString=r'"C:\Tool\un.exe" /u')
    shop.removes("Tool")
    shop.writes("Tool", "2.0")
    manifest = shop.setup("2.0", UpgradeBehavior="uninstallPrevious", InstallerSwitches={"Upgrade": "/up"})
    planned = shop.plan_over(manifest, there)
    assert [step.kind for step in planned.plan.steps if step.kind == "Run"] == ["Run", "Run"]
    assert shop.execute(planned).error is None
    assert shop.programs.ran[0] == r'"C:\Tool\un.exe" /u'
    assert not shop.programs.ran[1].endswith("/up")


def test_the_uninstaller_of_a_users_entry_gets_no_administrator_rights_by_an_update(shop: ProgramShop) -> None:
    """Any program of the user can write an entry that looks like a well-known package."""
    there = shop.entry("Tool", "1.0", hive=Hive.user, QuietUninstallString=r'"C:\Users\user\own.exe"')
    assert shop.host.facts().elevated
    outcome = shop.execute(shop.plan_over(shop.setup("2.0", UpgradeBehavior="uninstallPrevious"), there))
    assert failed(outcome)[0] is ErrorCode.AdminContextRepairProhibited
    assert shop.programs.ran == []


def test_a_previous_version_that_nobody_can_uninstall_refuses_the_plan(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0")
    planned = shop.plan_over(shop.setup("2.0", UpgradeBehavior="uninstallPrevious"), there)
    assert planned.refusal is not None
    assert planned.refusal.code is ErrorCode.NoUninstallInfoFound


@pytest.mark.parametrize(
    "options",
    [
        {"location": PureWindowsPath('C:\\Tool" /evil')},
        {"log": 'C:\\tool.log" /evil'},
        {"override": "/q\0"},
        {"custom": "/q\0"},
        {"override": "/q" * 20_000},
    ],
    ids=["location", "log", "override", "custom", "long"],
)
def test_what_no_command_line_can_hold_is_refused_before_anything_is_removed(
    options: dict[str, Any], shop: ProgramShop
) -> None:
    there = shop.entry("Tool", "1.0", UninstallString=r"C:\Tool\un.exe")
    manifest = shop.setup("2.0", InstallerType="msi", UpgradeBehavior="uninstallPrevious")
    outcome = shop.execute(shop.plan_over(manifest, there, **options))
    assert failed(outcome)[0] is ErrorCode.InvalidClArguments
    assert shop.programs.ran == []


@pytest.mark.parametrize(
    "fields",
    [
        {"InstallerType": "pwa"},
        {"InstallerType": "something"},
        {
            "InstallerType": "zip",
            "NestedInstallerType": "zip",
            "NestedInstallerFiles": [{"RelativeFilePath": "inner.zip"}],
        },
    ],
    ids=["pwa", "something", "zip in zip"],
)
def test_an_installer_of_no_known_type_is_not_started(fields: dict[str, Any], shop: ProgramShop) -> None:
    with pytest.raises(OperationError) as refused:
        shop.plan_install(shop.setup(**fields))
    assert refused.value.code is ErrorCode.InvalidManifest


def test_an_update_whose_entry_stays_as_it_was_is_said(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0", DisplayName="Setup")
    shop.ends(0)
    outcome = shop.execute(shop.plan_over(shop.setup("2.0", ProductCode="Tool"), there))
    assert outcome.error is None
    assert "still in version 1.0" in outcome.warnings[0]


def test_an_update_that_wrote_an_older_version_is_said(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0", DisplayName="Setup")
    shop.writes("Tool", "0.5", DisplayName="Setup")
    outcome = shop.execute(shop.plan_over(shop.setup("2.0", ProductCode="Tool"), there))
    assert "in the older version 0.5" in outcome.warnings[0]


def test_an_older_version_that_was_asked_for_is_no_warning(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "2.0", DisplayName="Setup")
    shop.writes("Tool", "1.0", DisplayName="Setup")
    older = shop.execute(shop.plan_over(shop.setup("1.0", ProductCode="Tool"), there))
    assert (older.error, older.warnings) == (None, ())
    assert older.version_before == "2.0"


def fails(shop: ProgramShop) -> None:
    shop.ends(5)


def is_not_there(shop: ProgramShop) -> None:
    def program(_line: str) -> int:
        raise refusal(ErrorCode.FileNotFound, "start", "setup.exe")

    shop.programs.then.append(program)


def is_cancelled(shop: ProgramShop) -> None:
    remove = shop.programs.then.pop()

    def program(line: str) -> ExitStatus | int:
        shop.call.cancel_at = 0
        return remove(line)

    shop.programs.then.append(program)


@pytest.mark.parametrize("ends", [fails, is_not_there, is_cancelled])
def test_a_new_version_that_is_not_installed_after_the_old_one_was_removed(
    ends: Callable[[ProgramShop], None], shop: ProgramShop
) -> None:
    """Nothing claims that the old version is still there."""
    there = shop.entry("Tool", "1.0", UninstallString=r'"C:\Tool\un.exe" /u')
    shop.removes("Tool")
    ends(shop)
    outcome = shop.execute(shop.plan_over(shop.setup("2.0", UpgradeBehavior="uninstallPrevious"), there))
    assert outcome.error is not None
    assert (outcome.changed, outcome.version_before, outcome.version_after) == (True, "1.0", "")
    assert shop.call.warnings()[-1] == "Tool 1.0 was removed, and Test.Setup 2.0 is not installed."
    assert "undone" not in outcome.error.text


def test_the_record_of_a_version_that_was_removed_is_forgotten_though_the_new_one_failed(shop: ProgramShop) -> None:
    shop.writes("Tool", "1.0", UninstallString=r'"C:\Tool\un.exe" /u')
    assert shop.execute(shop.plan_install(shop.setup("1.0", ProductCode="Tool"))).error is None
    assert [one.version for one in tracked(shop)] == ["1.0"]
    there = shop.listed("Tool")
    assert there is not None
    shop.programs.then.clear()
    shop.removes("Tool")
    shop.ends(5)
    outcome = shop.execute(shop.plan_over(shop.setup("2.0", UpgradeBehavior="uninstallPrevious"), there))
    assert outcome.error is not None
    assert not tracked(shop)


def test_the_record_of_a_version_that_is_still_there_stays_when_the_new_one_failed(shop: ProgramShop) -> None:
    shop.writes("Tool", "1.0")
    shop.execute(shop.plan_install(shop.setup("1.0", ProductCode="Tool")))
    there = shop.listed("Tool")
    assert there is not None
    shop.programs.then.clear()
    shop.ends(5)
    assert shop.execute(shop.plan_over(shop.setup("2.0", ProductCode="Tool"), there)).error is not None
    assert [one.version for one in tracked(shop)] == ["1.0"]


def test_only_the_record_of_the_new_entry_is_left_where_it_has_another_product_code(shop: ProgramShop) -> None:
    shop.writes("Tool-1", "1.0", DisplayName="Tool", UninstallString=r'"C:\Tool\un.exe" /u')
    shop.execute(shop.plan_install(shop.setup("1.0", ProductCode="Tool-1")))
    there = shop.listed("Tool-1")
    assert there is not None
    shop.programs.then.clear()
    shop.removes("Tool-1")
    shop.writes("Tool-2", "2.0", DisplayName="Tool")
    manifest = shop.setup("2.0", ProductCode="Tool-2", UpgradeBehavior="uninstallPrevious")
    assert shop.execute(shop.plan_over(manifest, there)).error is None
    assert [(one.product_code, one.version) for one in tracked(shop)] == [("Tool-2", "2.0")]


@pytest.mark.parametrize("asked", range(5))
def test_a_program_that_never_began_is_not_said_to_have_run(asked: int, shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0", UninstallString=r'"C:\Tool\un.exe" /u')
    planned = shop.plan_over(shop.setup("2.0", UpgradeBehavior="uninstallPrevious"), there)
    shop.removes("Tool")
    shop.call.cancel_at = asked
    outcome = shop.execute(planned)
    assert isinstance(outcome.error, Cancelled)
    assert outcome.changed == bool(shop.programs.ran)
    assert any("may have run" in text for text in shop.call.warnings()) == bool(shop.programs.ran)


def test_what_is_there_although_the_installer_failed_is_said(shop: ProgramShop) -> None:
    shop.writes("Setup", code=1)
    outcome = shop.install(shop.setup())
    assert failed(outcome)[0] is ErrorCode.ShellExecInstallFailed
    assert outcome.changed
    assert "Although its installer failed" in shop.call.warnings()[0]
    assert not tracked(shop)


def test_the_manifests_warnings_are_in_the_plan_and_said(shop: ProgramShop) -> None:
    shop.writes("Setup")
    planned = shop.plan_install(shop.setup(DisplayInstallWarnings=True, InstallerAbortsTerminal=True))
    assert ["running programs" in planned.plan.warnings[0], "terminal" in planned.plan.warnings[1]] == [True, True]
    shop.execute(planned)
    assert shop.call.warnings() == list(planned.plan.warnings)


def test_what_it_leaves_running_is_said_and_not_waited_for(shop: ProgramShop) -> None:
    def program(_line: str) -> ExitStatus:
        shop.entry("Setup")
        return ExitStatus(0, left_running=("Setup.exe (process 12)",))

    shop.programs.then.append(program)
    outcome = shop.install(shop.setup())
    assert outcome.error is None
    assert "Setup.exe (process 12)" in outcome.warnings[0]


def test_a_caller_who_forces_the_end_has_the_program_ended(shop: ProgramShop) -> None:
    shop.ends(ExitStatus(1223, stopped=True))
    outcome = shop.install(shop.setup())
    assert isinstance(outcome.error, Cancelled)
    assert "what it changed is left" in outcome.error.text


def test_a_caller_who_cancels_is_told_that_the_installer_is_let_finish(shop: ProgramShop) -> None:
    def program(_line: str) -> int:
        shop.call.cancel_at = 0
        assert shop.programs.stop is not None
        assert [shop.programs.stop(), shop.programs.stop()] == [False, False]
        shop.entry("Setup")
        shop.call.forced = True
        assert shop.programs.stop()
        return 0

    shop.programs.then.append(program)
    outcome = shop.install(shop.setup())
    assert outcome.error is None
    assert [text for level, text, _ in shop.call.messages if "let finish" in text] == [
        "The installer of Test.Setup is running and is let finish; nothing else is begun."
    ]
