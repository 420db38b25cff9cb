"""The rows of the Windows App SDK's own tests of this API, on the sandbox's store: set up, call, compare.

A row names its packages by its setup and its title. A row without a call has it, and its outcome, in its title
(`<Method>_[<target>_][1|N]_<state>_<outcome>`, reference 4.8). Rows that cannot be applied, and those that this engine
answers in another way, are listed with the row or section that says otherwise.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kit.calls import Listener
from kit.msix_manifests import Traits
from kit.package_store import PackageStore
from kit.wine_prefix import SHARED
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet, PackageSetItem
from wingetpy.deployment.results import PackageDeploymentResult, PackageReadyOrNewerAvailableStatus
from wingetpy.deployment.runtime import PackageRuntimeManager
from wingetpy.errors import EngineError
from wingetpy.hosts.packages import (
    AddPackageOptions,
    EnsurePackageIsReadyOptions,
    MsixPackage,
    RemovePackageOptions,
    Status,
)
from wingetpy.hosts.sandbox.packages import FOLDER, set_package_status
from wingetpy.hosts.sandbox.packages.products import write_products
from wingetpy.msix.identity import publisher_id

FILE = SHARED / "vectors" / "msix_was_tests.json"
ROWS: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8")) if FILE.is_file() else []
CODES = {
    "ERROR_INSTALL_OPEN_PACKAGE_FAILED": 0x80073CF0,
    "ERROR_INSTALL_PACKAGE_NOT_FOUND": 0x80073CF1,
    "ERROR_INSTALL_FAILED": 0x80073CF9,
    "ERROR_PATH_NOT_FOUND": 0x80070003,
    "ERROR_NOT_FOUND": 0x80070490,
    "E_ACCESSDENIED": 0x80070005,
    "E_NOTIMPL": 0x80004001,
    "E_INVALIDARG": 0x80070057,
    "STATEREPOSITORY_E_DEPENDENCY_NOT_RESOLVED": 0x80670016,
    "S_OK": 0,
}
FRAMEWORK, MAIN = Traits(framework=True), Traits(applications=("App",))
FIXTURES = {
    "Red": ("Test.F.Red", "1.2.3.4", FRAMEWORK),
    "Redder": ("Test.F.Red", "2.4.6.8", FRAMEWORK),
    "Green": ("Test.F.Green", "1.2.3.4", FRAMEWORK),
    "Blue": ("Test.F.Blue", "1.2.3.4", FRAMEWORK),
    "Black": ("Test.M.Black", "1.2.3.4", MAIN),
    "Blacker": ("Test.M.Black", "2.4.6.8", MAIN),
    "White": ("Test.M.White", "1.2.3.4", MAIN),
    "Whiter": ("Test.M.White", "2.4.6.8", MAIN),
}
STATES = {
    "NoSuchPackage": (),
    "NotInstalled": ("RemovePackage_Red",),
    "Staged": ("StagePackage_Red",),
    "StagedProvisioned": ("StagePackage_Red", "ProvisionPackage_Red"),
    "Registered": ("AddPackage_Red",),
    "RegisteredProvisioned": ("AddPackage_Red", "ProvisionPackage_Red"),
    "RegisteredPackageStatusBad": ("AddPackage_Red", "SetPackageStatus(Modified)"),
    "RegisteredPackageStatusOkAndBad": ("AddPackage_Red", "AddPackage_Green", "SetPackageStatus(Modified)"),
}
"""How a state of a title comes about, for the rows that have no setup."""
PRODUCT = "ms-uup:///Product/test.product"
NEWER = {"Red": "Redder", "Black": "Blacker", "White": "Whiter"}


class Scene:
    """A machine with the packages of the rows."""

    def __init__(self, folder: Path) -> None:
        self.store = PackageStore(folder)
        self.manager = PackageDeploymentManager(self.store.machine, Listener())
        self.made: dict[str, str] = {}

    def uri(self, name: str) -> str:
        if name == "Missing":
            return (self.store.folder / "missing" / "missing.msix").as_uri()
        if name not in self.made:
            identity, version, traits = FIXTURES[name]
            self.made[name] = self.store.package(identity, version, traits=traits)
        return self.made[name]

    def family(self, name: str) -> str:
        identity = "Does.Not.Exist" if name == "Missing" else FIXTURES[name][0]
        return f"{identity}_{publisher_id(self.store.publisher)}"

    def full_name(self, name: str) -> str:
        version = "1.2.3.4" if name == "Missing" else FIXTURES[name][1]
        identity, _, publisher = self.family(name).partition("_")
        return f"{identity}_{version}_neutral__{publisher}"

    def there(self, name: str, *, all_users: bool) -> MsixPackage | None:
        wanted = self.full_name(name)
        return next(iter(self.store.machine.packages.find(full_name=wanted, all_users=all_users)), None)

    def set_of(self, names: list[str], *, uris: bool = True) -> PackageSet:
        return PackageSet(
            id="set",
            package_set_items=tuple(
                PackageSetItem(
                    id=name,
                    package_family_name=self.family(name),
                    min_version="1.2.3.4" if name == "Missing" else FIXTURES[name][1],
                    package_uri=self.uri(name) if uris else None,
                )
                for name in names
            ),
        )

    def set_up_all(self, steps: list[str]) -> None:
        for before, step in zip(["", *steps], steps, strict=False):
            if step.startswith("SetPackageStatus"):
                full_name = self.full_name(before.partition("_")[2])
                set_package_status(self.store.root, full_name, Status.modified)
            else:
                self.set_up(step)

    def let_product_be(self, names: list[str]) -> None:
        write_products(self.store.root / FOLDER, {"test.product": [self.full_name(name) for name in names]})

    def without_rights(self) -> None:
        """The caller goes on without administrator rights."""
        self.manager = PackageDeploymentManager(self.store.host(elevated=False), Listener())

    def set_up(self, step: str) -> None:
        verb, _, name = step.partition("_")
        manager, quiet = self.manager, RemovePackageOptions(ok_if_not_found=True)
        match verb:
            case "AddPackage":
                assert manager.add_package(self.uri(name)).succeeded
            case "AddPackageDefer":
                self.store.run(self.store.one(FIXTURES[name][0]))
                options = AddPackageOptions(defer_registration_when_packages_are_in_use=True)
                assert manager.add_package(self.uri(name), options).succeeded
            case "StagePackage":
                assert manager.stage_package(self.uri(name)).succeeded
            case "RemovePackage":
                assert manager.remove_package_by_full_name(self.full_name(name), quiet).succeeded
            case "RemovePackageFamily":
                assert manager.remove_package_by_family_name(self.family(name), quiet).succeeded
            case "ProvisionPackage":
                assert manager.provision_package(self.family(name)).succeeded
            case "DeprovisionPackage":
                manager.deprovision_package(self.family(name))
            case _:
                raise AssertionError(step)


def steps_of(row: dict[str, Any]) -> list[str]:
    """A row's setup, up to where the removals after the test begin: of what the setup named before."""
    steps: list[str] = row["setup"]
    if not steps and row["call"] is None:
        state = next((one for one in row["test"].split("_") if one in STATES), "NoSuchPackage")
        own = "Black" if row["file"].endswith("_Main.cpp") else "Red"
        return [step.replace("_Red", f"_{own}") for step in STATES[state]]
    if row["call"] is not None and len(steps) <= 9:
        return steps
    for number, step in enumerate(steps):
        verb, _, name = step.partition("_")
        if verb == "RemovePackage" and any(one.endswith(f"_{name}") for one in steps[:number]):
            return steps[:number]
    return steps


