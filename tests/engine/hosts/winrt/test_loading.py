"""Why a machine has no WinRT, found without starting .NET."""

from __future__ import annotations

import importlib.util
import sysconfig
from pathlib import Path

import pytest

from kit.winrt import StandIn
from wingetpy.hosts.registry import Hive, Registry, RegistryValue
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.hosts.winrt import loading
from wingetpy.hosts.winrt.runtime import WinRt

KEY = r"SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full"


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Of a machine that has what it takes."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    registry = SandboxHost(tmp_path).registry
    registry.set_value(Hive.machine, KEY, "Release", RegistryValue("dword", 528040))
    loading.check(registry)
    return registry


def missing(registry: Registry) -> loading.Missing:
    with pytest.raises(loading.Missing) as found:
        loading.check(registry)
    assert found.value.remedy
    return found.value


@pytest.mark.parametrize("release", [RegistryValue("dword", 394802), RegistryValue("sz", "new"), None])
def test_an_old_framework_is_named(registry: Registry, release: RegistryValue | None) -> None:
    if release is None:
        registry.delete_value(Hive.machine, KEY, "Release")
    else:
        registry.set_value(Hive.machine, KEY, "Release", release)
    assert ".NET Framework 4.7.2" in missing(registry).reason


def test_a_missing_pythonnet_is_named(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pythonnet" in missing(registry).reason


def test_a_python_of_arm64_is_named_with_the_way(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "win-arm64")
    found = missing(registry)
    assert "arm64" in found.reason
    assert "x64" in found.remedy


def test_a_loader_that_fails_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    pythonnet = pytest.importorskip("pythonnet")

    def fails(runtime: str) -> None:
        raise RuntimeError("Could not load netfx")

    monkeypatch.setattr(pythonnet, "load", fails)
    with pytest.raises(loading.Missing, match="Could not load netfx"):
        loading.start()


def test_a_framework_that_lacks_a_part_is_a_reason(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """.NET's own exceptions are no exceptions of Python's loader."""
    pythonnet = pytest.importorskip("pythonnet")
    monkeypatch.setattr(pythonnet, "load", lambda runtime: None)
    monkeypatch.setattr(loading, "WinRt", lambda: WinRt(references=("No.Such.Assembly",)))
    with pytest.raises(loading.Missing, match=r"No\.Such\.Assembly"):
        loading.start()


def test_a_defect_of_the_engine_is_no_missing_framework(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    pythonnet = pytest.importorskip("pythonnet")
    monkeypatch.setattr(pythonnet, "load", lambda runtime: None)
    monkeypatch.setattr(loading, "WinRt", lambda: {}["no key"])
    with pytest.raises(KeyError):
        loading.start()
