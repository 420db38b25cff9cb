"""Whatever texts people write as versions, they stand in one total order."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wingetpy.model.version import Version

_parts = st.one_of(
    st.just("0"),
    st.integers(0, 30).map(str),
    st.integers(0, 2**65).map(str),
    st.sampled_from(["", " ", "-rc", "0-rc", "1-RC", "1a", "00", "ß", "SS", "*"]),
    st.text(max_size=4),
)
texts = st.one_of(
    st.lists(_parts, max_size=6).map(".".join),
    st.tuples(st.sampled_from(["", "v", "< ", "> ", "Version "]), st.lists(_parts, max_size=5).map(".".join)).map(
        "".join
    ),
    st.sampled_from(["latest", "Unknown", "> latest", "< Latest", ""]),
)


def _parse(text: str) -> Version | None:
    try:
        return Version.parse(text)
    except ValueError:
        return None


versions = texts.map(_parse).filter(lambda version: version is not None)


@given(versions, versions)
@example(Version.parse("1"), Version.parse("1.0.0"))
def test_exactly_one_of_less_equal_greater_holds(a: Version, b: Version) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (not a > b)
    assert (a >= b) == (not a < b)
    assert (a < b) == (b > a)


@given(versions, versions)
def test_equal_versions_have_equal_hashes(a: Version, b: Version) -> None:
    if a == b:
        assert hash(a) == hash(b)
        assert len({a, b}) == 1


@given(versions, versions, versions)
def test_the_order_is_transitive(a: Version, b: Version, c: Version) -> None:
    low, middle, high = sorted([a, b, c])
    assert low <= middle <= high
    assert low <= high


@given(versions, st.integers(1, 5))
def test_zero_parts_at_the_end_change_nothing(version: Version, zeros: int) -> None:
    if version.is_unknown or version.text.strip().lower().endswith("latest") or not version.text[-1:].isdigit():
        return
    assert Version.parse(version.text + ".0" * zeros) == version


@given(versions)
def test_it_lies_between_unknown_and_latest(version: Version) -> None:
    assert Version.parse("unknown") <= version <= Version.parse("> latest")


@given(st.lists(st.integers(0, 99), min_size=1, max_size=5), st.lists(st.integers(0, 99), min_size=1, max_size=5))
def test_numbers_compare_as_numbers(a: list[int], b: list[int]) -> None:
    width = max(len(a), len(b))
    padded_a, padded_b = (numbers + [0] * (width - len(numbers)) for numbers in (a, b))
    assert (Version.parse(".".join(map(str, a))) < Version.parse(".".join(map(str, b)))) == (padded_a < padded_b)


@pytest.mark.parametrize("text", ["1.0", "v2", "latest", ""])
def test_a_version_equals_itself(text: str) -> None:
    assert Version.parse(text) == Version.parse(text)
