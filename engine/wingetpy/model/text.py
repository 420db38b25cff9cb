"""Text as it is compared: one Unicode form, no case."""

from __future__ import annotations

import unicodedata

BLANKS = " \t\n\v\f\r"
"""What winget cuts off at both ends of a text."""
LONGEST_EXCERPT = 300
"""Letters."""


def normalize(text: str) -> str:
    """The form winget keeps text in: NFKC, cut at both ends, a NUL as a space."""
    if text.isascii():
        return text.replace("\0", " ").strip(BLANKS)
    return unicodedata.normalize("NFKC", text).replace("\0", " ").strip(BLANKS)


_HARMFUL = dict.fromkeys(
    (*range(9), *range(11, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
"""Control characters of both sets, and those of Unicode's bidirectional algorithm that embed, override or isolate."""


def fold(text: str) -> str:
    """The form in which two texts are equal that differ only in case or in the way a letter is written."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()


def excerpt(text: str, most: int = LONGEST_EXCERPT) -> str:
    """Return what a server or another stranger wrote as a message may quote it: printable, and not long.

    Args:
        most: Letters, with the ellipsis that what is longer ends with.
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in text[: most + 1])
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def harmless(text: str) -> str:
    """Return a text as a terminal may be given it: each control character, and each that turns the direction of what
    follows (`gpj.exe` shown as `exe.jpg`), is replaced by U+FFFD; tabs and line feeds stay.
    """
    return text.replace("\r\n", "\n").translate(_HARMFUL) if not text.isprintable() else text
