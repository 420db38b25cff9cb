"""Versions are put in the order that winget puts them in."""

from __future__ import annotations

import pytest

from kit.data import cases
from wingetpy.model.version import Part, Version, split_parts


def test_reference_comparisons_hold_both_ways() -> None:
    for row in cases("versions", "plain") + cases("versions", "special"):
        a, b, sign = Version.parse(row[0]), Version.parse(row[1]), row[2]
        assert (a > b) - (a < b) == sign, row
        assert (b > a) - (b < a) == -sign, row
        assert (a == b) == (sign == 0), row
        assert a != b or hash(a) == hash(b), row


def test_reference_texts_split_into_the_same_parts() -> None:
    for text, separators, parts in cases("versions", "parts"):
        assert split_parts(text, separators) == [Part(number, suffix) for number, suffix in parts], text


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.-rc", "1"),
        ("1.0.0.5", "1.0.5"),
        ("1", "1.0.0.5"),
        ("1.0.-rc", "1"),
        ("1.-rc", "1.0.-rc"),
        ("18446744073709551616", "1"),
        ("1.0-A", "1.0-b"),
        ("2024-06-30", "2024-07-01"),
        ("5.9", "5.10"),
    ],
)
def test_odd_versions_have_one_order(lower: str, higher: str) -> None:
    assert Version.parse(lower) < Version.parse(higher)
    assert not Version.parse(higher) <= Version.parse(lower)


def test_equal_versions_are_not_unequal() -> None:
    assert not Version.parse("1.0") != Version.parse("1.0.0")  # noqa: SIM202 - the operator is what is tested
    assert Version.parse("1.0") != Version.parse("1.1")


def test_the_text_is_kept_as_written() -> None:
    version = Version.parse(" v1.020 ")
    assert str(version) == " v1.020 "
    assert version == Version.parse("1.20")


def test_latest_and_unknown_are_recognised_in_any_case() -> None:
    assert Version.parse("Latest").is_latest
    assert not Version.parse("< latest").is_latest
    assert Version.parse("UNKNOWN ").is_unknown
    assert not Version.parse("1.unknown").is_unknown


def test_an_approximate_unknown_is_no_version() -> None:
    with pytest.raises(ValueError, match="approximate"):
        Version.parse("< Unknown")


def test_a_bound_lies_directly_beside_its_version() -> None:
    version = Version.parse("1.0")
    below, above = version.approximate("<"), version.approximate(">")
    assert Version.parse("0.9.9") < below < version < above < Version.parse("1.0.1")
    assert below.is_approximate
    assert above.is_approximate
    assert not version.is_approximate
    with pytest.raises(ValueError, match="approximate already"):
        above.approximate("<")


def test_a_version_is_not_equal_to_its_text() -> None:
    assert Version.parse("1.0") != "1.0"


def test_a_million_digits_are_not_turned_into_a_number() -> None:
    assert Version.parse("9" * 1_000_000) < Version.parse("1")