def names_of(row: dict[str, Any]) -> list[str]:
    """The packages that a row's call is about."""
    title, steps = row["test"], " ".join(steps_of(row))
    is_main = "Main" in title or (re.search(r"_(Black|White)", steps) and not re.search(r"_Red\b", steps))
    first = "Black" if is_main or row["file"].endswith("_Main.cpp") else "Red"
    if "OlderRegistered" in title or "OlderStaged" in title or ("NewerStaged_Success" in title and "Ensure" in title):
        first = NEWER[first]
    if "OkAndBad" in title or "NotAllPackageStatusOK" in title:
        return ["Red", "Green"]
    if "_N_RegisteredAndNewerAvailable" in title:
        return ["Black", "White"]
    if "_N_" not in title:
        return ["Missing"] if "NoSuchPackage" in title else [first]
    if "RegisteredAndStaged" in title:
        return [first, *re.findall(r"StagePackage_(\w+)", steps)]
    rest = ["White"] if first in ("Black", "Blacker") else ["Green", "Blue"]
    names = [first, *rest]
    if "NoSuchPackage" in title:
        names[1] = "Missing"
    return names


def skipped(row: dict[str, Any]) -> str:
    """Why a row cannot be applied; empty where it can."""
    if "ReadyOrNewerAvailableByUri" in row["test"]:
        return "the seed has no such method, and the shipped API has it behind a feature alone"
    if row["test"] == "GetAvailableSpace":
        return "a method of the shipped volume that the seed does not have; the row says nothing of its answer"
    return ""


