"""Installer types and architectures are read in any case."""

from __future__ import annotations

import pytest

from wingetpy.model.architecture import parse_architecture
from wingetpy.model.technology import ReturnResponse, can_replace, parse_installer_type, traits_of


def test_types_are_read_in_any_case_and_appx_is_msix() -> None:
    assert parse_installer_type("Nullsoft") == "nullsoft"
    assert parse_installer_type("AppX") == "msix"
    assert parse_installer_type("pwa") == "unknown"


def test_architectures_are_read_in_any_case() -> None:
    assert parse_architecture(" ARM64 ") == "arm64"
    assert parse_architecture("mips") == "unknown"


def test_only_a_related_technology_replaces_what_is_installed() -> None:
    assert can_replace("inno", "exe")
    assert can_replace("wix", "msi")
    assert can_replace("portable", "portable")
    assert not can_replace("msi", "exe")
    assert not can_replace("unknown", "unknown")


MSI: dict[ReturnResponse, set[int]] = {
    "installInProgress": {1618},
    "diskFull": {112},
    "contactSupport": {1601},
    "rebootRequiredToFinish": {3010},
    "rebootInitiated": {1641},
    "cancelledByUser": {1602},
    "alreadyInstalled": {1638},
    "systemNotSupported": {1623, 1633, 1654},
    "blockedByPolicy": {1625, 1640, 1643, 1644, 1649},
    "invalidParameter": {87, 1628, 1639, 1650},
}
INNO: dict[ReturnResponse, set[int]] = {"cancelledByUser": {2, 5}, "rebootRequiredForInstall": {8}}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(("msi", "wix", "burn"), MSI), (("inno",), INNO), (("exe", "nullsoft", "zip", "portable", "font"), {})],
)
def test_exit_codes_mean_what_they_mean_to_winget(
    kinds: tuple[str, ...], expected: dict[ReturnResponse, set[int]]
) -> None:
    for kind in kinds:
        assert traits_of(kind).responses == {code: word for word, codes in expected.items() for code in codes}
