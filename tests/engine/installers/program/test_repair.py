"""Repairs: which program is started, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.program_shop import ProgramShop
from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.registry import Hive
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.installers.kinds import technology_of_installed
from wingetpy.installers.technology import InstallOptions, RepairTask, Work
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Manifest
from wingetpy.model.technology import InstallMode
from wingetpy.state.tracking import TrackedPackage, open_tracking

CODE = "{B2C60A2F-7C3B-4A57-9E0C-7A2F2F1B0010}"
PATHS = {"ModifyPath": r'"C:\T\modify.exe" /m', "UninstallString": r'"C:\T\un.exe" /u'}


@pytest.fixture
def shop(tmp_path: Path) -> ProgramShop:
    return ProgramShop(tmp_path)


def repair(
    shop: ProgramShop,
    entry: InstalledEntry,
    manifest: Manifest | None = None,
    mode: InstallMode = "Default",
    log: str = "",
) -> Work:
    task = RepairTask(
        package="Test.Setup",
        installed=entry,
        origin=shop.origin,
        manifest=manifest,
        installer=manifest.installers[0] if manifest else None,
        options=InstallOptions(mode=mode, log=log or None),
    )
    return technology_of_installed(entry.installer_type).repair(shop.host, task)


def code_of(shop: ProgramShop, entry: InstalledEntry, manifest: Manifest | None = None) -> ErrorCode:
    with pytest.raises(OperationError) as refused:
        repair(shop, entry, manifest)
    return refused.value.code


@pytest.mark.parametrize(
    ("mode", "end"), [("Default", " /passive /norestart"), ("Silent", " /quiet /norestart"), ("Interactive", "")]
)
def test_a_product_of_the_windows_installer_is_repaired_by_its_code(
    mode: InstallMode, end: str, shop: ProgramShop
) -> None:
    work = repair(shop, shop.entry(CODE, WindowsInstaller="1"), mode=mode)
    assert work.preview.command_line == rf'"C:\Windows\System32\msiexec.exe" /f {CODE}{end}'


@pytest.mark.parametrize(
    ("behavior", "line"),
    [("modify", r'"C:\T\modify.exe" /m /p /rep'), ("uninstaller", r'"C:\T\un.exe" /u /p /rep')],
)
def test_its_own_program_repairs_with_the_manifests_switch(behavior: str, line: str, shop: ProgramShop) -> None:
    switches = {"SilentWithProgress": "/p", "Repair": "/rep", "Custom": "/c", "Log": "/log <LOGPATH>"}
    manifest = shop.setup(RepairBehavior=behavior, InstallerSwitches=switches)
    entry = shop.entry("Tool", **PATHS)
    assert repair(shop, entry, manifest).preview.command_line == line
    assert repair(shop, entry, manifest, log="L").preview.command_line == line.replace("/rep", "/log L /rep")


def test_its_installer_repairs(shop: ProgramShop) -> None:
    manifest = shop.setup(
        RepairBehavior="installer", InstallerSwitches={"Silent": "/q", "Repair": "/rep", "Custom": "/c"}
    )
    work = repair(shop, shop.entry("Tool"), manifest)
    assert work.preview.command_line == '"Test.Setup-1.0.exe" /q /rep'


def test_what_nobody_describes_is_no_repair(shop: ProgramShop) -> None:
    entry = shop.entry("Tool", **PATHS)
    assert code_of(shop, entry) is ErrorCode.NoRepairInfoFound
    only_switch = shop.setup(InstallerSwitches={"Repair": "/rep"})
    assert code_of(shop, entry, only_switch) is ErrorCode.NoRepairInfoFound
    only_behavior = shop.setup(RepairBehavior="uninstaller")
    assert code_of(shop, entry, only_behavior) is ErrorCode.NoRepairInfoFound
    without_program = shop.setup(RepairBehavior="modify", InstallerSwitches={"Repair": "/rep"})
    assert code_of(shop, shop.entry("Bare"), without_program) is ErrorCode.NoRepairInfoFound


@pytest.mark.parametrize("flag", ["NoModify", "NoRepair"])
def test_an_entry_may_forbid_it(flag: str, shop: ProgramShop) -> None:
    manifest = shop.setup(RepairBehavior="modify", InstallerSwitches={"Repair": "/rep"})
    assert code_of(shop, shop.entry("Tool", **PATHS, **{flag: "1"}), manifest) is ErrorCode.RepairNotSupported
    assert code_of(shop, shop.entry(CODE, WindowsInstaller="1", **{flag: "1"})) is ErrorCode.RepairNotSupported


def test_another_technology_is_not_applicable(shop: ProgramShop) -> None:
    manifest = shop.setup(InstallerType="msi", RepairBehavior="modify", InstallerSwitches={"Repair": "/rep"})
    assert code_of(shop, shop.entry("Tool", **PATHS), manifest) is ErrorCode.RepairNotApplicable


def test_a_portable_has_no_repair(shop: ProgramShop) -> None:
    assert code_of(shop, shop.entry("Tool", WinGetInstallerType="portable")) is ErrorCode.RepairNotSupported
    with pytest.raises(OperationError) as refused:
        repair(shop, shop.entry("Tool", WinGetInstallerType="portable"))
    assert refused.value.remedy_id == "Reinstall", "each surface names its own option"


def test_an_elevated_engine_starts_for_a_user_only_what_it_installed(shop: ProgramShop, tmp_path: Path) -> None:
    manifest = shop.setup(RepairBehavior="modify", InstallerSwitches={"Repair": "/rep"})
    entry = shop.entry("Tool", hive=Hive.user, **PATHS)
    refusal = repair(shop, entry, manifest).refusal
    assert refusal is not None
    assert refusal.code is ErrorCode.AdminContextRepairProhibited
    removal = shop.plan_removal(entry).plan.error
    assert removal is not None
    assert removal.code == ErrorCode.AdminContextRepairProhibited.hex
    with open_tracking(shop.host.state_folder()) as tracking:
        record = TrackedPackage(
            source="s", package="Test.Setup", product_code="tool", scope="User", version="1.0", installed=0.0
        )
        tracking.remember(record)
    assert repair(shop, entry, manifest).refusal is None
    assert shop.plan_removal(entry).plan.error is None

    by_consent = ProgramShop(tmp_path, SandboxFacts(elevated_by_consent=True))
    assert repair(by_consent, entry, manifest).refusal is not None, "another program of the user may have written it"
    assert by_consent.plan_removal(entry).plan.error is not None
