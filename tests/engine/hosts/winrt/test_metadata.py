"""Every name of WinRT that the backend or the stand-in uses is in the metadata of Windows.

The metadata comes with a NuGet package, whose licence is for use with Windows: it is read in NuGet's own cache, and
nothing of it is kept here.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from kit.pywinrt import STAND_IN, answer, modules_from
from kit.winrt import StandIn
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Feature,
    InstallState,
    PackageTypes,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    StagePackageOptions,
    Status,
    StubPackageOption,
)
from wingetpy.hosts.store_apps import StoreState
from wingetpy.hosts.winrt import app_sdk, names

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


SDK = "Microsoft.Windows.Management.Deployment"
PYTHON_TYPES = {
    "bool": "Boolean",
    "str": "String",
    "Uri": "System.Uri",
    "uris": "System.Collections.Generic.IList`1<System.Uri>",
    "texts": "System.Collections.Generic.IList`1<String>",
    "digests": "System.Collections.Generic.IDictionary`2<System.Uri, String>",
}


@pytest.fixture(scope="module")
def shipped(nuget: Path, assembly: Path) -> set[str]:
    """What the Windows App SDK declares, a line each."""
    return StandIn(assembly).declares(folder_of(nuget, APP_SDK, APP_SDK_VERSION) / "metadata" / f"{SDK}.winmd", SDK)


@pytest.fixture
def pywinrt() -> Iterator[ModuleType]:
    """The stand-in for PyWinRT's module of the same namespace."""
    with modules_from(STAND_IN):
        yield importlib.import_module(app_sdk.DEPLOYMENT)


def pythonic(name: str) -> str:
    """PyWinRT's rule: small letters with underscores."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def classes_of(module: ModuleType) -> dict[str, type]:
    return {
        name: kind
        for name, kind in vars(module).items()
        if inspect.isclass(kind) and kind.__module__ == module.__name__ and kind.__name__ == name and name[0] != "_"
    }


def test_the_stand_in_for_pywinrt_has_no_name_that_the_app_sdk_has_not(shipped: set[str], pywinrt: ModuleType) -> None:
    classes = classes_of(pywinrt)
    assert {"PackageDeploymentManager", "AddPackageOptions", "PackageDeploymentResult"} <= set(classes)
    for name, kind in classes.items():
        assert any(line.startswith(f"{SDK}.{name}: ") for line in shipped), name
        if issubclass(kind, enum.Enum):
            values = (line.rpartition(" = ") for line in shipped if line.startswith(f"{SDK}.{name}."))
            numbers = {pythonic(left.rpartition(".")[2]).upper(): int(right) for left, _, right in values}
            assert {one.name: one.value for one in kind} == numbers
            continue
        members = {pythonic(member) for member in members_of(shipped, f"{SDK}.{name}")}
        used = {one for one in {*vars(kind), *inspect.get_annotations(kind)} if not one.startswith("_")}
        assert used <= members, name


def test_the_stand_in_s_properties_have_the_types_of_the_app_sdk(shipped: set[str], pywinrt: ModuleType) -> None:
    declared = {
        (match[1], pythonic(match[2])): match[3]
        for line in shipped
        if (match := re.match(rf"{SDK}\.(\w+)\.get_(\w+)\(\): (.+)", line))
    }
    checked = 0
    for name, kind in classes_of(pywinrt).items():
        for member, annotation in inspect.get_annotations(kind).items():
            assert declared[name, member] == PYTHON_TYPES.get(annotation, f"{SDK}.{annotation}"), (name, member)
            checked += 1
    assert checked > 50


def test_the_stand_in_s_methods_take_what_those_of_the_app_sdk_take(shipped: set[str], pywinrt: ModuleType) -> None:
    shapes: dict[tuple[str, str], list[list[str]]] = {}
    for line in shipped:
        if match := re.match(rf"{SDK}\.(\w+)\.([A-Z]\w+)\((.*)\): ", line):
            shapes.setdefault((match[1], pythonic(match[2])), []).append([one for one in match[3].split(", ") if one])
    checked = 0
    for name, kind in classes_of(pywinrt).items():
        for method, function in inspect.getmembers(kind, inspect.isfunction):
            if method.startswith("_") or method == "said":
                continue
            taken = [one for one in inspect.signature(function).parameters.values() if one.name != "self"]
            types = [PYTHON_TYPES.get(one.annotation, f"{SDK}.{one.annotation}") for one in taken]
            assert types in shapes[name, method], (name, method)
            checked += 1
    assert checked == 12


def test_what_an_operation_gives_has_the_app_sdk_s_names(
    shipped: set[str], windows: set[str], pywinrt: ModuleType
) -> None:
    for given in (
        pywinrt.PackageDeploymentResult(answer()),
        pywinrt.PackageDeploymentProgress(pywinrt.PackageDeploymentProgressStatus.QUEUED, 0.5),
    ):
        members = members_of(shipped, f"{SDK}.{type(given).__name__}")
        assert set(vars(given)) <= {pythonic(one) for one in members}
    information = members_of(windows, "Windows.Foundation.IAsyncInfo")
    assert {"status", "error_code", "cancel"} <= {pythonic(one) for one in information}
    with_progress = members_of(windows, "Windows.Foundation.IAsyncOperationWithProgress`2")
    assert {"get_results", "progress"} <= {pythonic(one) for one in with_progress}


def test_the_app_sdk_has_every_method_that_the_backend_calls(shipped: set[str], pywinrt: ModuleType) -> None:
    manager = {pythonic(one) for one in members_of(shipped, f"{SDK}.PackageDeploymentManager")}
    assert {method for method, _ in app_sdk.METHODS.values()} <= manager
    assert all(hasattr(pywinrt.PackageDeploymentManager, method) for method, _ in app_sdk.METHODS.values())
    of_app_sdk = {one.name: one.value for one in pywinrt.PackageDeploymentFeature}
    assert {one.name.upper(): one.value for one in Feature if one.value < 100} == of_app_sdk
    assert {one.value for one in StubPackageOption} == {one.value for one in pywinrt.StubPackageOption}
