"""Names of packages."""

from __future__ import annotations

import pytest

from kit.data import cases
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.msix.identity import FamilyName, FullName, PackageIdentity, is_family_name, publisher_id, same_name

TERMINAL = PackageIdentity(
    "Microsoft.WindowsTerminal",
    "CN=Microsoft Corporation, O=Microsoft Corporation, L=Redmond, S=Washington, C=US",
    "1.21.10351.0",
    "x64",
)


@pytest.mark.parametrize("case", cases("msix", "publishers"), ids=lambda case: case["publisher"][:40])
def test_a_publisher_has_its_id(case: dict[str, str]) -> None:
    assert publisher_id(case["publisher"]) == case["publisher_id"]


def test_names_are_made_of_the_identity() -> None:
    assert TERMINAL.family_name == "Microsoft.WindowsTerminal_8wekyb3d8bbwe"
    assert TERMINAL.full_name == "Microsoft.WindowsTerminal_1.21.10351.0_x64__8wekyb3d8bbwe"
    assert TERMINAL.version_number == 1 << 48 | 21 << 32 | 10351 << 16


def test_a_full_name_has_five_parts() -> None:
    parts = FullName.parse("Contoso.App_1.2.3.4_neutral_split.language-de_8WEKYB3D8BBWE")
    assert parts is not None
    assert (parts.name, parts.resource, parts.family_name) == (
        "Contoso.App",
        "split.language-de",
        "Contoso.App_8wekyb3d8bbwe",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Contoso.App_1.2.3.4_neutral_8wekyb3d8bbwe",
        "Contoso.App_1.2.3_neutral__8wekyb3d8bbwe",
        "Contoso.App_1.2.3.4_mips__8wekyb3d8bbwe",
        "Contoso.App_1.2.3.70000_x64__8wekyb3d8bbwe",
        "Contoso.App_1.02.3.4_x64__8wekyb3d8bbwe",
        "Contoso App_1.2.3.4_x64__8wekyb3d8bbwe",
        "con_1.2.3.4_x64__8wekyb3d8bbwe",
        "Contoso.App_1.2.3.4_x64__8wekyb3d8bbwI",
    ],
)
def test_other_texts_are_no_full_names(text: str) -> None:
    assert FullName.parse(text) is None


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Does.Not.Exist_1234567890abc", True),
        ("Microsoft.WindowsTerminal_8wekyb3d8bbwe", True),
        ("Microsoft.WindowsTerminal", False),
        ("Microsoft.WindowsTerminal_8wekyb3d8bb", False),
        ("a_b_8wekyb3d8bbwe", False),
        ("nul.x_8wekyb3d8bbwe", False),
        ("xn--abc_8wekyb3d8bbwe", False),
    ],
)
def test_a_family_name_is_a_name_and_a_publisher_id(text: str, good: bool) -> None:
    assert is_family_name(text) is good


@pytest.mark.parametrize(
    ("identity", "reason"),
    [
        (PackageIdentity("ab", "CN=A", "1.0.0.0"), "name"),
        (PackageIdentity("Contoso.", "CN=A", "1.0.0.0"), "reserved"),
        (PackageIdentity("Contoso.App", "Contoso", "1.0.0.0"), "publisher"),
        (PackageIdentity("Contoso.App", "CN=A", "1.0"), "version"),
        (PackageIdentity("Contoso.App", "CN=A", "1.0.0.0", "mips"), "architecture"),
        (PackageIdentity("Contoso.App", "CN=A", "1.0.0.0", "x64", "aux"), "resource"),
    ],
)
def test_an_identity_that_no_package_may_have_is_named(identity: PackageIdentity, reason: str) -> None:
    assert reason in identity.fault()


def test_a_good_identity_has_no_fault() -> None:
    assert TERMINAL.fault() == ""
    assert PackageIdentity("Contoso.App", "CN=A", "0.0.0.0", "neutral", "~").fault() == ""


@pytest.mark.parametrize("text", ["", "Contoso.App", "_8wekyb3d8bbwe", "Contoso.App_8wekyb3d8bbwe_", "x" * 5000])
def test_a_name_that_is_needed_and_is_none_is_an_invalid_parameter(text: str) -> None:
    for need in (FullName.need, FamilyName.need):
        with pytest.raises(BadRequest) as caught:
            need(text)
        assert caught.value.code is ErrorCode.InvalidParameter
        assert caught.value.remedy


def test_names_are_the_same_without_case_of_ascii() -> None:
    assert same_name("Contoso.App_8WEKYB3D8BBWE", "contoso.app_8wekyb3d8bbwe")
    assert not same_name("Contoso.Ä", "Contoso.ä")
    assert str(FullName.need("Contoso.App_1.2.3.4_X64__8WEKYB3D8BBWE")) == "Contoso.App_1.2.3.4_x64__8wekyb3d8bbwe"
    assert str(FamilyName.need("Contoso.App_8WEKYB3D8BBWE")) == "Contoso.App_8wekyb3d8bbwe"
