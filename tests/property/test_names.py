"""Whatever a program is called, its name normalizes to letters and digits, quickly and always the same."""

from __future__ import annotations

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from wingetpy.model.names import fold, normalize_name, normalize_publisher

_pieces = st.one_of(
    st.sampled_from(
        [
            "Editor",
            "x64",
            "(64-bit)",
            "1.2.3",
            "v2",
            "de-DE",
            "GmbH",
            "Inc.",
            "(",
            ")",
            '"',
            "[",
            "]",
            " ",
            "-",
            "@@",
            "C:\\a",
        ]
    ),
    st.text(max_size=5),
)
names = st.lists(_pieces, max_size=8).map(" ".join)


@given(names)
@example("\U0003d000")  # a letter to a `regex` that knows a newer Unicode than Python
@example("\U0003d000 1.2 Editor")
def test_a_normalized_name_holds_letters_and_digits_only(name: str) -> None:
    assert regex.fullmatch(r"[\p{L}\p{Nd}]*", normalize_name(name).name)


@given(names)
def test_case_makes_no_difference_for_ascii(name: str) -> None:
    ascii_name = name.encode("ascii", "ignore").decode()
    assert fold(normalize_name(ascii_name).name) == normalize_name(ascii_name.lower()).name


@given(names)
def test_blanks_around_a_name_make_no_difference(name: str) -> None:
    assert normalize_name(f"  {name}\t") == normalize_name(name)
    assert normalize_publisher(f"  {name}\t") == normalize_publisher(name)


@given(names)
def test_words_are_the_same_with_and_without_spaces(name: str) -> None:
    assert normalize_name(name, keep_spaces=True).name.replace(" ", "") == normalize_name(name).name
