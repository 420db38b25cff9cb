"""A version within other texts: the URLs, names and paths of a package often hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEAST_DIGITS = 4
"""Of a version without its dots: fewer are found in too many words."""


def with_version(text: str, old: str, new: str) -> str:
    """Return a text with the new version in place of the old one; the text itself where it does not hold it.

    Also found: the version with `_` or `-` in place of its dots, without dots (`7z2407.exe` of 24.07) where it has at
    least four digits and the new one as many, and without a `v` before it. Digits beside it make it
    another number: `1.2` is not in `11.2` or `1.2.3`.
    """
    for was, now in _spellings(old, new):
        pattern = rf"(?<![0-9])(?<![0-9][._]){re.escape(was)}(?![._]?[0-9])"
        replaced, count = re.subn(pattern, now.replace("\\", r"\\"), text)
        if count:
            return replaced
    return text


def _spellings(old: str, new: str) -> Iterator[tuple[str, str]]:
    bare_old, bare_new = old.lstrip("vV"), new.lstrip("vV")
    yield old, new
    yield bare_old, bare_new
    if "." in bare_old:
        for separator in "_-":
            yield bare_old.replace(".", separator), bare_new.replace(".", separator)
        short_old, short_new = _without_zeros(bare_old), _without_zeros(bare_new)
        if short_old != bare_old and "." in short_old:  # 1.2.0 is written 1.2 in many URLs
            yield short_old, short_new
        digits_old, digits_new = bare_old.replace(".", ""), bare_new.replace(".", "")
        if digits_old.isdecimal() and len(digits_old) == len(digits_new) >= _LEAST_DIGITS:
            yield digits_old, digits_new


def _without_zeros(version: str) -> str:
    while version.endswith(".0"):
        version = version[:-2]
    return version
