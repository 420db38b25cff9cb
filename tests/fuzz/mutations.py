"""Changes of bytes that know nothing of what they are."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
_WRITTEN = (b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"9223372036854775808", b"1e999", b"9" * 5000, b"")
_Change = Callable[[random.Random, bytes, Sequence[bytes], Sequence[bytes]], bytes]


def mutated(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Return a case with one change.

    Args:
        others: Cases that parts are taken of.
        tokens: Words of the format.
    """
    return rng.choice(_CHANGES)(rng, case, others, tokens)


def _span(rng: random.Random, case: bytes) -> tuple[int, int]:
    start = rng.randrange(len(case) + 1)
    return start, min(len(case), start + rng.choice((1, 2, 4, 16, 64, 512)))


def _flip(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    if not case:
        return b"\0"
    changed = bytearray(case)
    for _ in range(rng.choice((1, 1, 2, 8))):
        changed[rng.randrange(len(case))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _number(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    size = rng.choice((1, 2, 4))
    start = rng.randrange(max(1, len(case) - size + 1))
    number = rng.choice(_NUMBERS) & ((1 << 8 * size) - 1)
    return case[:start] + number.to_bytes(size, rng.choice(("little", "big"))) + case[start + size :]


def _written_number(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    if not (found := list(re.finditer(rb"\d+", case))):
        return _flip(rng, case, others, tokens)
    one = rng.choice(found)
    return case[: one.start()] + rng.choice(_WRITTEN) + case[one.end() :]


def _cut(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _span(rng, case)
    return case[:start] if rng.random() < 0.2 else case[:start] + case[end:]


def _token(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _span(rng, case)
    token = rng.choice(tokens) if tokens else rng.randbytes(4)
    times = rng.choice((1, 1, 1, 1, 2, 100))
    return case[:start] + token * times + case[rng.choice((start, end)) :]


def _noise(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _span(rng, case)
    return case[:start] + rng.randbytes(rng.choice((1, 2, 8, 64))) + case[rng.choice((start, end)) :]


def _again(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    start, end = _span(rng, case)
    return case[:end] + case[start:end] * rng.choice((1, 1, 2, 10, 200)) + case[end:]


def _splice(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    start, end = _span(rng, other)
    at, to = _span(rng, case)
    return case[:at] + other[start : rng.choice((end, len(other)))] + case[rng.choice((at, to)) :]


def _lines(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Lines put elsewhere, twice, away, further in, or taken from another case."""
    lines = case.split(b"\n")
    start = rng.randrange(len(lines))
    some = lines[start : start + rng.choice((1, 1, 2, 5))]
    what = rng.randrange(5)
    if what == 0:
        del lines[start : start + len(some)]
    elif what == 1:
        lines[start:start] = some * rng.choice((1, 1, 3, 100))
    elif what == 2:
        lines[start] = rng.choice((b" ", b"  ", b"- ", b"\t")) + lines[start]
    elif what == 3:
        del lines[start : start + len(some)]
        at = rng.randrange(len(lines) + 1)
        lines[at:at] = some
    else:
        other = rng.choice(others).split(b"\n")
        at = rng.randrange(len(other))
        lines[start:start] = other[at : at + rng.choice((1, 2, 5))]
    return b"\n".join(lines)


def _value(rng: random.Random, case: bytes, others: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Another value behind a colon."""
    if not tokens or not (found := list(re.finditer(rb": *([^\r\n,}\]]*)", case))):
        return _noise(rng, case, others, tokens)
    one = rng.choice(found)
    return case[: one.start(1)] + rng.choice(tokens) + case[one.end(1) :]


_CHANGES: tuple[_Change, ...] = (
    _flip,
    _number,
    _written_number,
    _cut,
    _token,
    _noise,
    _again,
    _splice,
    _lines,
    _lines,
    _value,
    _value,
)
