from __future__ import annotations

import json
from pathlib import Path

import pytest

from wingetpy.errors import BadRequest
from wingetpy.hosts.features import FeatureState
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost, write_facts


def test_a_feature_that_is_enabled_stays_so_for_the_next_engine(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    assert host.features.state("NetFx3") is FeatureState.disabled
    assert host.features.enable("netfx3") is FeatureState.enabled
    assert SandboxHost(tmp_path).features.state("NetFx3") is FeatureState.enabled


def test_a_feature_that_takes_a_restart_says_so(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path)
    assert host.features.enable("VirtualMachinePlatform") is FeatureState.pending
    assert host.features.state("VirtualMachinePlatform") is FeatureState.pending


def test_the_features_of_a_machine_are_facts(tmp_path: Path) -> None:
    write_facts(tmp_path, SandboxFacts(features={"Telnet": FeatureState.enabled}))
    host = SandboxHost(tmp_path)
    assert host.features.state("Telnet") is FeatureState.enabled
    assert host.features.enable("Telnet") is FeatureState.enabled
    assert host.features.state("NetFx3") is None
    assert not (tmp_path / "features.json").exists()


def test_the_features_come_from_the_environment_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WINGETPY_FACTS", json.dumps({"Features": {"Telnet": "Disabled"}}))
    host = SandboxHost(tmp_path)
    host.features.enable("Telnet")
    assert SandboxHost(tmp_path).features.state("Telnet") is FeatureState.enabled


def test_a_file_of_features_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "features.json").write_text('{"NetFx3": "On"}')
    with pytest.raises(BadRequest, match=r"features\.json"):
        SandboxHost(tmp_path).features.state("NetFx3")
