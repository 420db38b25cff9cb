"""The administrator's settings as they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kit.wanted import Wanted
from wingetpy.errors import BadRequest, EngineError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.settings.policy import POLICY_KEY

ADMIN = "admin-settings"


def test_what_is_named_is_set_once_and_the_rest_stays(wanted: Wanted) -> None:
    wanted.allow()
    wish = {"proxycommandlineoptions": True, "ConfigurationProcessorPath": False, "DefaultProxy": "http://proxy:8080"}
    assert wanted.drift(ADMIN, settings=wish) == {
        "settings.ProxyCommandLineOptions": ("true", "false"),
        "settings.DefaultProxy": ("http://proxy:8080", "none"),
    }
    assert wanted.preview(ADMIN, settings=wish).state["settings"]["ProxyCommandLineOptions"] is True
    assert wanted.get(ADMIN)["settings"]["ProxyCommandLineOptions"] is False
    assert wanted.set(ADMIN, settings=wish).differing == ("settings",)
    assert wanted.set(ADMIN, settings=wish).done == ()
    assert wanted.test(ADMIN, settings=wish).in_desired_state
    wanted.set(ADMIN, settings={"DefaultProxy": None})
    assert "DefaultProxy" not in wanted.get(ADMIN)["settings"]
    assert wanted.get(ADMIN)["settings"]["ProxyCommandLineOptions"] is True


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"NoSuchSetting": True}, "NoSuchSetting"),
        ({"LocalManifestFiles": "yes"}, "LocalManifestFiles must be true or false"),
        ({"LocalManifestFiles": None}, "LocalManifestFiles must be true or false"),
        ({"DefaultProxy": True}, "DefaultProxy must be a text"),
    ],
)
def test_what_is_no_setting_or_of_another_type_is_refused(wanted: Wanted, settings: Any, named: str) -> None:
    with pytest.raises(BadRequest, match=named):
        wanted.test(ADMIN, settings=settings)


def test_only_an_administrator_changes_them(tmp_path: Path) -> None:
    wanted = Wanted(tmp_path, SandboxFacts(elevated=False))
    wanted.allow()
    with pytest.raises(EngineError) as refused:
        wanted.set(ADMIN, settings={"ProxyCommandLineOptions": True})
    assert refused.value.symbol == "CommandRequiresAdmin"


def test_what_a_policy_decides_is_not_changed(wanted: Wanted) -> None:
    wanted.host.registry.set_value(Hive.machine, POLICY_KEY, "EnableHashOverride", RegistryValue("dword", 0))
    with pytest.raises(EngineError) as refused:
        wanted.set(ADMIN, settings={"InstallerHashOverride": False})
    assert refused.value.symbol == "BlockedByPolicy"
