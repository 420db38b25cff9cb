"""An MSIX installer and its manifest agree, with the reference's names for what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kit.manifest_texts import SINGLETON
from kit.msix import make_package
from kit.peers import MANIFESTS, SHARED, need, peer_cases
from wingetpy.authoring.reports import ManifestReport
from wingetpy.authoring.validation import validate_below
from wingetpy.errors import HostError
from wingetpy.manifests.validate.validate import Options
from wingetpy.msix.identity import PackageIdentity
from wingetpy.transfer.hashing import hash_file

OF_PACKAGES = (
    "InstallerMsixInconsistencies",
    "OptionalFieldMissing",
    "NoSupportedPlatforms",
    "MsixSignatureHashFailed",
    "InstallerFailedToProcess",
)


@pytest.mark.parametrize("case", peer_cases("msix_installer_validation"), ids=lambda case: case["file"])
def test_a_package_is_compared_as_the_reference_does(case: dict[str, Any]) -> None:
    path = need(MANIFESTS / case["file"])
    [[report]] = validate_below(path, Options(), lambda: False, installers=str(SHARED / "data" / "peer-packages"))
    found = _found(report)
    expected = [(one["error_id"], one["context"], one["value"]) for one in case["errors"]]
    assert len(found) == case["error_count"]
    assert sorted(found, key=str) == sorted(expected, key=str)


def _found(report: ManifestReport) -> list[tuple[str, str | None, str | None]]:
    """The findings of packages; the reference names no field where the signature has no hash."""
    found: list[tuple[str, str | None, str | None]] = []
    for one in (*report.errors, *report.warnings):
        if one.id == "MsixSignatureHashFailed":
            found.append((one.id, None, None))
        elif one.id in OF_PACKAGES:
            value = (
                one.value.lower() if one.field.endswith("Sha256") else one.value
            )  # ours are upper case, as manifests'
            found.append((one.id, one.field.rpartition(".")[2], value))
    return found


PACKAGE_OF_TESTS = """\
PackageIdentifier: Contoso.Tool
PackageVersion: {version}
PackageLocale: en-US
Publisher: Contoso
PackageName: Tool
License: MIT
ShortDescription: A tool
MinimumOSVersion: 10.0.17763
PackageFamilyName: {family}
Installers:
- Architecture: neutral
  InstallerType: msix
  InstallerUrl: https://example.org/files/my%20tool.msix
  InstallerSha256: {sha256}
ManifestType: singleton
ManifestVersion: 1.6.0
"""


def reports(tmp_path: Path, **values: str) -> ManifestReport:
    """The report of a manifest whose installer lies in the folder."""
    package = make_package(tmp_path / "my tool.msix", None)
    known = {
        "version": "1.2.3.4",
        "family": PackageIdentity("Contoso.Tool", "CN=Contoso", "1.2.3.4").family_name,
        "sha256": hash_file(package).sha256,
    }
    manifest = tmp_path / "tool.yaml"
    manifest.write_text(PACKAGE_OF_TESTS.format(**known | values))
    [[report]] = validate_below(manifest, Options(), lambda: False, installers=str(tmp_path))
    return report


def test_an_installer_that_agrees_has_no_finding(tmp_path: Path) -> None:
    assert reports(tmp_path).result == "Valid"


def test_each_difference_is_found_with_the_package_s_value(tmp_path: Path) -> None:
    report = reports(tmp_path, version="1.2.3", family="Contoso.Other_8wekyb3d8bbwe", sha256="A" * 64)
    assert {(one.id, one.field.rpartition(".")[2]) for one in report.errors} == {
        ("InstallerHashDiffers", "InstallerSha256"),
        ("InstallerMsixInconsistencies", "PackageFamilyName"),
        ("InstallerMsixInconsistencies", "PackageVersion"),
    }


def test_a_file_that_is_no_package_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "my tool.msix").write_bytes(b"no package")
    manifest = tmp_path / "tool.yaml"
    manifest.write_text(PACKAGE_OF_TESTS.format(version="1.0", family="A.B_8wekyb3d8bbwe", sha256="A" * 64))
    [[report]] = validate_below(manifest, Options(), lambda: False, installers=str(tmp_path))
    assert {one.id for one in report.errors} == {"InstallerHashDiffers", "InstallerFailedToProcess"}


def test_an_installer_that_is_not_in_the_folder_is_not_compared(tmp_path: Path) -> None:
    manifest = tmp_path / "tool.yaml"
    manifest.write_text(SINGLETON.replace("InstallerType: exe", "InstallerType: msi").replace(" /", " A=/"))
    [[report]] = validate_below(manifest, Options(), lambda: False, installers=str(tmp_path))
    assert report.result == "Valid"


def test_a_folder_of_installers_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    manifest = tmp_path / "tool.yaml"
    manifest.write_text(SINGLETON)
    with pytest.raises(HostError, match="nowhere"):
        list(validate_below(manifest, Options(), lambda: False, installers=str(tmp_path / "nowhere")))
