"""The reference's own manifests get the reference's verdicts."""

from __future__ import annotations

from typing import Any

import pytest

from kit.peers import peer_cases, peer_manifest
from wingetpy.manifests.findings import Finding
from wingetpy.manifests.validate.validate import Options, validate

FULL = Options(schema_header="Error")
"""The reference's full validation; its command line takes schema headers as warnings."""


def findings(*names: str, options: Options = FULL) -> tuple[Finding, ...]:
    return validate([peer_manifest(name) for name in names], options).findings


def fits(finding: Finding, case: dict[str, Any]) -> bool:
    if case["error_id"].startswith("HRESULT:"):
        return finding.code == case["error_id"].removeprefix("HRESULT:")
    context = case.get("context")
    same_value = case.get("value") in (None, finding.value)
    return finding.id == case["error_id"] and same_value and (context is None or _names(finding, context))


def _names(finding: Finding, context: str) -> bool:
    last = finding.field.rpartition(".")[2].partition("[")[0]
    return context in (last, finding.value) or finding.field.endswith(context)


@pytest.mark.parametrize("case", peer_cases("bad_manifests"), ids=lambda case: case["file"])
def test_a_bad_manifest_has_the_reference_s_error(case: dict[str, Any]) -> None:
    found = findings(case["file"])
    assert any(fits(finding, case) for finding in found), found
    assert all(finding.level == "Warning" for finding in found) is case["is_warning_only"]


@pytest.mark.parametrize(
    "case", [case for case in peer_cases("bad_manifests") if "schema" in case], ids=lambda case: case["file"]
)
def test_a_fault_of_the_schema_names_the_field(case: dict[str, Any]) -> None:
    [field] = case["schema"].values()
    assert field in {one.field.rpartition(".")[2] for one in findings(case["file"]) if one.id == "SchemaError"}


@pytest.mark.parametrize(
    "case", [case for case in peer_cases("bad_manifests") if "with_ErrorOnNetworkAddressInSwitches" in case], ids=str
)
def test_a_network_address_is_an_error_where_that_is_asked_for(case: dict[str, Any]) -> None:
    found = findings(case["file"], options=Options(network_address="Error"))
    assert ("ContainsNetworkAddress", "Error") in {(one.id, one.level) for one in found}


_NOT_FULL = {
    "Manifest-Good.yaml": ["FieldNotSupported"],  # its Channel
    "Manifest-Good-MultipleArpVersionDeclared.yaml": ["FieldValueNotSupported"],  # it is a merged manifest
    "ManifestV1_10-InstallerAuthentication.yaml": ["FieldNotSupported"],
    "ManifestV1_30-PowerShellDSC.yaml": ["FieldNotSupported"],
}
"""Manifests that the reference's tests read without full validation, and the errors of full validation."""


def _names_of(case: dict[str, Any]) -> list[str]:
    return case.get("multi") or [case.get("on_disk") or case["file"]]


@pytest.mark.parametrize("case", peer_cases("good_manifests"), ids=lambda case: _names_of(case)[0])
def test_a_good_manifest_has_no_error(case: dict[str, Any]) -> None:
    names = _names_of(case)
    found = findings(*names)
    assert [one.id for one in found if one.level == "Error"] == _NOT_FULL.get(names[0], [])
    if "throw_on_warning" in case["mode"]:
        assert found == ()
