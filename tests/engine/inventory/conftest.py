"""A small machine, and a way to put an Apps & Features entry on it."""

from pathlib import Path

import pytest

from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue, View
from wingetpy.hosts.sandbox import SandboxHost


@pytest.fixture
def host(tmp_path: Path) -> SandboxHost:
    return SandboxHost(tmp_path / "machine")


@pytest.fixture
def register(host: SandboxHost):
    """`register("Key", DisplayName="...", Version=1, hive=..., view=...)`: texts become sz, numbers dword."""

    def put(key: str, hive: Hive = Hive.machine, view: View = 64, **values: str | int | RegistryValue) -> None:
        for name, value in values.items():
            if isinstance(value, str):
                value = RegistryValue("sz", value)
            elif isinstance(value, int):
                value = RegistryValue("dword", value)
            host.registry.set_value(hive, f"{UNINSTALL_KEY}\\{key}", name, value, view)

    return put
