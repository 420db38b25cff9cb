"""The first things to try of WinRT on a real Windows: reading, and one deployment that cannot succeed. Nothing changes.

Never run yet: where it was written there is no Windows. Each test says by its name what would have gone wrong.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PureWindowsPath
from time import perf_counter

import pytest

if sys.platform != "win32":
    pytest.skip("WinRT needs a real Windows", allow_module_level=True)

from kit.certificates import publisher
from kit.msix import make_bundle, make_package
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import AddPackageOptions, Deploying, Feature, PackageVerb, Step, UnavailablePackages
from wingetpy.hosts.windows import WindowsHost
from wingetpy.hosts.windows.native import under_wine
from wingetpy.hosts.windows.packages import WindowsRuntime
from wingetpy.hosts.winrt import app_sdk
from wingetpy.hosts.winrt.loading import Missing
from wingetpy.msix.byte_source import FileBytes


@pytest.fixture(scope="module")
def host() -> WindowsHost:
    if under_wine():
        pytest.skip("Wine has no WinRT")
    return WindowsHost()


def asked_of_powershell(command: str) -> set[str]:
    """What a command of Windows PowerShell prints, by lines."""
    shell = PureWindowsPath("C:/Windows/System32/WindowsPowerShell/v1.0/powershell.exe")
    arguments = [str(shell), "-NoProfile", "-NonInteractive", "-Command", command]
    told = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=True)
    return {line.strip() for line in told.stdout.splitlines() if line.strip()}


def test_the_net_framework_starts_and_makes_the_package_manager(host: WindowsHost) -> None:
    runtime = WindowsRuntime(host.registry, host.processes)
    began = perf_counter()
    found = runtime.packages
    refusal = found.refusal("x")
    assert not isinstance(found, UnavailablePackages), refusal
    print(f"\nThe start of .NET and the manager: {perf_counter() - began:.2f} s")


def test_the_packages_are_those_of_get_appxpackage(host: WindowsHost) -> None:
    began = perf_counter()
    ours = {one.full_name for one in host.packages.find()}
    print(f"\n{len(ours)} packages: {perf_counter() - began:.2f} s")
    assert ours == asked_of_powershell("(Get-AppxPackage -PackageTypeFilter Main, Framework).PackageFullName")


def test_a_package_is_read_whole(host: WindowsHost) -> None:
    of_windows = [one for one in host.packages.find() if one.family_name.endswith("_cw5n1h2txyewy")]
    assert of_windows, "a Windows has packages of its own"
    for one in of_windows:
        assert one.version.count(".") == 3
        assert one.install_location
        assert one.architecture
        assert one.publisher.startswith("CN=Microsoft Windows")


def test_volumes_are_those_of_get_appxvolume(host: WindowsHost) -> None:
    assert {one.name for one in host.packages.volumes()} == asked_of_powershell("(Get-AppxVolume).Name")


def test_the_generation_is_of_the_registry(host: WindowsHost) -> None:
    assert host.packages.generation() is not None, "the key of registered packages is another one"
    assert host.packages.generation() == host.packages.generation()


def test_a_deployment_that_cannot_succeed_tells_why(host: WindowsHost) -> None:
    """An asynchronous operation with a delegate for its progress, and its failure."""
    steps: list[Step] = []
    deploying = Deploying(open=lambda uri: pytest.fail(uri), progress=steps.append, go_on=lambda: None)
    answer = host.packages.add("file:///C:/wingetpy-does-not-exist.msix", AddPackageOptions(), deploying)
    assert answer.error == ErrorCode.InstallOpenPackageFailed
    assert answer.extended_error in (ErrorCode.FileNotFound, ErrorCode.PathNotFound)
    assert answer.error_text
    assert answer.activity_id.strip("0-")


@pytest.mark.parametrize("kind", ["package", "bundle"])
def test_windows_tells_the_digest_of_what_it_reads(host: WindowsHost, tmp_path: Path, kind: str) -> None:
    """COM, and a stream of ours that Windows reads; both are left without a trace."""
    if not host.packages.supports(Feature.expected_digests):
        pytest.skip("this Windows takes no digests")
    signer = publisher()
    file = make_package(tmp_path / "Tool.msix", signer)
    if kind == "bundle":
        file = make_bundle(tmp_path / "Tool.msixbundle", [file], signer)
    with FileBytes(file) as source:
        digest = host.packages.digest(source)
        assert digest
        assert digest == host.packages.digest(source)
    print(f"\nThe digest of a {kind}: {digest}")


def test_the_registration_of_a_package_is_not_pending(host: WindowsHost) -> None:
    """MsixIsPackageRegistrationPending, whose arguments are inferred. Run it last: a wrong guess ends the process."""
    own = host.packages.find()[0].full_name
    assert host.packages.registration_pending(own) is False


def test_the_windows_app_sdk_is_started_or_says_why_not(host: WindowsHost) -> None:
    """Where it is not, the reason to skip has the words that a refusal has."""
    try:
        began = perf_counter()
        app_sdk.products()
    except Missing as missing:
        pytest.skip(f"{missing.reason}. {missing.remedy}")
    print(f"\nThe start of the Windows App SDK: {perf_counter() - began:.2f} s")


def test_a_product_that_nobody_knows_is_not_ready_and_cannot_be_added(host: WindowsHost) -> None:
    """The Windows App SDK: a question, an operation with a delegate for its progress, and its failure."""
    products = host.packages.products()
    if products is None:
        pytest.skip("this Windows has no Windows App SDK, or no products")
    product = "ms-uup:///Product/wingetpy.does.not.exist"
    assert not products.is_ready(product)
    steps: list[Step] = []
    deploying = Deploying(open=lambda uri: pytest.fail(uri), progress=steps.append, go_on=lambda: None)
    answer = products.deploy(PackageVerb.add, product, AddPackageOptions(), deploying)
    print(f"\nAdding an unknown product: 0x{answer.error:08X}, 0x{answer.extended_error:08X}: {answer.error_text}")
    assert answer.error
    assert answer.error_text
    refused = products.deploy(PackageVerb.repair, product, None, deploying)
    assert refused.error in (ErrorCode.NotImplemented, ErrorCode.InstallPackageNotFound)


def test_the_store_can_be_asked_for_updates(host: WindowsHost) -> None:
    if not host.store_apps.available():
        pytest.skip("this Windows has no Store")
    print(f"\nUpdates of the Store: {host.store_apps.find_updates(lambda: None)}")
