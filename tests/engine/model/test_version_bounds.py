"""Ranges of versions as people write them."""

from __future__ import annotations

import pytest

from wingetpy.model.version import Version
from wingetpy.model.version_bounds import VersionBounds


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        (">=1.2 <2", ["1.2", "1.10", "1.99.9"], ["1.1", "2", "2.0", "3"]),
        (">1, <=1.5", ["1.0.1", "1.5"], ["1", "1.0", "1.5.1"]),
        ("1.4.*", ["1.4", "1.4.9"], ["1.5", "1.3.9"]),
        ("1.*, >=1.3", ["1.3", "1.9"], ["1.2", "2.0"]),
        ("=1.2", ["1.2", "1.2.0"], ["1.2.1"]),
        ("1.2", ["1.2.0"], ["1.3"]),
        (">= 1.0", ["1.0"], ["0.9", "Unknown"]),
    ],
)
def test_what_a_range_lets_through(text: str, inside: list[str], outside: list[str]) -> None:
    bounds = VersionBounds.parse(text)
    assert [one for one in inside if not bounds.contains(Version.or_unknown(one))] == []
    assert [one for one in outside if bounds.contains(Version.or_unknown(one))] == []


@pytest.mark.parametrize(
    ("text", "version", "below"),
    [("<2", "2.0", True), ("<2", "3", True), (">=1 <2", "0.9", False), ("1.*", "2.0", True), ("1.*", "0.9", False),
     ("<=1.5", "1.5.1", True), ("=1.0", "2", True), (">=3", "2", False), ("1.4.*", "1.5", True)],
)  # fmt: skip
def test_a_version_above_a_range_is_told_from_one_below(text: str, version: str, below: bool) -> None:
    assert VersionBounds.parse(text).lies_below(Version.parse(version)) is below


@pytest.mark.parametrize("text", ["", " ", ">=", "about 2", "1.2*", "<<2", ">=1.*", "^1.2"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is|ends"):
        VersionBounds.parse(text)
