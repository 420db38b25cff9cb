"""Names of packages and publishers as correlation compares them: without version, architecture, locale, legal form."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

import msgspec

from wingetpy.model.text import fold, normalize

if TYPE_CHECKING:
    from wingetpy.model.name_patterns import Patterns

__all__ = ["NormalizedName", "fold", "normalize_name", "normalize_publisher"]

_LEGAL_FORMS = """
ab ad ag aps as asa bv co cv doo ev ges gesmbh gmbh inc kg ks ps llc lp ltd ltda mbh nv plc sl pty pvt sa sarl sc sca sp
spa srl sro company corp corporation holding holdings incorporated limited subsidiary
"""
_LEGAL_WORDS = frozenset(_LEGAL_FORMS.split())
_SHORTENED = ("roblox ", "bomgar ", "embedded ")  # products whose names go on with a user's or a server's
_FIRST_CUT = 3
_LONGEST = 1024  # no name is longer; the patterns' time grows with its square


class NormalizedName(msgspec.Struct, frozen=True):
    """What is left of a program's name, and what was taken out of it.

    Attributes:
        name: Letters and digits only; case is kept.
        architecture: `X64`, `X86`, or "" where the name has none or both.
        locale: In lower case, `en-us`; "" where the name has none or several of different languages.
    """

    name: str
    architecture: Literal["", "X64", "X86"] = ""
    locale: str = ""

    @property
    def with_architecture(self) -> str:
        """`Name(X64)`; the bare name where no architecture is known."""
        return f"{self.name}({self.architecture})" if self.architecture else self.name


@functools.lru_cache(8192)
def normalize_name(text: str, *, keep_spaces: bool = False) -> NormalizedName:
    """Normalize the name of a package or of an Apps & Features entry.

    Args:
        text: The name as it is shown.
        keep_spaces: Put a space between words, for comparing word by word.
    """
    text = _unwrapped(text)
    if _is_plain(text):
        return NormalizedName(_joined(_without_legal_words(text.split()), keep_spaces))
    patterns = _patterns()
    if patterns.is_sap_name(text):
        return NormalizedName(text)
    text, architecture = patterns.take_architecture(text)
    text, locale = patterns.take_locale(text)
    text = patterns.strip_name(text)
    words = _without_legal_words(patterns.words_of_name(text))
    return NormalizedName(_joined(patterns.letters_and_digits(words), keep_spaces), architecture, locale)


@functools.lru_cache(8192)
def normalize_publisher(text: str, *, keep_spaces: bool = False) -> str:
    """Normalize the name of a publisher.

    Args:
        text: The name as it is shown.
        keep_spaces: Put a space between words, for comparing word by word.
    """
    text = _unwrapped(text)
    if _is_plain(text):
        return _joined(_before_legal_word(text.split()), keep_spaces)
    patterns = _patterns()
    words = patterns.words_of_publisher(patterns.strip_publisher(text))
    return _joined(_before_legal_word(words), keep_spaces)


@functools.cache
def _patterns() -> Patterns:
    from wingetpy.model.name_patterns import Patterns  # late: start time, the regex package

    return Patterns()


def _unwrapped(text: str) -> str:
    """Without what follows `@@`, and without quotes or brackets around the whole."""
    text = normalize(text[:_LONGEST])
    if (cut := text.find("@@", _FIRST_CUT)) >= 0:
        text = text[:cut].rstrip()
    while len(text) > 1 and ((text[0] == '"' and text[-1] == '"') or (text[0] == "(" and text[-1] == ")")):
        text = text[1:-1].strip()
    return text


def _is_plain(text: str) -> bool:
    """Whether it is ASCII letters and blanks only: most names are, and nothing but legal words is taken out of them.

    What a letter is beyond ASCII, the patterns alone decide: `regex` and `str` may know different versions of Unicode.
    """
    if not text.isascii() or not text.replace(" ", "").isalpha():
        return False
    lower = text.lower()
    return not lower.endswith(" en") and not lower.startswith(_SHORTENED)


def _without_legal_words(words: list[str]) -> list[str]:
    return [word for position, word in enumerate(words) if not position or word.casefold() not in _LEGAL_WORDS]


def _before_legal_word(words: list[str]) -> list[str]:
    for position, word in enumerate(words):
        if position and word.casefold() in _LEGAL_WORDS:
            return words[:position]
    return words


def _joined(words: list[str], keep_spaces: bool) -> str:
    return (" " if keep_spaces else "").join(words)
