"""Every name of WinRT that the backend or the stand-in uses is in the metadata of Windows.

The metadata comes with a NuGet package, whose licence is for use with Windows: it is read in NuGet's own cache, and
nothing of it is kept here.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import msgspec
import pytest

from kit.winrt import StandIn
from wingetpy.hosts.packages import (
    AddPackageOptions,
    InstallState,
    PackageTypes,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    StagePackageOptions,
    Status,
    StubPackageOption,
)
from wingetpy.hosts.store_apps import StoreState
from wingetpy.hosts.winrt import names

WINDOWS, WINDOWS_VERSION = "Microsoft.Windows.SDK.NET.Ref", "10.0.28000.87"
APP_SDK, APP_SDK_VERSION = "Microsoft.WindowsAppSDK.Foundation", "2.6.5"
NAMESPACES = {
    "Windows.ApplicationModel",
    "Windows.ApplicationModel.Store.Preview.InstallControl",
    "Windows.Management.Deployment",
    "Windows.Storage",
    "Windows.System",
}
PROJECT = f"""<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net$(BundledNETCoreAppTargetFrameworkVersion)</TargetFramework></PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="{WINDOWS}" Version="[{WINDOWS_VERSION}]" />
    <PackageDownload Include="{APP_SDK}" Version="[{APP_SDK_VERSION}]" />
  </ItemGroup>
</Project>"""


@pytest.fixture(scope="module")
def nuget(assembly: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """NuGet's cache, with the two packages in it."""
    cache = Path(os.environ.get("NUGET_PACKAGES") or Path.home() / ".nuget" / "packages")
    if not (
        folder_of(cache, WINDOWS, WINDOWS_VERSION).is_dir() and folder_of(cache, APP_SDK, APP_SDK_VERSION).is_dir()
    ):
        project = tmp_path_factory.mktemp("metadata") / "metadata.csproj"
        project.write_text(PROJECT, "utf-8")
        restore = ["dotnet", "restore", "--nologo", "-v", "quiet", str(project)]
        done = subprocess.run(restore, capture_output=True, text=True, timeout=240, check=False)
        if done.returncode:
            pytest.skip(
                f"the metadata of Windows is not in NuGet's cache and could not be loaded: {done.stdout[-200:]}"
            )
    return cache


def folder_of(cache: Path, package: str, version: str) -> Path:
    return cache / package.lower() / version


@pytest.fixture(scope="module")
def windows(nuget: Path, assembly: Path) -> set[str]:
    """What Windows declares, a line each."""
    folder = folder_of(nuget, WINDOWS, WINDOWS_VERSION) / "winmd"
    universal, foundation = (
        folder / f"Windows.Foundation.{one}.winmd" for one in ("UniversalApiContract", "FoundationContract")
    )
    stand_in = StandIn(assembly)
    found = stand_in.declares(foundation, "Windows.Foundation")
    for namespace in NAMESPACES:
        found |= stand_in.declares(universal, namespace)
    return found


def members_of(lines: set[str], type_name: str) -> set[str]:
    """The members of a type: methods, properties and fields."""
    shown = (re.match(rf"{re.escape(type_name)}\.(?:get_|put_)?(\w+)", line) for line in lines)
    return {match[1] for match in shown if match}


def test_the_stand_in_declares_nothing_that_windows_does_not(
    stand_in: StandIn, assembly: Path, windows: set[str]
) -> None:
    """Types, kinds, members with all their parameters, enum values."""
    declared: set[str] = set()
    for namespace in NAMESPACES | {"Windows.Foundation"}:
        declared |= stand_in.declares(assembly, namespace)
    internal = re.compile(r"\.\.ctor\(Object, IntPtr\)|\.(Begin|End)Invoke\(")  # of a delegate, by the compiler
    assert len(declared) > 250
    assert sorted(line for line in declared - windows if not internal.search(line)) == []


