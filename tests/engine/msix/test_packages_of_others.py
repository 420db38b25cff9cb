"""Packages of the tests of msix-packaging and winget: which are good, and what is wrong with the others."""

from __future__ import annotations

from typing import Any

import pytest

from kit.data import cases
from kit.msix import package_of_others
from wingetpy.errors import MsixError
from wingetpy.msix.block_map import check_blocks
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.package import OpenedPackage, open_package, verify_package
from wingetpy.msix.part_names import key_of

NOT_TRUSTED = "CERT_E_"
"""In the names of packages whose only fault is their signer; of all others the signer is not checked."""


@pytest.mark.parametrize("case", cases("msix"), ids=lambda case: case["file"].rpartition("/")[2])
def test_a_package_is_good_or_has_windows_error(case: dict[str, Any]) -> None:
    trust = Trust() if NOT_TRUSTED in case["file"] else None
    with FileBytes(package_of_others(case["file"])) as file:
        if case["error"] is None:
            package = open_package(file)
            _verify_all(package, trust)
            assert package.identity.full_name == case["full_name"]
            return
        with pytest.raises(MsixError) as caught:
            _verify_all(open_package(file), trust)
    assert caught.value.code.hex == case["error"], caught.value.text
    assert caught.value.remedy


def _verify_all(package: OpenedPackage, trust: Trust | None) -> None:
    verified = verify_package(package, trust, unsigned=True)
    for part in package.container.parts:
        if key_of(part.name) in verified.block_map.files:
            check_blocks(package.container, verified.block_map, part)
    for _, contained in package.contained:
        _verify_all(contained, None)


def test_a_bundle_says_what_its_applications_need() -> None:
    with FileBytes(package_of_others("winget-cli/Installer-Good.msixbundle")) as file:
        package = open_package(file)
    assert package.is_bundle
    assert len(package.applications) == 2
    assert {one.minimum_os_version for one in package.applications} == {"10.0.16299.0"}


def test_stubs_of_a_bundle_are_no_applications() -> None:
    with FileBytes(package_of_others("winget-cli/Installer-Good-WithStub.msixbundle")) as file:
        package = open_package(file)
    assert len(package.contained) > len(package.applications) > 0


def test_the_signature_hash_is_that_of_the_whole_part() -> None:
    with FileBytes(package_of_others("winget-cli/Installer-Signed-Good.msix")) as file:
        found = open_package(file).signature_sha256()
    assert found == "50562001202C8DAD456474D3F20903138D0A15C44EE497C3D4F82E85EDBF2F97"
