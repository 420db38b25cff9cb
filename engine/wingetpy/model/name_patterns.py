"""What is taken out of program and publisher names, as patterns. They need Unicode classes: the `regex` package."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import regex

from wingetpy.model.locale_tags import LOCALE_TAGS

_Rule = tuple[Callable[[str], bool], Any]


def _compile(pattern: str) -> Any:
    return regex.compile(pattern, regex.IGNORECASE | regex.VERBOSE)


_NOT_WITHIN_WORD = r"(?<![\p{L}\p{Nd}])"
_EDITION = r"(?:\sEDITION)?"
_VERSION_WORD = r"(?:VERSI[OÓ]N|VERSÃO|VERSIE|WERSJA|VER|V|BUILD|RELEASE|RC|SP)"
_DELIMITER = r"[\p{Po}\p{Pd}\p{Pc}]"
_DELIMITED_VERSION = _compile(
    rf"""(?:(?<!\p{{L}}){_VERSION_WORD}[\s.:_-]?)? \p{{Nd}}+ (?:{_DELIMITER}\p{{Nd}}+)+
         (?:\p{{L}}(?![\p{{L}}\p{{Nd}}]) | \s?(?:RC|SP|B|A|R|K)\p{{Nd}}+)? (?:{_DELIMITER}\p{{L}}*\p{{Nd}}*)* """
)
_VERSION = _compile(rf"(?:FOR\s)? (?<!\p{{L}})(?:{_VERSION_WORD}\s)?(?:P|R|{_VERSION_WORD})[\s.:_-]?\p{{Nd}}+")
_LETTER_VERSION = _compile(
    rf"(?<!\p{{L}})(?:{_VERSION_WORD}\s)?(?<!\p{{Nd}})\p{{L}}\p{{Nd}}+(?:{_DELIMITER}\p{{Nd}}+)+"
)
_BRACKETS = _compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ENCLOSED = _compile(r'\p{Ps}.*\p{Pe}|".*"')
_PROTOCOL = _compile(r"(?<!\p{L})(?:https?|ftp)://")


def _any(_: str) -> bool:
    return True


def _has(*signs: str) -> Callable[[str], bool]:
    return lambda text: any(sign in text for sign in signs)


def _has_digit(text: str) -> bool:
    return not text.isascii() or any(map(str.isdecimal, text))  # other digits are for the patterns to know


def _has_opening(text: str) -> bool:
    return not text.isascii() or "(" in text or "[" in text or '"' in text or "{" in text


def _starts(word: str) -> Callable[[str], bool]:
    return lambda text: text[: len(word)].lower() == word


_NAME_RULES: tuple[_Rule, ...] = (
    (_starts("roblox"), _compile(r"(?<=^ROBLOX\s(?:PLAYER|STUDIO))\sFOR\s.*$")),
    (
        _starts("bomgar"),
        _compile(r"(?<=^BOMGAR\s(?:JUMP\sCLIENT|ACCESS\sCONSOLE|REPRESENTATIVE\sCONSOLE|BUTTON))\s.*$"),
    ),
    (_starts("embedded"), _compile(r"(?<=^EMBEDDED\sCALLBACK)\s.*$")),
    (_starts("("), _compile(r"^\([^()]*\)")),
    (_has_opening, _compile(r'\(\s*\)|\[\s*\]|"\s*"')),
    (_has(":\\"), _compile(r"\(CHANGE\s\#\d+\sTO\s[CDEF]:\\[^()]*\)")),
    (_has(":\\"), _compile(r"\([CDEF]:\\[^()]*\)")),
    (_has(":\\"), _compile(r'"[CDEF]:\\[^"]*"')),
    (_has(":\\"), _compile(r"(?:(?:INSTALLED\sAT|IN)\s)?[CDEF]:\\(?:.*\\)?\S*")),
    (_has_digit, _LETTER_VERSION),
    (_has_digit, _DELIMITED_VERSION),
    (_has_digit, _VERSION),
    (_any, _compile(r"\sEN\s*$")),
    (_has_opening, _BRACKETS),
    (_has_opening, _ENCLOSED),
    (_has("://"), _PROTOCOL),
    (_any, _compile(r"^[^\p{L}\p{Nd}]+")),
    (_any, _compile(r"[^\p{L}\p{Nd}]+$")),
)

_PUBLISHER_RULES: tuple[_Rule, ...] = (
    (_has_digit, _DELIMITED_VERSION),
    (_has_digit, _VERSION),
    (_has_opening, _BRACKETS),
    (_has_opening, _ENCLOSED),
    (_has("://"), _PROTOCOL),
    (_any, _compile(r"(?<!\S)[^\p{L}\s]+(?!\S)")),
    (_any, _compile(r"[^\p{L}]+$")),
    (_has(".", "/"), _compile(r"(?<=(?<!\p{L})\p{L})[./](?=\p{L}(?!\p{L}))")),
)

_ARCHITECTURES: tuple[tuple[Literal["", "X64", "X86"], Any], ...] = (
    ("", _compile(rf"{_NOT_WITHIN_WORD}(?:32[\\/]64|64[\\/]32)[-_\s]?BITS?{_EDITION}")),
    ("X64", _compile(rf"{_NOT_WITHIN_WORD}(?:X64|AMD64|X86[_-]64)(?!\p{{Nd}}){_EDITION}")),
    ("X64", _compile(rf"{_NOT_WITHIN_WORD}64[-_\s]?BITS?{_EDITION}")),
    ("X86", _compile(rf"{_NOT_WITHIN_WORD}X(?:32|86)(?!\p{{Nd}}){_EDITION}")),
    ("X86", _compile(rf"{_NOT_WITHIN_WORD}32[-_\s]?BITS?{_EDITION}")),
)

_SAP = _compile(r"(?:[A-Z0-9]+[._])+[A-Z0-9]*-\d+(?:\.\d+)+-(?:[A-Z]{2}(?:_[A-Z]{2})?|CORE)-[A-Z0-9]{2}")
_LOCALE = _compile(
    r"(?<![A-Za-z])[A-Z]{2,3}(?:-(?:CANS|CYRL|LATN|MONG))?-[A-Z]{2}(?![A-Za-z])(?:-VALENCIA)?(?![A-Za-z])"
)
_PATCH = _compile(r"\((KB\d+)\)")
_BETWEEN_NAME_WORDS = regex.compile(r"[^\p{L}\p{Nd}+&]+")
_GRAPHEME = regex.compile(r"\X")
_BETWEEN_WORDS = regex.compile(r"[^\p{L}\p{Nd}]+")


class Patterns:
    """The steps of normalizing. One object of it is made; the patterns are compiled with the module."""

    def is_sap_name(self, text: str) -> bool:
        """Whether the whole name is of a form that is left alone."""
        return "-" in text and _SAP.fullmatch(text) is not None

    def take_architecture(self, text: str) -> tuple[str, Literal["", "X64", "X86"]]:
        """The text without the architecture, and which."""
        if "4" in text or "2" in text or "6" in text:
            for architecture, pattern in _ARCHITECTURES:
                shorter = pattern.sub("", text)
                if shorter != text:
                    return shorter, architecture
        return text, ""

    def take_locale(self, text: str) -> tuple[str, str]:
        """The text without locales, and which; of several the language they share."""
        if "-" not in text:
            return text, ""
        found: list[str] = []

        def drop(match: Any) -> str:
            tag = match[0].lower()
            if tag not in LOCALE_TAGS:
                return str(match[0])
            found.append(tag)
            return ""

        text = _LOCALE.sub(drop, text)
        if not found or all(tag == found[0] for tag in found):
            return text, found[0] if found else ""
        languages = {tag.split("-")[0] for tag in found}
        return text, languages.pop() if len(languages) == 1 else ""

    def strip_name(self, text: str) -> str:
        """The name without versions, paths, brackets and signs around it."""
        return _stripped(_PATCH.sub(r"\1", text), _NAME_RULES)

    def strip_publisher(self, text: str) -> str:
        """The publisher without versions, brackets and stray signs; `A.B.` is drawn together."""
        return _stripped(text, _PUBLISHER_RULES)

    def words_of_name(self, text: str) -> list[str]:
        """The words; a plus or an ampersand belongs to its word."""
        return [word for word in _BETWEEN_NAME_WORDS.split(text) if word]

    def words_of_publisher(self, text: str) -> list[str]:
        return [word for word in _BETWEEN_WORDS.split(text) if word]

    def letters_and_digits(self, words: list[str]) -> list[str]:
        """The words without the plus signs and ampersands in them."""
        return [bare for word in words if (bare := _BETWEEN_WORDS.sub("", word))]


def _stripped(text: str, rules: tuple[_Rule, ...]) -> str:
    while True:
        before = text
        for applies, pattern in rules:
            if applies(text):
                text = pattern.sub("", text)
        if text == before:
            return text


def count_graphemes(text: str) -> int:
    """How many letters a reader would count in the text."""
    return sum(1 for _ in _GRAPHEME.finditer(text))
