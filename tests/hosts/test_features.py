"""Windows features, as dependencies of packages need them."""

from __future__ import annotations

import pytest

from kit.host_machine import Machine, under_wine
from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.hosts.features import FeatureState


@pytest.mark.parametrize("name", ["", "Net Fx3", "x' OR 'a'='a", "a/b"])
def test_a_name_that_no_feature_has_is_not_asked_for(machine: Machine, name: str) -> None:
    with pytest.raises(BadRequest):
        machine.host.features.state(name)
    with pytest.raises(BadRequest):
        machine.host.features.enable(name)


def test_a_feature_that_there_is_not_has_no_state(machine: Machine) -> None:
    assert machine.host.features.state("No-Such-Feature") is None


def test_a_feature_that_there_is_not_cannot_be_enabled(machine: Machine) -> None:
    if machine.host.name == "windows" and under_wine():
        pytest.skip("Wine's DISM knows no feature and enables all")
    machine.need_elevation()
    with pytest.raises(HostError) as refused:
        machine.host.features.enable("No-Such-Feature", timeout_seconds=120)
    assert refused.value.code is ErrorCode.DependenciesFailed


def test_a_feature_has_one_state_whatever_the_case(machine: Machine) -> None:
    if machine.host.name == "windows" and under_wine():
        pytest.skip("Wine has no features")
    assert machine.host.features.state("NetFx3") in FeatureState
    assert machine.host.features.state("netfx3") is machine.host.features.state("NETFX3")
