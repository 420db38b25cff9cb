"""Each type, member, default and value of the seed's API has its place here, under the seed's name."""

from __future__ import annotations

import re

import msgspec
import pytest

from kit.wine_prefix import SHARED
from wingetpy.deployment import api_names, results
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet, PackageSetItem
from wingetpy.deployment.runtime import (
    PackageRuntimeManager,
    PackageSetItemRuntimeDisposition,
    PackageSetRuntimeDisposition,
)
from wingetpy.deployment.volumes import PackageVolumeManager, RepairableVolume
from wingetpy.hosts import packages
from wingetpy.hosts.packages import Feature

SEED = next(iter(sorted((SHARED / "seeds").glob("003_*.txt"))), None)
STRUCTS: dict[str, type[msgspec.Struct]] = {
    "PackageDeploymentProgress": results.PackageDeploymentProgress,
    "PackageDeploymentResult": results.PackageDeploymentResult,
    "PackageSetItem": PackageSetItem,
    "PackageSet": PackageSet,
    "AddPackageOptions": packages.AddPackageOptions,
    "StagePackageOptions": packages.StagePackageOptions,
    "RegisterPackageOptions": packages.RegisterPackageOptions,
    "RemovePackageOptions": packages.RemovePackageOptions,
    "EnsurePackageIsReadyOptions": packages.EnsurePackageIsReadyOptions,
    "PackageSetItemRuntimeDisposition": PackageSetItemRuntimeDisposition,
    "PackageSetRuntimeDisposition": PackageSetRuntimeDisposition,
    "PackageVolume": packages.PackageVolume,
}
METHODS = {
    "PackageDeploymentManager": (PackageDeploymentManager, api_names.MANAGER),
    "PackageRuntimeManager": (PackageRuntimeManager, api_names.RUNTIME),
    "PackageVolume": (RepairableVolume, api_names.VOLUME),
    "PackageVolumeManager": (PackageVolumeManager, api_names.VOLUMES),
}
ENUMS = {
    "PackageDeploymentProgressStatus": results.PackageDeploymentProgressStatus,
    "PackageDeploymentStatus": results.PackageDeploymentStatus,
}
VALUES = {
    "PackageDeploymentProgressStatus": {"Queued": 0, "InProgress": 1, "CompletedSuccess": 2, "CompletedFailure": 3},
    "PackageDeploymentStatus": {"InProgress": 0, "CompletedSuccess": 1, "CompletedFailure": 2},
}
ASKED = {
    "IsExpectedDigestsSupported": Feature.expected_digests,
    "IsLimitToExistingPackagesSupported": Feature.limit_to_existing_packages,
}
"""What the seed's options say of the system: here the manager does (`is_feature_supported`)."""


@pytest.mark.parametrize("name", ENUMS)
def test_the_values_are_the_seed_s(name: str) -> None:
    assert {one.name: one.value for one in ENUMS[name]} == VALUES[name]


@pytest.mark.parametrize("name", METHODS)
def test_every_method_of_the_table_is_there(name: str) -> None:
    kind, table = METHODS[name]
    assert all(callable(getattr(kind, ours)) for ours in table)
    public = {one for one in vars(kind) if not one.startswith("_")}
    assert public - set(table) <= {"states", "states_of_set"}, "a member that is in no table"


@pytest.mark.parametrize("name", [name for name in STRUCTS if name.endswith("Options")])
def test_the_defaults_are_the_seed_s(name: str) -> None:
    made = STRUCTS[name]()
    for field in made.__struct_fields__:
        value = getattr(made, field)
        if (name, field) == ("RegisterPackageOptions", "allow_unsigned"):
            assert value is True
        elif isinstance(value, msgspec.Struct):
            assert value == type(value)()
        else:
            assert not value, field


def _declared() -> dict[str, tuple[str, list[str]]]:
    """Kind and members of each type that the seed declares."""
    assert SEED is not None
    text = SEED.read_text("utf-8").partition("# 6. API Details\n\n```")[2].partition("\n```")[0]
    text = re.sub(r"//[^\n]*", "", text)
    found: dict[str, tuple[str, list[str]]] = {}
    for kind, name, body in re.findall(r"(runtimeclass|enum) (\w+)\s*\{((?:[^{}]|\{[^{}]*\})*)\}", text):
        if kind == "enum":
            found[name] = (kind, re.findall(r"(\w+ = \d+)", body))
            continue
        members: list[str] = []
        for statement in re.split(r";", re.sub(r"\{[^{}]*\}", "", body)):
            alias = re.search(r'method_name\("(\w+)"\)', statement)
            plain = re.sub(r"\[[^\]]*\]", "", statement).strip()
            method = re.search(r"(\w+)\s*\(", plain)
            word = alias or method or re.search(r"(\w+)$", plain)
            if word and word[1] not in (name, "get"):
                members.append(word[1])
        found[name] = (kind, members)
    return found


@pytest.mark.skipif(SEED is None, reason="the seed is not at hand")
def test_every_type_and_member_that_the_seed_declares_is_here() -> None:
    declared = _declared()
    assert len(declared) > 15
    assert set(declared) == set(STRUCTS) | set(METHODS) | set(ENUMS)
    count = 0
    for name, (kind, members) in declared.items():
        if kind == "enum":
            assert dict(_pair(one) for one in members) == VALUES[name]
            continue
        own = {one.casefold() for one in STRUCTS[name].__struct_encode_fields__} if name in STRUCTS else set()
        own |= {seed.casefold() for seed, _ in METHODS[name][1].values()} if name in METHODS else set()
        missing = [one for one in members if one.casefold() not in own and one not in ASKED]
        assert missing == [], name
        count += len(members)
    assert count > 100


def _pair(text: str) -> tuple[str, int]:
    name, _, number = text.partition(" = ")
    return name, int(number)
