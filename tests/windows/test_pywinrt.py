"""The real PyWinRT in a CPython for Windows under Wine, which has no factory of WinRT's: what its calls raise there is
what the Windows App SDK's path makes a reason of.

The wheels of the Windows App SDK itself are not among those of the tests: their modules are written here, over those of
Windows' own package manager, which PyWinRT projects in the same way.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kit.wine_prefix import REPOSITORY, SHARED, Prefix, windows_path

WHEELS = (
    "winrt_runtime-4*cp313-win_amd64.whl",
    "winrt_windows_foundation-4*.whl",
    "winrt_windows_foundation_collections-4*.whl",
    "winrt_windows_management_deployment-4*.whl",
    "typing_extensions-*.whl",
)
OF_THE_APP_SDK = {
    "management/deployment": """
from winrt.windows.management.deployment import AddPackageOptions

class PackageDeploymentManager:
    @staticmethod
    def get_default():
        return AddPackageOptions()
""",
    "applicationmodel/dynamicdependency/bootstrap": """
import enum

class InitializeOptions(enum.IntFlag):
    ON_PACKAGE_IDENTITY_NOOP = 16

def initialize(*, options):
    return lambda: None
""",
}
_ASKS = r"""
from wingetpy.hosts.winrt import app_sdk, pywinrt
from wingetpy.hosts.winrt.loading import Missing
from wingetpy.hosts.winrt.runtime import WinRtRefusal

try:
    app_sdk.products()
except Missing as missing:
    print(missing.reason, "|", missing.remedy)
from winrt.windows.foundation import HResult
from winrt.windows.management.deployment import (
    AddPackageOptions, PackageManager, RegisterPackageOptions, StubPackageOption
)

for ask in (RegisterPackageOptions, AddPackageOptions):
    try:
        with pywinrt.errors():
            ask()
    except WinRtRefusal as refused:
        print(hex(refused.code))
print(hex(pywinrt.unsigned(HResult(0x80073CF0))), StubPackageOption(2).value)
print(hasattr(AddPackageOptions, "dependency_package_uris"), hasattr(AddPackageOptions, "no_such_option"))
print(hasattr(PackageManager, "add_package_by_uri_async"))
"""


@pytest.fixture(scope="module")
def pywinrt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the modules of PyWinRT's wheels."""
    folder = tmp_path_factory.mktemp("pywinrt")
    for name in WHEELS:
        found = sorted((SHARED / "wheels").glob(name))
        if not found:
            pytest.skip(f"no wheel {name} in {SHARED / 'wheels'}")
        with zipfile.ZipFile(found[-1]) as wheel:
            wheel.extractall(folder)
    return folder


def lines_of(wine_prefix: Prefix, pywinrt: Path) -> list[str]:
    path = f"{windows_path(REPOSITORY / 'engine')};{windows_path(pywinrt)}"
    done = wine_prefix.python("-c", _ASKS, timeout=120, PYTHONPATH=path)
    assert done.returncode == 0, done.stdout.decode()
    return done.stdout.decode().splitlines()


def test_without_the_app_sdk_s_modules_they_are_named(wine_prefix: Prefix, pywinrt: Path) -> None:
    reason, *real = lines_of(wine_prefix, pywinrt)
    assert "there is no module winrt.microsoft" in reason
    assert "winrt-Microsoft.WindowsAppRuntime.Bootstrap" in reason
    assert real == ["0x80040154", "0x80040154", "0x80073cf0 2", "True False", "True"]


def test_a_class_that_windows_does_not_make_is_a_reason(wine_prefix: Prefix, pywinrt: Path) -> None:
    for name, text in OF_THE_APP_SDK.items():
        module = pywinrt / "winrt" / "microsoft" / "windows" / name
        module.mkdir(parents=True)
        (module / "__init__.py").write_text(text)
    reason = lines_of(wine_prefix, pywinrt)[0]
    assert "the Windows App Runtime did not start (0x80040154" in reason
    assert "| Install the Windows App Runtime" in reason
