"""A package version in winget's order, which is neither SemVer nor PEP 440."""

from __future__ import annotations

import re
from typing import Literal, Self

import msgspec

_BLANKS = " \t\n\v\f\r"
_NUMBERS_ONLY = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,18})*", re.ASCII)
_FIRST_DIGIT = re.compile(r"[0-9]")
_LEADING_DIGITS = re.compile(r"[0-9]+")
_LARGEST_NUMBER = 2**64 - 1

# A missing part counts as zero, so "1" is followed by endless zero parts. To let plain tuples compare so, zero parts
# are not written down: each other part is led by its side (above or below zero) and how many zero parts it skipped.
_ABOVE_ZERO = 1 << 40
_BELOW_ZERO = -_ABOVE_ZERO
_LATEST = _ABOVE_ZERO + 1
_UNKNOWN = _BELOW_ZERO - 1
_NO_SUFFIX = "1"  # ranks above any suffix, which are led by "0": a pre-release is lower than its release

Sign = Literal["<", "", ">"]
_SIGN_RANK: dict[Sign, int] = {"<": -1, "": 0, ">": 1}


class Part(msgspec.Struct, frozen=True):
    """The text between two dots: a number, and what follows it."""

    number: int
    suffix: str


class Version(msgspec.Struct, frozen=True, eq=False, repr_omit_defaults=True):
    """A version as given, and its place in the order. Make it with `parse` only.

    Two versions are equal when they rank the same (`1.0` and `1.0.0`); the text is kept as it was written.

    Attributes:
        text: The version as the manifest, the registry or the user wrote it.
        sort_key: A tuple that compares as the version does: for sorting, grouping and storing in a cache.
    """

    text: str
    sort_key: tuple[int | str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a version. Every text is one; `latest` ranks above all, `unknown` below all.

        A leading `< ` or `> ` makes it approximate: just below or just above what follows.

        Raises:
            ValueError: for an approximate `unknown`, which means nothing.
        """
        if _NUMBERS_ONLY.fullmatch(text):
            return cls(text, _key_of_numbers(text))
        sign, base = _take_sign(text)
        word = base.lower()
        if word == "unknown":
            if sign:
                raise ValueError(f"{text!r} is no version: an unknown version cannot be approximate")
            return cls(text, (_UNKNOWN,))
        if word == "latest":
            return cls(text, (_LATEST, _SIGN_RANK[sign]))
        return cls(text, _key_of_parts(split_parts(base), sign))

    @classmethod
    def or_unknown(cls, text: str) -> Self:
        """Read a version that somebody else wrote down; an approximate `unknown`, which means nothing, is unknown."""
        return cls.parse(text if is_version(text) else "Unknown")

    @property
    def parts(self) -> tuple[Part, ...]:
        """Number and suffix of each part, without trailing zero parts."""
        return tuple(split_parts(_take_sign(self.text)[1]))

    @property
    def is_unknown(self) -> bool:
        """Whether the text is `unknown`: an installed program whose entry has no version."""
        return self.sort_key[0] == _UNKNOWN

    @property
    def is_latest(self) -> bool:
        """Whether the text is `latest`: whatever the publisher offers now."""
        return self.sort_key == (_LATEST, 0)

    @property
    def is_approximate(self) -> bool:
        """Whether it is a bound (`< 1.0`) and no version proper."""
        return self.sort_key[-1] in (-1, 1) and not self.is_unknown

    @property
    def base(self) -> Self:
        """The version without its sign; this very one where it has none."""
        return type(self).parse(_take_sign(self.text)[1]) if self.is_approximate else self

    def approximate(self, sign: Literal["<", ">"]) -> Self:
        """The version just below or just above this one.

        Raises:
            ValueError: when this one is approximate or unknown itself.
        """
        if self.is_approximate:
            raise ValueError(f"{self.text!r} is approximate already")
        return type(self).parse(f"{sign} {self.text}")

    def __eq__(self, other: object) -> bool:
        return self.sort_key == other.sort_key if isinstance(other, Version) else NotImplemented

    def __ne__(self, other: object) -> bool:  # msgspec's own compares identity where eq=False
        return self.sort_key != other.sort_key if isinstance(other, Version) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.sort_key)

    def __lt__(self, other: Version) -> bool:
        return self.sort_key < other.sort_key

    def __le__(self, other: Version) -> bool:
        return self.sort_key <= other.sort_key

    def __gt__(self, other: Version) -> bool:
        return self.sort_key > other.sort_key

    def __ge__(self, other: Version) -> bool:
        return self.sort_key >= other.sort_key

    def __str__(self) -> str:
        return self.text


def split_parts(text: str, separators: str = ".") -> list[Part]:
    """The parts of a version text without sign: leading words (`v`, `Version`) and trailing zero parts are dropped.

    Args:
        text: The version without an approximate sign.
        separators: Each character of it separates parts.
    """
    split = re.compile("[" + re.escape(separators) + "]")
    text = _drop_leading_words(text.strip(_BLANKS), split)
    parts = [_read_part(part.strip(_BLANKS)) for part in split.split(text)]
    while parts and parts[-1].number == 0 and not parts[-1].suffix:
        parts.pop()
    return parts


def _take_sign(text: str) -> tuple[Sign, str]:
    text = text.strip(_BLANKS)
    if text.startswith("< "):
        return "<", text[2:].strip(_BLANKS)
    if text.startswith("> "):
        return ">", text[2:].strip(_BLANKS)
    return "", text


def _drop_leading_words(text: str, split: re.Pattern[str]) -> str:
    digit = _FIRST_DIGIT.search(text)
    separator = split.search(text)
    if digit and (separator is None or digit.start() < separator.start()):
        return text[digit.start() :]
    return text


def _read_part(text: str) -> Part:
    digits = _LEADING_DIGITS.match(text)
    if digits is None:
        return Part(0, text)
    if digits.end() > 20 and digits[0].lstrip("0")[20:]:  # too long for int() to be asked at all
        return Part(0, text)
    number = int(digits[0].lstrip("0") or "0")
    return Part(number, text[digits.end() :]) if number <= _LARGEST_NUMBER else Part(0, text)


def _key_of_numbers(text: str) -> tuple[int | str, ...]:
    key: list[int | str] = []
    side = _ABOVE_ZERO
    for number in map(int, text.split(".")):
        if number:
            key += (side, number, _NO_SUFFIX)
            side = _ABOVE_ZERO
        else:
            side -= 1
    key.append(0)
    return tuple(key)


def _key_of_parts(parts: list[Part], sign: Sign) -> tuple[int | str, ...]:
    key: list[int | str] = []
    zeros = 0
    for part in parts:
        if not part.number and not part.suffix:
            zeros += 1
            continue
        side = _ABOVE_ZERO - zeros if part.number else _BELOW_ZERO + zeros
        key += (side, part.number, "0" + part.suffix.casefold() if part.suffix else _NO_SUFFIX)
        zeros = 0
    key.append(_SIGN_RANK[sign])
    return tuple(key)


def is_version(text: str) -> bool:
    """Whether a text has a place in the order of versions; all but the approximate `< unknown` have one."""
    if "<" not in text and ">" not in text:
        return True
    try:
        Version.parse(text)
    except ValueError:
        return False
    return True