_COPIED = (
    "registered or ready is what provisioning leads to; reference 3.2: deprovisioning registers and mends nothing, and "
    "4.8: these post-conditions are copied, judge by the documentation"
)
_BEFORE = (
    "the newer version is there by StagePackageSetAsync_N_OlderStaged_Success; this row has the state before its call"
)
_CONTRADICTION = "the title, and the sibling {}SetAsync_N_RegisteredAndNoSuchPackage_Fail, say that it fails"
_BY_FAMILY = (
    "the shipped build cannot remove by URI; the seed's table has Remove of a PackageSet, and this engine removes the "
    "items by their families (docs/msix.md)"
)
_RESET = "by ResetPackageAsync_PackageFullName_Registered_Success and reference 3.4 the package stays registered"
_REPAIR = "by RepairPackageAsync_PackageFullName_Staged_Fail and reference 3.4 only what is registered is repaired"
DIFFERENT = {
    "IsPackageReady_PackageFamilyName_InvalidParameter": (
        "the seed's table has IsReady of a PackageFamilyName; reference 4.3: to be supported"
    ),
    "IsPackageSetReadyOrNewerAvailable_N_RegisteredAndNewerAvailable_NotReady": (
        "by IsPackageSetReadyOrNewerAvailable_1_NewerAvailable such a package is ready, and a set of ready ones is"
    ),
    "RepairPackageByUriAsync_Staged_Success": _REPAIR,
    "AddPackageByUriAsync_OlderRegistered_Success": (
        "by RegisterPackageByUriAsync_Framework_OlderRegistered_Success the older framework is unregistered"
    ),
    "DeprovisionPackageAsync_StagedProvisioned_Success": _COPIED,
    "DeprovisionPackageAsync_RegisteredPackageStatusBad_Success": _COPIED,
    "DeprovisionPackageAsync_Staged_Success": _COPIED,
    "DeprovisionPackageSetAsync_N_RegisteredAndNoSuchPackageAndStaged_Fail": _CONTRADICTION.format(
        "DeprovisionPackage"
    ),
    "ProvisionPackageSetAsync_N_RegisteredAndNoSuchPackageAndStaged_Fail": _CONTRADICTION.format("ProvisionPackage"),
    "RemovePackageSetAsync_Uri_1_NotInstalled_Success": _BY_FAMILY,
    "RemovePackageSetAsync_Uri_1_Registered_Success": _BY_FAMILY,
    "RemovePackageSetAsync_Uri_N_Registered_Success": _BY_FAMILY,
    "RemovePackageSetAsync_Uri_N_RegisteredAndNotInstalledAndStaged_Success": _BY_FAMILY,
    "ResetPackageSetAsync_1_Registered_Success": _RESET,
    "ResetPackageSetAsync_N_Registered_Success": _RESET,
    "StagePackageAsync_OlderStaged_Success": _BEFORE,
    "StagePackageByUriAsync_OlderStaged_Success": _BEFORE,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["test"])
