"""Bytes become lines, however they arrive."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wingetpy.protocol.framing import INVALID_REQUEST, PARSE_ERROR, Fault, LineSplitter


def split(chunks: list[bytes], limit: int = 100) -> list[bytes | Fault]:
    lines = LineSplitter(limit)
    found = [line for chunk in chunks for line in lines.feed(chunk)]
    last = lines.end()
    return found if last is None else [*found, last]


@st.composite
def chunked(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """A stream of lines with all kinds of trouble, and the same stream in pieces."""
    piece = st.sampled_from(
        [b"a", b"{}", b"\n", b"\r\n", b" ", b"\xef\xbb\xbf", b"\xff", "ä€😀".encode(), b"x" * 7, b""]
    )
    stream = b"".join(draw(st.lists(piece, max_size=30)))
    cuts = sorted(draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    edges = [0, *cuts, len(stream)]
    return stream, [stream[a:b] for a, b in pairwise(edges)]


@given(chunked())
def test_the_lines_do_not_depend_on_the_chunks(case: tuple[bytes, list[bytes]]) -> None:
    stream, chunks = case
    assert split(chunks, limit=20) == split([stream], limit=20)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\ufeff"), max_size=20)))
def test_good_lines_come_out_as_they_went_in(lines: list[str]) -> None:
    encoded = [line.encode() for line in lines]
    assert split([b"".join(line + b"\n" for line in encoded)]) == encoded


def test_a_byte_order_mark_counts_only_as_the_first_bytes() -> None:
    assert split([b"\xef", b"\xbb", b"\xbf{}\n"]) == [b"{}"]
    assert split([b"\xef\xbb\xbf\n"]) == [b""]
    assert split([b"\xef\xbb\xbf"]) == []
    for stream in (b"{}\n\xef\xbb\xbf{}\n", b"\xef\xbb\xbf\xef\xbb\xbf{}\n"):
        fault = split([stream])[-1]
        assert isinstance(fault, Fault)
        assert (fault.code, "byte-order mark" in fault.text) == (PARSE_ERROR, True)


@pytest.mark.parametrize("size", [100, 101, 250, 100_000])
@pytest.mark.parametrize("chunk", [1, 7, 64, 1_000_000])
def test_a_line_over_the_limit_is_one_fault_and_the_next_line_is_whole(size: int, chunk: int) -> None:
    stream = b"x" * size + b"\nnext\n"
    found = split([stream[at : at + chunk] for at in range(0, len(stream), chunk)])
    assert found[1:] == [b"next"]
    if size == 100:
        assert found[0] == b"x" * 100
    else:
        assert found[0] == Fault(INVALID_REQUEST, "The line is longer than 100 bytes; it was discarded.")


def test_the_rest_of_a_discarded_line_is_not_kept() -> None:
    lines = LineSplitter(100)
    assert len(lines.feed(b"x" * 200)) == 1
    for _ in range(1000):
        assert lines.feed(b"y" * 1000) == []
    assert lines._held == []
    assert lines.end() is None


def test_half_a_line_at_the_end_is_a_fault_blanks_are_not() -> None:
    fault = split([b'{}\n{"a"'])[-1]
    assert isinstance(fault, Fault)
    assert "4 bytes" in fault.text
    assert split([b"{}\n  \t"]) == [b"{}"]
