"""What can stand in the way of an operation: each is one clear error, and the machine is as before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from kit.shop import LINKS, PACKAGES, SOURCE, Shop
from wingetpy.errors import BadRequest, Cancelled, EngineError, ErrorCode, HostError, OperationError, PlanStale
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import Faults, SandboxFacts
from wingetpy.installers.technology import InstallOptions, Origin, UninstallOptions
from wingetpy.model.scope import Scope
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan_store import PlanStore

FOLDER = PACKAGES / f"Test.Tool_{SOURCE}"
ARCHIVE = PACKAGES / f"Test.Tools_{SOURCE}"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def refused(shop: Shop, outcome: Outcome, code: ErrorCode, before: dict[str, str]) -> EngineError:
    """The error of an operation that must have changed nothing."""
    assert outcome.error is not None
    assert outcome.error.code is code, outcome.error
    assert not outcome.changed
    assert shop.snapshot() == before
    assert not [name for name in shop.staging() if name.startswith("Operations")]
    return outcome.error


def test_a_wrong_hash_is_refused_and_the_file_deleted(shop: Shop) -> None:
    manifest = shop.program("1.0", InstallerSha256="A" * 64)
    before = shop.snapshot()
    error = refused(shop, shop.install(manifest), ErrorCode.InstallerHashMismatch, before)
    assert "A" * 64 in error.text
    assert not [name for name in shop.staging() if ".part" in name or "aaaa" in name]


def test_a_wrong_hash_is_taken_where_it_was_allowed(shop: Shop) -> None:
    manifest = shop.program("1.0", InstallerSha256="A" * 64)
    assert shop.install(manifest, InstallOptions(allow_hash_mismatch=True)).error is None
    assert ErrorCode.InstallerHashMismatch.hex in shop.call.codes()
    assert shop.uninstall().error is None


def test_an_empty_installer_is_refused(shop: Shop) -> None:
    refused(shop, shop.install(shop.program("1.0", b"")), ErrorCode.InstallerZeroByteFile, shop.snapshot())


@pytest.mark.parametrize("alias", ["../evil", "..\\evil", "C:\\evil", "sub/evil", "CON", "a:b"])
def test_an_alias_that_escapes_is_refused(alias: str, shop: Shop) -> None:
    manifest = shop.archive("1.0", {"bin/tool.exe": "tool"}, {"bin/tool.exe": alias})
    with pytest.raises(OperationError) as caught:
        shop.plan_install(manifest)
    assert caught.value.code is ErrorCode.NestedInstallerInvalidPath
    assert alias in caught.value.text


@pytest.mark.parametrize("path", ["../evil.exe", "C:\\evil.exe", "\\evil.exe", "bin/../../evil.exe"])
def test_a_nested_program_outside_of_the_archive_is_refused(path: str, shop: Shop) -> None:
    manifest = shop.archive("1.0", {"bin/tool.exe": "tool"}, {path: "tool"})
    with pytest.raises(OperationError, match="outside") as caught:
        shop.plan_install(manifest)
    assert caught.value.code is ErrorCode.NestedInstallerInvalidPath


@pytest.mark.parametrize("name", ["test?", "con", "a/b", "..", "x.", "a:b", ""])
def test_a_rename_that_is_no_file_name_is_refused(name: str, shop: Shop) -> None:
    if not name:
        assert shop.plan_install(shop.program("1.0"), InstallOptions(rename=name)).plan.location
        return
    with pytest.raises(BadRequest, match="is not a valid filename") as caught:
        shop.plan_install(shop.program("1.0"), InstallOptions(rename=name))
    assert name in caught.value.text


def test_a_rename_names_program_and_command(shop: Shop) -> None:
    assert shop.install(shop.program("1.0", Commands="[tool]"), InstallOptions(rename="mytool")).error is None
    assert shop.host.files.read_link(LINKS / "mytool.exe") == FOLDER / "mytool.exe"


def test_a_folder_with_the_name_of_the_command_stands_in_the_way(shop: Shop) -> None:
    shop.write(LINKS / "tool.exe" / "mine.txt")
    before = shop.snapshot()
    outcome = shop.install(shop.program("1.0", Commands="[tool]"))
    error = refused(shop, outcome, ErrorCode.PortableSymlinkPathIsDirectory, before)
    assert "symlink" in error.text


def test_a_command_of_another_package_is_not_taken(shop: Shop) -> None:
    shop.install(shop.program("1.0", Commands="[tool]"))
    before = shop.snapshot()
    error = refused(
        shop, shop.install(shop.archive("1.0", {"bin/tool.exe": "t"})), ErrorCode.PortableInstallFailed, before
    )
    assert str(FOLDER / "tool.exe") in error.text
    assert error.remedy_id == "CommandTaken"


def test_a_file_among_the_commands_is_not_replaced_but_with_force(shop: Shop) -> None:
    shop.write(LINKS / "tool.exe")
    before = shop.snapshot()
    manifest = shop.program("1.0", Commands="[tool]")
    refused(shop, shop.install(manifest), ErrorCode.PortableInstallFailed, before)
    outcome = shop.install(manifest, InstallOptions(force=True))
    assert outcome.error is None
    assert any("because of force" in text for text in outcome.warnings)


def test_a_command_that_leads_nowhere_may_be_taken(shop: Shop) -> None:
    shop.native(LINKS).mkdir(parents=True)
    shop.host.files.make_link(LINKS / "tool.exe", PureWindowsPath(r"C:\gone\tool.exe"))
    assert shop.install(shop.program("1.0", Commands="[tool]")).error is None


def test_a_users_file_where_the_program_goes_is_not_replaced(shop: Shop) -> None:
    place = shop.write(PureWindowsPath(r"C:\Tools\tool.exe")).parent
    before = shop.snapshot()
    manifest = shop.program("1.0", Commands="[tool]")
    error = refused(
        shop, shop.install(manifest, InstallOptions(location=place)), ErrorCode.PortableInstallFailed, before
    )
    assert "tool.exe" in error.text


def test_a_file_where_a_folder_should_be_stands_in_the_way(shop: Shop) -> None:
    shop.write(PureWindowsPath(r"C:\Tools"))
    options = InstallOptions(location=PureWindowsPath(r"C:\Tools\Mine"))
    refused(shop, shop.install(shop.program("1.0"), options), ErrorCode.PathNotFound, shop.snapshot())


def test_two_programs_with_one_command_are_refused(shop: Shop) -> None:
    manifest = shop.archive("1.0", {"a.exe": "a", "b.exe": "b"}, {"a.exe": "tool", "b.exe": "TOOL.exe"})
    with pytest.raises(OperationError, match="two programs") as caught:
        shop.plan_install(manifest)
    assert caught.value.code is ErrorCode.InvalidManifest


def test_a_location_that_the_installer_does_not_take_is_refused(shop: Shop) -> None:
    manifest = shop.program("1.0", UnsupportedArguments="[location]")
    with pytest.raises(BadRequest) as caught:
        shop.plan_install(manifest, InstallOptions(location=PureWindowsPath(r"C:\Tools")))
    assert caught.value.code is ErrorCode.UnsupportedArgument


def test_a_location_must_be_absolute(shop: Shop) -> None:
    with pytest.raises(BadRequest, match="absolute"):
        shop.plan_install(shop.program("1.0"), InstallOptions(location=PureWindowsPath("Tools")))


def test_a_location_must_be_on_a_drive_that_exists(shop: Shop) -> None:
    with pytest.raises(HostError, match="there is no drive Q:") as caught:
        shop.plan_install(shop.program("1.0"), InstallOptions(location=PureWindowsPath(r"Q:\Tools")))
    assert caught.value.code is ErrorCode.PathNotFound
    assert caught.value.remedy


def test_an_entry_of_another_source_is_not_taken_over(shop: Shop) -> None:
    manifest = shop.program("1.0")
    shop.install(manifest)
    place = f"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Test.Tool_{SOURCE}"
    shop.host.registry.set_value(Hive.user, place, "WinGetSourceIdentifier", RegistryValue("sz", "Other"))
    with pytest.raises(OperationError) as caught:
        shop.plan_install(manifest)
    assert caught.value.code is ErrorCode.PortablePackageAlreadyExists
    assert shop.install(manifest, InstallOptions(force=True)).error is None


def test_an_update_that_the_manifest_denies_is_refused(shop: Shop) -> None:
    shop.install(shop.program("1.0"))
    with pytest.raises(OperationError, match="cannot be upgraded") as caught:
        shop.plan_update(shop.program("2.0", UpgradeBehavior="deny"))
    assert caught.value.code is ErrorCode.UpgradeNotSupported


def test_an_update_that_asks_for_it_removes_the_previous_version(shop: Shop) -> None:
    shop.install(shop.program("1.0", Commands="[old]"))
    outcome = shop.update(shop.program("2.0", Commands="[new]", UpgradeBehavior="uninstallPrevious"))
    assert outcome.error is None
    assert [entry.path.name for entry in shop.host.files.list(FOLDER)] == ["new.exe"]
    assert [entry.path.name for entry in shop.host.files.list(LINKS)] == ["new.exe"]


FAULTS = {
    "no rights for the folder": (Faults(access_denied=("*\\lib",)), ErrorCode.AccessDenied),
    "no rights for a file": (Faults(access_denied=("*\\new.dll",)), ErrorCode.AccessDenied),
    "a file in use": (Faults(file_in_use=("*\\bin\\tool.exe",)), ErrorCode.FileInUse),
    "a full disk": (Faults(disk_full=("*\\new.dll",)), ErrorCode.DiskFull),
    "a disk that fills up": (Faults(disk_full_after=8), ErrorCode.DiskFull),
    "no rights for the command": (Faults(access_denied=("*\\Links\\fresh.exe",)), ErrorCode.AccessDenied),
    "no rights for the entry": (Faults(access_denied=("HKCU\\Software\\*DisplayVersion",)), ErrorCode.AccessDenied),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_failed_update_leaves_the_old_version_working(fault: str, shop: Shop) -> None:
    faults, code = FAULTS[fault]
    shop.install(shop.archive("1.0", {"bin/tool.exe": "tool 1", "a.txt": "a"}))
    before = shop.snapshot()
    shop.again(faults)
    new = {"bin/tool.exe": "tool 2", "lib/new.dll": "new", "bin/fresh.exe": "f", "a.txt": "b"}
    manifest = shop.archive("2.0", new, {"bin/tool.exe": "tool", "bin/fresh.exe": "fresh"})
    error = refused(shop, shop.update(manifest), code, before)
    assert error.target
    shop.again()
    assert shop.update(manifest).error is None
    assert shop.read(ARCHIVE / "bin" / "tool.exe") == b"tool 2"


def test_a_failed_install_leaves_nothing(shop: Shop) -> None:
    before = shop.snapshot()
    shop.again(Faults(access_denied=("User PATH: *",)))
    refused(shop, shop.install(shop.archive("1.0", {"bin/tool.exe": "t"})), ErrorCode.AccessDenied, before)


def test_a_failed_uninstall_leaves_all(shop: Shop) -> None:
    shop.install(shop.archive("1.0", {"bin/tool.exe": "t", "z.txt": "z"}))
    before = shop.snapshot()
    shop.again(Faults(file_in_use=("*\\z.txt",)))
    refused(shop, shop.uninstall("Test.Tools"), ErrorCode.FileInUse, before)


def test_a_disk_without_room_is_told_with_both_sizes(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SandboxFacts(free_space=1000))
    error = refused(shop, shop.install(shop.program("1.0", b"x" * 5000)), ErrorCode.DiskFull, shop.snapshot())
    assert "5,000" in error.text
    assert "1,000" in error.text


def test_machine_scope_needs_elevation(tmp_path: Path) -> None:
    shop = Shop(tmp_path, SandboxFacts(elevated=False))
    planned = shop.plan_install(shop.program("1.0"), InstallOptions(scope=Scope.machine))
    assert planned.plan.error is not None
    assert planned.plan.error.symbol == "CommandRequiresAdmin"
    refused(shop, shop.execute(planned), ErrorCode.CommandRequiresAdmin, shop.snapshot())


def test_machine_scope_stands_under_program_files_and_stays_there(shop: Shop) -> None:
    assert shop.install(shop.program("1.0", Commands="[tool]"), InstallOptions(scope=Scope.machine)).error is None
    place = PureWindowsPath(r"C:\Program Files\WinGet\Packages") / f"Test.Tool_{SOURCE}"
    assert shop.read(place / "tool.exe") == b"program Test.Tool 1.0"
    assert r"C:\Program Files\WinGet\Links" in shop.host.files.search_path(Scope.machine)
    assert shop.update(shop.program("2.0", Commands="[tool]")).error is None
    there = shop.installed()
    assert there is not None
    assert (there.scope, there.version) == (Scope.machine, "2.0")
    assert shop.uninstall().error is None
    assert r"C:\Program Files\WinGet\Links" not in shop.host.files.search_path(Scope.machine)


def test_cancelled_before_any_step_nothing_has_happened(shop: Shop) -> None:
    before = shop.snapshot()
    manifest = shop.archive("1.0", {f"{number}.txt": "x" for number in range(10)} | {"bin/tool.exe": "t"})
    for at in range(1, 30):
        shop.call.cancel_at = shop.call.asked + at
        outcome = shop.install(manifest)
        if outcome.error is None:
            break
        assert isinstance(outcome.error, Cancelled)
        refused(shop, outcome, ErrorCode.CtrlSignalReceived, before)
    assert at > 10


def test_the_time_limit_lets_no_step_begin(shop: Shop) -> None:
    outcome = shop.install(shop.program("1.0"), run=ExecuteOptions(timeout_seconds=0))
    error = refused(shop, outcome, ErrorCode.Timeout, shop.snapshot())
    assert "0 seconds" in error.text


def test_a_second_change_waits_says_so_and_gives_up(shop: Shop) -> None:
    planned = shop.plan_install(shop.program("1.0"))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with Shop(shop.root.parent).host.change_lock(1, lambda: True):
            held.set()
            done.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    try:
        outcome = shop.execute(planned, ExecuteOptions(lock_wait_seconds=0.3))
    finally:
        done.set()
        other.join()
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallInProgress
    assert any("waiting" in text for _, text, _ in shop.call.messages)
    assert shop.execute(planned).error is None


def test_a_plan_that_no_longer_holds_is_not_carried_out(shop: Shop) -> None:
    manifest = shop.program("1.0")
    stale = shop.plan_install(manifest)
    shop.install(manifest)
    before = shop.snapshot()
    error = refused(shop, shop.execute(stale), ErrorCode.PlanStale, before)
    assert isinstance(error, PlanStale)


def test_a_plan_is_kept_carried_out_once_and_forgotten(shop: Shop) -> None:
    plans = PlanStore(most=2)
    kept = [plans.keep(shop.plan_install(shop.program("1.0"))) for _ in range(3)]
    assert len({one.plan.plan_id for one in kept}) == 3
    assert plans.take(kept[2].plan.plan_id, "Install") is kept[2]
    for gone in (kept[2], kept[0]):
        with pytest.raises(PlanStale):
            plans.take(gone.plan.plan_id, "Install")


NOT_RUN: dict[str, Callable[[Shop], Outcome]] = {
    "exe": lambda shop: shop.install(shop.program("1.0", InstallerType="exe")),
    "msi": lambda shop: shop.install(shop.program("1.0", InstallerType="msi")),
    "exe in a zip": lambda shop: shop.install(
        shop.archive("1.0", {"setup.exe": "x"}, {"setup.exe": ""}, NestedInstallerType="exe")
    ),
}


@pytest.mark.parametrize("case", list(NOT_RUN))
def test_what_a_sandbox_cannot_run_says_which_host_can(case: str, shop: Shop) -> None:
    before = shop.snapshot()
    error = refused(shop, NOT_RUN[case](shop), ErrorCode.HostCannot, before)
    assert "Windows" in (error.remedy or "")


def other_entry(shop: Shop, **values: str) -> None:
    key = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Other"
    for name, text in {"DisplayName": "Other", "DisplayVersion": "1", **values}.items():
        shop.host.registry.set_value(Hive.machine, key, name, RegistryValue("sz", text))


@pytest.mark.parametrize(
    ("values", "code"),
    [({}, ErrorCode.NoUninstallInfoFound), ({"UninstallString": "C:\\other.exe /u"}, ErrorCode.HostCannot)],
)
def test_what_is_no_portable_is_not_removed_yet(values: dict[str, str], code: ErrorCode, shop: Shop) -> None:
    from wingetpy.inventory.installed import installed_entries

    other_entry(shop, **values)
    before = shop.snapshot()
    entry = next(one for one in installed_entries(shop.host) if one.name == "Other")
    planned = shop.plan_uninstall(entry=entry)
    assert planned.plan.error is not None
    refused(shop, shop.execute(planned), code, before)


def test_a_source_that_stands_on_no_folder_names_no_files_of_this_machine(shop: Shop) -> None:
    manifest = shop.program("1.0")
    shop.origin = Origin(name="x", identifier="x")
    outcome = shop.install(manifest)
    error = refused(shop, outcome, ErrorCode.DownloadFailed, shop.snapshot())
    assert "folder" in error.text


def test_an_elevated_engine_removes_for_a_user_only_what_lies_in_the_portable_root(tmp_path: Path) -> None:
    """The user can write the entry and the list himself: they must not lead an elevated engine to other places."""
    shop = Shop(tmp_path)
    victim = shop.write(PureWindowsPath(r"C:\Windows\System32\victim.dll"), b"victim")
    shop.install(shop.program("1.0", Commands="[tool]"))
    key = f"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Test.Tool_{SOURCE}"
    values = shop.host.registry.values(Hive.user, key)
    assert values is not None
    lies = [
        {"TargetFullPath": str(victim)},
        {"InstallLocation": r"C:\Windows\System32", "TargetFullPath": str(victim)},
        {"InstallLocation": str(PACKAGES.parent / "x"), "TargetFullPath": str(PACKAGES.parent / "x" / "tool.exe")},
        {"SymlinkFullPath": r"C:\Windows\System32\link.exe"},
    ]
    for lie in lies:
        for name, text in lie.items():
            shop.host.registry.set_value(Hive.user, key, name, RegistryValue("sz", text))
        before = shop.snapshot()
        for options in (UninstallOptions(), UninstallOptions(force=True, purge=True)):
            refused(shop, shop.uninstall(options=options), ErrorCode.AdminContextRepairProhibited, before)
        for name, value in values.items():
            shop.host.registry.set_value(Hive.user, key, name, value)
    assert shop.read(victim) == b"victim"
    assert shop.uninstall().error is None


def test_an_elevated_engine_follows_no_link_on_the_way(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.install(shop.archive("1.0", {"bin/tool.exe": "t"}))
    victim = shop.write(PureWindowsPath(r"C:\Secret\tool.exe"), b"t")
    native = shop.native(ARCHIVE / "bin")
    (native / "tool.exe").unlink()
    native.rmdir()
    native.symlink_to(shop.native(victim.parent), target_is_directory=True)
    outcome = shop.uninstall("Test.Tools")
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.AdminContextRepairProhibited
    assert shop.native(victim).is_file()


def test_what_was_not_begun_is_not_called_changed_by_somebody(shop: Shop) -> None:
    assert shop.install(shop.archive("1.0", {"bin/tool.exe": "1", "a.txt": "1"})).error is None
    before = shop.snapshot()
    shop.again(Faults(file_in_use=(str(ARCHIVE / "a.txt"),)))
    refused(
        shop,
        shop.update(shop.archive("2.0", {"a.txt": "2", "bin/tool.exe": "2"})),
        ErrorCode.FileInUse,
        before,
    )
    assert not [text for level, text, _ in shop.call.messages if level == "Warning"]