def test_a_row(row: dict[str, Any], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if why := skipped(row):
        pytest.skip(why)
    if why := DIFFERENT.get(row["test"], ""):
        request.applymarker(pytest.mark.xfail(reason=why))  # strict: a row that agrees again is a failure
    scene, names = Scene(tmp_path), names_of(row)
    scene.set_up_all(steps_of(row))
    if "ByUri" in row["test"] and row["requires_feature"]:
        scene.let_product_be([] if names == ["Missing"] else names)
    if "AccessDenied" in row["test"]:
        scene.without_rights()
    result, raised = called(scene, row, names)
    if row["throws"]:
        assert raised is not None
        assert raised.code == CODES[row["throws"][0]]
    elif raised is not None:
        raise raised
    if row["status"]:
        assert isinstance(result, PackageDeploymentResult)
        assert (result.status.name, result.error) == (row["status"], CODES.get(row["error"], 0)), result.error_text
        if row["extended_error"]:
            assert result.extended_error == CODES[row["extended_error"]]
    if row["call"] is None and not row["throws"]:
        compare_outcome(result, row["test"].rpartition("_")[2], row["test"])
    compare_after(scene, row, names)


def compare_outcome(result: object, outcome: str, title: str) -> None:
    """Compare a result with the last word of a title."""
    if isinstance(result, PackageDeploymentResult):
        assert result.succeeded == (outcome == "Success"), result.error_text
        return
    expected = "NotReady" if title.endswith("NotAllPackageStatusOK") else outcome
    assert result is PackageReadyOrNewerAvailableStatus[expected]


def called(scene: Scene, row: dict[str, Any], names: list[str]) -> tuple[object, EngineError | None]:
    try:
        return _called(scene, row, names), None
    except EngineError as error:
        return None, error


def _called(scene: Scene, row: dict[str, Any], names: list[str]) -> object:
    title, manager = row["test"], scene.manager
    call = row["call"] or title.partition("_")[0]
    verb = re.match(r"(Add|Stage|Register|Remove|Repair|Reset|Provision|Deprovision)", call)
    if call == "AddPackageSet":
        return PackageRuntimeManager(scene.store.machine.packages).add_package_set(scene.set_of(names))
    if call.startswith("IsPackageRegistrationPending"):
        return manager.is_package_registration_pending(scene.full_name(names[0]))
    if call == "IsPackageReadyOrNewerAvailable":
        text = scene.family(names[0]) if "FamilyName" in title else scene.full_name(names[0])
        return manager.is_package_ready_or_newer_available("" if title.endswith(f"{call}_InvalidParameter") else text)
    if call == "IsPackageSetReadyOrNewerAvailable":
        return manager.is_package_set_ready_or_newer_available(scene.set_of(names))
    if call == "IsPackageReady" and "FamilyName" in title:
        return manager.is_package_ready(scene.family(names[0]))
    if call == "IsPackageReady":
        return manager.is_package_ready(scene.full_name(names[0]))
    if call == "IsPackageSetReady":
        return manager.is_package_set_ready(scene.set_of(names))
    if call == "EnsurePackageSetReadyAsync":
        newer = "RegisterNewer" in row["file"]
        packages = PackageSet() if "InvalidParameter" in title else scene.set_of(names)
        return manager.ensure_package_set_is_ready(
            packages, EnsurePackageIsReadyOptions(register_newer_if_available=newer)
        )
    assert verb is not None, call
    removing = [RemovePackageOptions(ok_if_not_found=title.endswith("_Success"))] if verb[1] == "Remove" else []
    if "Set" in call:
        uris = verb[1] not in ("Remove", "Repair", "Reset", "Provision", "Deprovision", "Register")
        return getattr(manager, f"{verb[1].lower()}_package_set")(scene.set_of(names, uris=uris), *removing)
    if "ByUri" in call and row["requires_feature"]:
        return getattr(manager, f"{verb[1].lower()}_package_by_uri")(PRODUCT, *removing)
    name = names[0]
    if verb[1] in ("Add", "Stage"):
        return getattr(manager, f"{verb[1].lower()}_package")(scene.uri(name))
    if verb[1] in ("Provision", "Deprovision", "Register") or "FamilyName" in title:
        return getattr(manager, f"{verb[1].lower()}_package")(scene.family(name), *removing)
    return getattr(manager, f"{verb[1].lower()}_package")(scene.full_name(name), *removing)


def bad_of(row: dict[str, Any]) -> str:
    """The package whose status a row makes bad; empty where none."""
    steps = steps_of(row)
    marks = [number for number, step in enumerate(steps) if step.startswith("SetPackageStatus")]
    return steps[marks[0] - 1].partition("_")[2] if marks else ""


def compare_after(scene: Scene, row: dict[str, Any], names: list[str]) -> None:
    last = dict(one.split("=") for one in row["after"])
    for what, expected in last.items():
        question, _, name = what.partition("_")
        match question:
            case "IsPackageRegistered":
                found = scene.there(name, all_users=False) is not None
            case "IsPackageStaged":
                found = scene.there(name, all_users=True) is not None
            case "IsPackageSetReady":
                found = scene.manager.is_package_set_ready(scene.set_of(names))
            case "IsPackageProvisioned":
                found = scene.manager.is_package_provisioned(scene.family(name))
            case "IsPackageSetProvisioned":
                found = scene.manager.is_package_set_provisioned(scene.set_of(names))
            case "IsPackageReady":
                found = scene.manager.is_package_ready(scene.full_name(bad_of(row) or names[0]))
            case _:
                found = scene.manager.is_package_registration_pending(scene.full_name(names[0]))
        assert str(found) == expected, what
