"""Installer types and architectures are read in any case."""

from __future__ import annotations

from wingetpy.model.architecture import parse_architecture
from wingetpy.model.technology import can_replace, parse_installer_type


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
