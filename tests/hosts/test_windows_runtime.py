"""When the windows host starts WinRT, what it tells it of the machine, and what the registry says without it."""

from __future__ import annotations

import sys
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

import ctypes

from wingetpy.errors import HostError
from wingetpy.hosts.packages import Feature
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.windows import WindowsHost, packages
from wingetpy.hosts.winrt import loading, names
from wingetpy.hosts.winrt.runtime import WinRtRefusal

FULL = "App_1.2.3.4_x64__125rzkzqaqjwj"


class FakeWinRt:
    """Makes objects that are only their names, or refuses."""

    def __init__(self, refusal: WinRtRefusal | None = None) -> None:
        self.made: list[str] = []
        self._refusal = refusal

    def make(self, name: str) -> Any:
        if self._refusal:
            raise self._refusal
        self.made.append(name)
        return name


def starts(monkeypatch: pytest.MonkeyPatch, winrt: FakeWinRt) -> list[str]:
    """How often .NET was started."""
    started: list[str] = []
    monkeypatch.setattr(loading, "check", lambda registry: None)
    monkeypatch.setattr(loading, "start", lambda: (started.append("start"), winrt)[1])
    return started


def test_winrt_is_started_once_and_at_the_first_need(monkeypatch: pytest.MonkeyPatch) -> None:
    winrt = FakeWinRt()
    started = starts(monkeypatch, winrt)
    host = WindowsHost()
    assert (started, winrt.made) == ([], [])
    assert host.packages.supports(Feature.repair_package)
    assert host.packages.refusal("x") is None
    assert host.store_apps.available()
    assert (started, winrt.made) == (["start"], [names.MANAGER, names.INSTALL_MANAGER])


def test_a_manager_that_cannot_be_made_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    started = starts(monkeypatch, FakeWinRt(WinRtRefusal(0x80040154, "Class not registered")))
    host = WindowsHost()
    assert host.packages.find() == []
    with pytest.raises(HostError, match="0x80040154"):
        host.packages.repair_volume("{v}")
    assert not host.store_apps.available()
    assert started == ["start"]


def test_the_generation_changes_with_what_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    starts(monkeypatch, FakeWinRt())
    host = WindowsHost()
    before = host.packages.generation()
    key = f"{packages._REGISTERED}\\{FULL}"
    host.registry.set_value(Hive.user, key, "PackageID", RegistryValue("sz", FULL))
    try:
        there = host.packages.generation()
        assert there not in (None, before)
        assert there == host.packages.generation()
    finally:
        host.registry.delete_key(Hive.user, key)
    assert host.packages.generation() == before


def test_a_python_without_pythonnet_or_framework_starts_nothing() -> None:
    """Wine's has no .NET Framework; a Windows in its place has it."""
    if not hasattr(ctypes.WinDLL("ntdll"), "wine_get_version"):
        pytest.skip("this Windows may have the .NET Framework")
    with pytest.raises(loading.Missing):
        loading.check(WindowsHost().registry)
