"""The user's settings file as it should be."""

from __future__ import annotations

import json

import pytest

from kit.wanted import Wanted
from wingetpy.errors import BadRequest, EngineError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.settings.policy import POLICY_KEY
from wingetpy.settings.userfile import settings_file

SETTINGS = "user-settings-file"


def write(wanted: Wanted, text: str) -> None:
    settings_file(wanted.host).write_text(text, "utf-8")


def test_partial_settings_are_merged_and_full_ones_replace(wanted: Wanted) -> None:
    write(wanted, '{"visual": {"progressBar": "retro"}, "source": {"autoUpdateIntervalInMinutes": 3}, }  // mine')
    wish = {"visual": {"progressBar": "accent", "anonymizePaths": True}}
    assert wanted.drift(SETTINGS, settings=wish) == {
        "settings.visual.progressBar": ("accent", "retro"),
        "settings.visual.anonymizePaths": ("true", ""),
    }
    assert wanted.set(SETTINGS, settings=wish).differing == ("settings",)
    assert json.loads(settings_file(wanted.host).read_text("utf-8")) == {
        "visual": {"progressBar": "accent", "anonymizePaths": True},
        "source": {"autoUpdateIntervalInMinutes": 3},
    }
    assert wanted.set(SETTINGS, settings=wish).done == ()
    assert wanted.drift(SETTINGS, settings=wish, action="Full").keys() == {"settings.source"}
    wanted.set(SETTINGS, settings=wish, action="full")
    assert wanted.get(SETTINGS) == {"settings": wish}
    assert wanted.export(SETTINGS) == ({"settings": wish},)


def test_a_preview_leaves_the_file_alone(wanted: Wanted) -> None:
    assert wanted.preview(SETTINGS, settings={"a": 1}).state["settings"] == {"a": 1}
    assert not settings_file(wanted.host).exists()


def test_numbers_and_truth_values_differ(wanted: Wanted) -> None:
    write(wanted, '{"a": 1}')
    assert wanted.drift(SETTINGS, settings={"a": True}) == {"settings.a": ("true", "1")}


def test_a_change_without_settings_is_refused(wanted: Wanted) -> None:
    with pytest.raises(BadRequest, match="No settings"):
        wanted.set(SETTINGS, action="Full")


def test_a_policy_that_forbids_settings_forbids_this(wanted: Wanted) -> None:
    wanted.host.registry.set_value(Hive.machine, POLICY_KEY, "EnableSettings", RegistryValue("dword", 0))
    with pytest.raises(EngineError) as refused:
        wanted.get(SETTINGS)
    assert refused.value.symbol == "BlockedByPolicy"


def test_a_file_that_cannot_be_understood_is_kept_beside_the_new_one(wanted: Wanted) -> None:
    write(wanted, '{"visual": {"progressBar": "retro"}')
    wanted.set(SETTINGS, settings={"a": 1})
    file = settings_file(wanted.host)
    assert json.loads(file.read_text("utf-8")) == {"a": 1}
    assert file.with_name("settings.json.damaged").read_text("utf-8") == '{"visual": {"progressBar": "retro"}'
    wanted.set(SETTINGS, settings={"a": 2})
    assert "retro" in file.with_name("settings.json.damaged").read_text("utf-8")
