"""A Windows without WinRT and .NET, which Wine is: the engine lists, refuses with the reason, and goes on."""

from __future__ import annotations

from kit.wine_prefix import REPOSITORY, Prefix, windows_path

_ASKS = r"""
import sys, time
from wingetpy.errors import HostError
from wingetpy.hosts.packages import AddPackageOptions, Deploying
from wingetpy.hosts.store_apps import StoreOptions, StoreWatch
from wingetpy.hosts.windows import WindowsHost
from wingetpy.inventory.msix import msix_entries

host = WindowsHost()
print("winrt at start:", any(name.startswith(("clr", "wingetpy.hosts.winrt")) for name in sys.modules))
began = time.perf_counter()
print(host.packages.generation() in (None, ""), list(msix_entries(host)), host.packages.find_provisioned())
print("quick:", time.perf_counter() - began < 2)
deploying = Deploying(open=lambda uri: None, progress=lambda step: None, go_on=lambda: None)
watch = StoreWatch(progress=lambda step: None, go_on=lambda: None)
for ask in (
    lambda: host.packages.add("file:///C:/a.msix", AddPackageOptions(), deploying),
    lambda: host.store_apps.install("9NBLGGH4NNS1", StoreOptions(), watch),
):
    try:
        ask()
    except HostError as refused:
        print(refused.code.hex, refused)
print("pythonnet was started:", "clr" in sys.modules, host.store_apps.available())
from wingetpy.hosts.windows.package_functions import WindowsPackageFunctions
from wingetpy.hosts.winrt.runtime import WinRtRefusal

functions = WindowsPackageFunctions(host.processes)
for ask in (
    lambda: functions.volume_needs_repair("C:\\WindowsApps"),
    lambda: functions.registration_pending("App_1.0.0.0_x64__125rzkzqaqjwj", "S-1-5-21-1-2-3-1001"),
    lambda: functions.registration_pending("App_1.0.0.0_x64__125rzkzqaqjwj", "no SID"),
):
    try:
        ask()
    except WinRtRefusal as refused:
        print(hex(refused.code))
"""


def test_packages_are_listed_and_refused_with_the_reason(wine_prefix: Prefix) -> None:
    done = wine_prefix.python("-c", _ASKS, timeout=120)
    lines = done.stdout.decode().splitlines()
    assert lines[:3] == ["winrt at start: False", "True [] []", "quick: True"], (done.stdout, done.stderr)
    reasons = (".NET Framework 4.7.2", "pythonnet")
    assert [line.partition(" ")[0] for line in lines[3:5]] == ["0x8A15F002", "0x8A15F002"]
    assert all(any(reason in line for reason in reasons) for line in lines[3:5]), lines
    assert lines[5:] == ["pythonnet was started: False False", "0x80004001", "0x80004001", "0x80070057"]


def test_what_is_to_be_tried_first_on_a_windows_can_be_run_there(wine_prefix: Prefix) -> None:
    """`test_real_winrt.py`, with all that the folder of tests needs; under Wine each of its tests is skipped."""
    file = windows_path(REPOSITORY / "tests" / "windows" / "test_real_winrt.py")
    rootdir = f"--rootdir={windows_path(REPOSITORY)}"
    done = wine_prefix.python("-m", "pytest", "-q", "-p", "no:cacheprovider", rootdir, file, timeout=180)
    assert done.returncode == 0, done.stdout.decode()
    assert b"Wine has no WinRT" in done.stdout
