"""Sentences for people in their language.

A sentence is written in English where it is said, and found by it. `<tag>.json` beside this file is a language: one
object of English sentences and theirs, with the values in the same places `{0}`, `{1}`, ... in any order. `en-US.json`
lists all sentences: who adds a language copies it. What a language lacks, or has other places in, is said in English.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import msgspec

FOLDER = os.path.dirname(__file__)  # pathlib is not needed at the engine's start
SOURCE = "en-US"
"""The language of the sentences in the code."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PLACE = r"{[^{}]*}"

_sentences: dict[str, str] = {}


class LanguageUnreadable(Exception):
    """The file of a language is damaged."""


def speak(tag: str) -> None:
    """From now on say sentences in a language: `de-AT` means `de-AT.json`, or else `de.json`, or English.

    Raises:
        LanguageUnreadable: The file is no object of texts; English is spoken.
    """
    _sentences.clear()
    for name in _names(tag):
        file = os.path.join(FOLDER, f"{name}.json")
        if name.casefold() == SOURCE.casefold() or not os.path.isfile(file):
            continue
        try:
            with open(file, "rb") as stream:
                text = stream.read().removeprefix(_BYTE_ORDER_MARK)  # editors of Windows write it
            theirs = msgspec.json.decode(text, type=dict[str, str])
        except (OSError, msgspec.DecodeError) as error:
            raise LanguageUnreadable(f"{name}.json: {error}") from error
        _sentences.update((ours, text) for ours, text in theirs.items() if _places(text) == _places(ours))
        return


def translated(sentence: str) -> str:
    """Return a sentence that has no values in the language that is spoken."""
    return _sentences.get(sentence) or sentence


def say(sentence: str, *values: object) -> str:
    """Return a sentence in the language that is spoken, with the values in its places (as `str.format` has them)."""
    return translated(sentence).format(*values)


def _places(text: str) -> set[str] | None:
    """The places of a sentence; None where a brace belongs to none."""
    return None if {"{", "}"} & {*re.sub(_PLACE, "", text)} else {*re.findall(_PLACE, text)}


def _names(tag: str) -> Iterator[str]:
    """The names a language's file may have, the nearest first; none for what is no tag."""
    parts = tag.replace("_", "-").split("-")
    if all(part.isalnum() and part.isascii() for part in parts):
        for end in range(len(parts), 0, -1):
            yield "-".join(parts[:end])
