"""Which MSIX packages and volumes the windows host lists."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from kit.winrt import USER, Machine, package
from wingetpy.errors import ErrorCode, HostError, MsixError
from wingetpy.hosts.packages import (
    AddPackageDependencyOptions,
    ArchitectureFilter,
    CreatePackageDependencyOptions,
    Feature,
    InstallState,
    MsixPackage,
    PackageTypes,
    PackageUser,
    PackageVolume,
    Products,
    SignatureKind,
    Status,
)
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.hosts.winrt.runtime import WinRtRefusal
from wingetpy.inventory.msix import msix_entries
from wingetpy.model.scope import Scope

APP = "App_1.2.3.4_x64_~x_125rzkzqaqjwj"
FRAMEWORK = "Fw_2.0.0.0_neutral__125rzkzqaqjwj"
EXTRA = "Extra_1.0.0.0_arm64__125rzkzqaqjwj"
FAMILY = "App_125rzkzqaqjwj"
VOLUME = {"name": "{v}", "mountPoint": "C:\\", "storePath": "C:\\Program Files\\WindowsApps", "system": True}


def test_a_package_is_read_whole(machine: Machine) -> None:
    machine.stand_in.plays(
        packages=[
            package(
                APP,
                displayName="An app",
                publisher="CN=Somebody",
                publisherDisplayName="Somebody",
                signature=3,
                stub=True,
                status=["Modified", "DependencyIssue"],
                dependencies=[FRAMEWORK],
            )
        ],
        provisioned=[APP],
        volumes=[VOLUME],
    )
    assert machine.packages.find() == [
        MsixPackage(
            full_name=APP,
            family_name=FAMILY,
            display_name="An app",
            publisher="CN=Somebody",
            publisher_display_name="Somebody",
            version="1.2.3.4",
            architecture="x64",
            resource_id="~x",
            install_location=f"C:\\Program Files\\WindowsApps\\{APP}",
            data_location=f"C:\\Users\\u\\AppData\\Local\\Packages\\{FAMILY}",
            is_stub=True,
            signature_kind=SignatureKind.store,
            status=Status.modified | Status.dependency_issue,
            users=(PackageUser(USER, InstallState.installed),),
            provisioned=True,
            dependencies=(FRAMEWORK,),
            volume="{v}",
        )
    ]
    assert [one.full_name for one in machine.packages.find_provisioned()] == [APP]


def test_the_inventory_lists_what_winrt_says(machine: Machine, tmp_path: Path) -> None:
    """Frameworks as they are; what is part of Windows is left out."""
    of_windows = package("Shell_1.0.0.0_neutral__cw5n1h2txyewy", signature=4)
    machine.stand_in.plays(packages=[package(APP, displayName="An app"), of_windows], provisioned=[APP])
    host = SandboxHost(tmp_path)
    host.packages = machine.packages
    [entry] = msix_entries(host)
    assert (entry.local_id, entry.name, entry.version) == (f"MSIX\\{APP}", "An app", "1.2.3.4")
    assert (entry.family_name, entry.scope, entry.further_scope) == (FAMILY, Scope.machine, Scope.user)


def test_a_query_names_family_kinds_and_users(machine: Machine) -> None:
    packages = [
        package(APP),
        package(FRAMEWORK, framework=True),
        package(EXTRA, optional=True, mine=False, users=["S-1-5-9"]),
    ]
    machine.stand_in.plays(packages=packages)
    find = machine.packages.find
    assert [one.full_name for one in find()] == [APP, FRAMEWORK]
    assert [one.full_name for one in find(family_name=FAMILY.upper())] == [APP]
    assert [one.full_name for one in find(types=PackageTypes.framework)] == [FRAMEWORK]
    assert [one.full_name for one in find(full_name=APP.lower())] == [APP]
    assert find(full_name=EXTRA) == []
    [other] = find(types=PackageTypes.optional, all_users=True)
    assert (other.users, other.architecture) == ((PackageUser("S-1-5-9"),), "arm64")
    [named] = find(full_name=EXTRA, types=PackageTypes.optional, all_users=True)
    assert named.full_name == EXTRA


def test_what_a_damaged_package_refuses_stays_empty(machine: Machine) -> None:
    refused = dict.fromkeys(
        ("DisplayName", "InstalledPath", "InstalledLocation", "SignatureKind", "Status", "Dependencies"), 0x80070490
    )
    machine.stand_in.plays(packages=[package(APP, refuses=refused), {"fullName": FRAMEWORK}])
    first, second = machine.packages.find()
    assert (first.full_name, first.display_name, first.install_location) == (APP, "", None)
    assert (first.signature_kind, first.status, first.dependencies) == (SignatureKind.none, Status.ok, ())
    assert (second.display_name, second.publisher, second.install_location) == ("", "", None)


def test_a_package_that_goes_while_it_is_read_is_no_failure(machine: Machine) -> None:
    machine.stand_in.plays(packages=[package(APP, refuses={"Id": 0x80073CF1}), package(FRAMEWORK)])
    assert [one.full_name for one in machine.packages.find()] == [FRAMEWORK]


def test_the_kinds_are_asked_singly_where_windows_cannot_answer_for_all(machine: Machine) -> None:
    """E_NOT_SET, which some machines answer for Main and Framework together."""
    refusal = {"throws": 0x80070490}
    machine.stand_in.plays(
        packages=[package(APP), package(FRAMEWORK, framework=True)],
        answers={"FindPackagesForUserWithPackageTypes": [refusal, {}, refusal]},
    )
    assert [one.full_name for one in machine.packages.find()] == [APP]
    asked = machine.stand_in.calls(without=["new", "FindP0", "FindProv", "FindPackageV"])
    assert asked == [f"FindPackagesForUserWithPackageTypes(, {kinds})" for kinds in (3, 1, 2)]


def test_who_may_not_see_all_packages_is_told(machine: Machine) -> None:
    machine.stand_in.plays(answers={"FindPackagesWithPackageTypes": [{"throws": 0x80070005}]})
    with pytest.raises(HostError, match="0x80070005") as refused:
        machine.packages.find(all_users=True)
    assert refused.value.code == ErrorCode.CommandRequiresAdmin


def test_a_list_does_without_what_may_not_be_seen(machine: Machine) -> None:
    machine.stand_in.plays(
        packages=[package(APP)],
        answers={"FindProvisionedPackages": [{"throws": 0x80070005}], "FindPackageVolumes": [{"throws": 0x80070005}]},
    )
    [found] = machine.packages.find()
    assert (found.provisioned, found.volume) == (False, "")


def test_a_code_that_is_none_of_ours_is_in_the_message(machine: Machine) -> None:
    machine.stand_in.plays(answers={"FindPackagesForUserWithPackageTypes": [{"throws": 0x80041234}]})
    with pytest.raises(HostError, match="0x80041234") as refused:
        machine.packages.find()
    assert refused.value.code == ErrorCode.HostCannot


def test_volumes_are_listed_checked_and_repaired(machine: Machine) -> None:
    machine.stand_in.plays(volumes=[VOLUME, {"name": "{w}", "storePath": "D:\\WindowsApps", "offline": True}])
    assert machine.packages.volumes() == [
        PackageVolume(
            name="{v}", mount_point="C:\\", package_store_path="C:\\Program Files\\WindowsApps", is_system_volume=True
        ),
        PackageVolume(name="{w}", mount_point="", package_store_path="D:\\WindowsApps", is_offline=True),
    ]
    assert machine.packages.volume_is_ok("{W}")
    machine.functions.answers["volume_needs_repair"] = True
    assert not machine.packages.volume_is_ok("{w}")
    machine.packages.repair_volume("{w}")
    assert machine.functions.calls == [
        ("volume_needs_repair", "D:\\WindowsApps"),
        ("volume_needs_repair", "D:\\WindowsApps"),
        ("repair_volume", "D:\\WindowsApps"),
    ]


@pytest.mark.parametrize(
    ("answer", "code"),
    [(0x80004001, ErrorCode.HostCannot), (0x80070005, ErrorCode.CommandRequiresAdmin)],
    ids=["no such function", "no administrator"],
)
def test_a_volume_that_cannot_be_repaired_says_why(machine: Machine, answer: int, code: ErrorCode) -> None:
    machine.stand_in.plays(volumes=[VOLUME])
    machine.functions.answers["repair_volume"] = WinRtRefusal(answer, "")
    with pytest.raises(HostError) as refused:
        machine.packages.repair_volume("{v}")
    assert refused.value.code == code
    with pytest.raises(HostError, match="no package volume") as unknown:
        machine.packages.volume_is_ok("{none}")
    assert unknown.value.code == ErrorCode.NotFound


def test_a_pending_registration_is_asked_by_full_name(machine: Machine) -> None:
    machine.stand_in.plays(packages=[package(APP)])
    machine.functions.answers["registration_pending"] = True
    assert machine.packages.registration_pending(APP, user="S-1-5-9")
    assert machine.packages.registration_pending(FAMILY)
    assert machine.functions.calls == [("registration_pending", APP, "S-1-5-9"), ("registration_pending", APP, None)]
    assert not machine.packages.registration_pending("None_125rzkzqaqjwj")
    machine.functions.answers["registration_pending"] = WinRtRefusal(0x80070490, "")
    assert not machine.packages.registration_pending(APP)
    machine.functions.answers["registration_pending"] = WinRtRefusal(0x80004001, "")
    with pytest.raises(HostError):
        machine.packages.registration_pending(APP)


def test_a_package_is_put_into_the_package_graph(machine: Machine) -> None:
    added = machine.packages.add_dependency(
        FAMILY,
        "1.2.3.4",
        ArchitectureFilter.x64,
        CreatePackageDependencyOptions(lifetime_artifact="HKEY_CURRENT_USER\\Software\\X"),
        AddPackageDependencyOptions(rank=3),
    )
    [(_, new)] = machine.functions.calls
    assert new == {
        "family_name": FAMILY,
        "version": 0x0001_0002_0003_0004,
        "architectures": 4,
        "verify": False,
        "lifetime_kind": 2,
        "lifetime_artifact": "HKEY_CURRENT_USER\\Software\\X",
        "rank": 3,
        "prepend": False,
    }
    assert (added.full_name, added.dependency_id, added.context_id) == ("App_9.0.0.0_x64__125rzkzqaqjwj", "pd:1", 7)
    machine.packages.remove_dependency(added)
    assert machine.functions.calls[-1] == ("remove_dependency", "pd:1", 7)
    machine.functions.answers["add_dependency"] = WinRtRefusal(0x80670016, "")
    with pytest.raises(MsixError) as refused:
        machine.packages.add_dependency(
            FAMILY,
            "1.0.0.0",
            ArchitectureFilter.none,
            CreatePackageDependencyOptions(),
            AddPackageDependencyOptions(),
        )
    assert refused.value.code == ErrorCode.DependencyNotResolved


def test_without_the_windows_app_sdk_the_packages_of_a_product_are_not_known(machine: Machine) -> None:
    assert machine.packages.products() is None
    assert not machine.packages.supports(Feature.package_uri_scheme_ms_uup)
    with pytest.raises(HostError, match="it is not installed") as refused:
        machine.packages.product_packages("product")
    assert refused.value.code == ErrorCode.HostCannot
    assert refused.value.remedy == "Install it."


def test_with_the_windows_app_sdk_a_product_is_deployed_by_it(machine: Machine) -> None:
    machine.app_sdk = sdk = cast(Products, object())
    assert machine.packages.products() is sdk
    assert machine.packages.supports(Feature.package_uri_scheme_ms_uup)
    assert machine.packages.product_packages("product") == []
