"""`*` and `?` in what is looked for among installed programs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wingetpy.correlation.criteria import _pattern
from wingetpy.sources.request import MatchOption


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_a_pattern_fits_what_its_wildcards_say(wanted: str, text: str) -> None:
    plain = re.compile(wanted.replace("*", ".*").replace("?", "."))
    assert bool(_pattern(wanted, MatchOption.equals).fullmatch(text)) == bool(plain.fullmatch(text))


@pytest.mark.timeout(60)  # tried in all places, it does not end
def test_many_wildcards_are_not_tried_in_all_places() -> None:
    assert not _pattern("*a" * 500 + "b", MatchOption.contains).fullmatch("a" * 5000)
