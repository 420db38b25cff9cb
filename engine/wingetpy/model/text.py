"""Text as it is compared: one Unicode form, no case."""

from __future__ import annotations

import unicodedata

BLANKS = " \t\n\v\f\r"
"""What winget cuts off at both ends of a text."""


def normalize(text: str) -> str:
    """The form winget keeps text in: NFKC, cut at both ends, a NUL as a space."""
    if text.isascii():
        return text.replace("\0", " ").strip(BLANKS)
    return unicodedata.normalize("NFKC", text).replace("\0", " ").strip(BLANKS)


def fold(text: str) -> str:
    """The form in which two texts are equal that differ only in case or in the way a letter is written."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()
