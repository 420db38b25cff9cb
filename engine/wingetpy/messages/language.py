"""Sentences for people in their language.

A sentence is written in English where it is said, and found by it. `<tag>.json` beside this file is a language: one
object of English sentences and theirs, with the values in the same places `{0}`, `{1}`, ... in any order. `en-US.json`
lists all sentences: who adds a language copies it. What a language lacks, or has wrong places for, is said in English.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import msgspec

FOLDER = os.path.dirname(__file__)  # pathlib is not needed at the engine's start
SOURCE = "en-US"
"""The language of the sentences in the code."""

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
                _sentences.update(msgspec.json.decode(stream.read(), type=dict[str, str]))
        except (OSError, msgspec.DecodeError) as error:
            raise LanguageUnreadable(f"{name}.json: {error}") from error
        return


def translated(sentence: str) -> str:
    """Return a sentence that has no values in the language that is spoken."""
    return _sentences.get(sentence) or sentence


def say(sentence: str, *values: object) -> str:
    """Return a sentence in the language that is spoken, with the values in its places (as `str.format` has them)."""
    text = _sentences.get(sentence)
    if text:
        try:
            return text.format(*values)
        except (IndexError, KeyError, ValueError):
            pass  # its places are wrong: better English than no sentence
    return sentence.format(*values)


def _names(tag: str) -> Iterator[str]:
    """The names a language's file may have, the nearest first; none for what is no tag."""
    parts = tag.replace("_", "-").split("-")
    if all(part.isalnum() and part.isascii() for part in parts):
        for end in range(len(parts), 0, -1):
            yield "-".join(parts[:end])