def test_every_member_that_the_backend_names_is_in_windows(windows: set[str]) -> None:
    missing = [
        f"{type_name}.{member}"
        for type_name, members in names.MEMBERS.items()
        for member in members
        if member not in members_of(windows, type_name)
    ]
    assert missing == []


def test_every_type_that_the_backend_names_is_in_windows(windows: set[str]) -> None:
    named = {value for name, value in vars(names).items() if isinstance(value, str) and value.startswith("Windows.")}
    named -= {names.DEPLOYMENT, names.STORE}
    assert len(named) > 15
    assert [one for one in sorted(named) if not any(line.startswith(f"{one}: ") for line in windows)] == []


@pytest.mark.parametrize(
    ("class_name", "ours", "elsewhere"),
    [
        (names.ADD_OPTIONS, AddPackageOptions, set()),
        (names.STAGE_OPTIONS, StagePackageOptions, set()),
        (names.REGISTER_OPTIONS, RegisterPackageOptions, {"DependencyPackageFamilyNames"}),
        (names.PROVISIONING_OPTIONS, ProvisionPackageOptions, set()),
    ],
)
def test_our_options_are_properties_of_windows(
    windows: set[str], class_name: str, ours: type[msgspec.Struct], elsewhere: set[str]
) -> None:
    """`elsewhere`: an argument of a method in Windows."""
    fields = {field.encode_name for field in msgspec.structs.fields(ours)}
    assert fields - members_of(windows, class_name) == elsewhere


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (names.REMOVAL_OPTIONS, sorted(names.REMOVAL.values())),
        (names.DEPLOYMENT_OPTIONS, sorted(names.OLDER.values())),
        (names.APP_INSTALLER_OPTIONS, sorted(names.APP_INSTALLER.values())),
        (names.PACKAGE_TYPES, sorted(one.value for one in PackageTypes)),
        (f"{names.DEPLOYMENT}.PackageInstallState", sorted(one.value for one in InstallState)),
    ],
)
def test_our_numbers_are_those_of_windows(windows: set[str], name: str, values: list[int]) -> None:
    of_windows = {int(line.rpartition(" = ")[2]) for line in windows if line.startswith(f"{name}.")}
    assert set(values) <= of_windows


def test_our_names_of_values_are_those_of_windows(windows: set[str]) -> None:
    assert {f"{names.STORE}.AppInstallState.{one.name} = {one.value}" for one in StoreState} <= windows
    assert {f"{names.STUB_PACKAGE_OPTION}.{one.name} = {one.value}" for one in StubPackageOption} <= windows
    flags = {f"{names.DEPLOYMENT}.RemovalOptions.{pascal(name)} = {value}" for name, value in names.REMOVAL.items()}
    assert flags <= windows
    of_status = members_of(windows, "Windows.ApplicationModel.PackageStatus")
    assert {pascal(one.name or "") for one in Status} <= of_status


def pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def test_the_app_sdk_has_what_the_table_says_of_it(stand_in: StandIn, nuget: Path) -> None:
    """The seed's API as it ships: the differences that `names` and the reference tell of."""
    namespace = "Microsoft.Windows.Management.Deployment"
    folder = folder_of(nuget, APP_SDK, APP_SDK_VERSION) / "metadata"
    shipped = stand_in.declares(folder / f"{namespace}.winmd", namespace)
    assert {"IsRepairNeeded", "Repair"} <= members_of(shipped, f"{namespace}.PackageVolume")
    assert "FailIfNotFound" in members_of(shipped, f"{namespace}.RemovePackageOptions")
    manager = members_of(shipped, f"{namespace}.PackageDeploymentManager")
    assert {"IsPackageRegistrationPending", "RepairPackageAsync", "ResetPackageAsync"} <= manager
    for ours, name in ((AddPackageOptions, "AddPackageOptions"), (RegisterPackageOptions, "RegisterPackageOptions")):
        fields = {field.encode_name for field in msgspec.structs.fields(ours)}
        assert fields <= members_of(shipped, f"{namespace}.{name}")
