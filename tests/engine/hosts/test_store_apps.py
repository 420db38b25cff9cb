"""A machine without the Microsoft Store refuses what only the Store can do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.hosts.store_apps import StoreApps, StoreOptions, StoreWatch

WATCH = StoreWatch(progress=lambda step: None, go_on=lambda: None)
ID = "9NBLGGH4NNS1"


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.install(ID, StoreOptions(), WATCH),
        lambda store: store.update(ID, StoreOptions(), WATCH),
        lambda store: store.repair(ID, StoreOptions(), WATCH),
        lambda store: store.find_update(ID, WATCH.go_on),
        lambda store: store.find_updates(WATCH.go_on),
    ],
    ids=["install", "update", "repair", "find_update", "find_updates"],
)
def test_a_sandbox_refuses_with_a_code_and_a_remedy(tmp_path: Path, ask: Callable[[StoreApps], object]) -> None:
    store = SandboxHost(tmp_path).store_apps
    assert not store.available()
    with pytest.raises(HostError, match="a sandbox has no Microsoft Store") as refused:
        ask(store)
    assert refused.value.code == ErrorCode.HostCannot
    assert refused.value.remedy
