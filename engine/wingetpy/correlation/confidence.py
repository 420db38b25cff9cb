"""How much a name and publisher in Apps & Features look like those of a package: words compared in their order."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wingetpy.manifests.model import Manifest
from wingetpy.model.names import normalize_name, normalize_publisher
from wingetpy.model.text import fold

LEAST = 0.5
"""The least confidence that an entry is the package's."""

LEAST_LEAD = 0.05
"""How far the best entry has to be ahead of the second."""

_LEAST_OF_NAME = 0.2
_SHARE_OF_NAME = 2 / 3
_SHARE_OF_TEXT = 0.8

Words = tuple[str, ...]


class NameWords(NamedTuple):
    """The words of a name and of a publisher, normalized and folded."""

    name: Words
    publisher: Words

    @property
    def both(self) -> Words:
        return (*self.publisher, *self.name)


def words_of(name: str, publisher: str) -> NameWords:
    """Return the words of a name and publisher, without versions, architectures, languages and legal forms."""
    return NameWords(
        tuple(fold(normalize_name(name, keep_spaces=True).name).split()),
        tuple(fold(normalize_publisher(publisher, keep_spaces=True)).split()),
    )


def names_of(manifest: Manifest) -> list[NameWords]:
    """Return the names of a package in all its languages; what one lacks comes from the default language."""
    default = manifest.localization
    names = [
        words_of(one.package_name or default.package_name or "", one.publisher or default.publisher or "")
        for one in (default, *manifest.localizations)
        if one is default or one.package_name or one.publisher
    ]
    return list(dict.fromkeys(names))


def confidence(names: Iterable[NameWords], entry: NameWords, *, is_new: bool) -> float:
    """Return how likely an entry is the package's, 0 to 1: four fifths for the texts, one fifth for being new.

    A publisher may be written in front of the name on one side only; that counts as well. A publisher alone, without
    any likeness of the names, counts nothing.
    """
    best = max((_likeness(one, entry) for one in names), default=0.0)
    return best * _SHARE_OF_TEXT + (1 - _SHARE_OF_TEXT if is_new else 0)


def _likeness(package: NameWords, entry: NameWords) -> float:
    name = similarity(package.name, entry.name)
    if name < _LEAST_OF_NAME:
        return 0
    publisher = similarity(package.publisher, entry.publisher)
    apart = name * _SHARE_OF_NAME + publisher * (1 - _SHARE_OF_NAME)
    return max(apart, similarity(package.both, entry.name), similarity(package.name, entry.both))


@functools.lru_cache(4096)
def similarity(first: Words, second: Words) -> float:
    """Return how alike two rows of words are, 0 to 1: the share of words that need not be taken out or put in.

    Rows that differ in blanks only (`Cute Cursors`, `CuteCursors`) are the same.
    """
    if not first or not second:
        return 0
    if "".join(first) == "".join(second):
        return 1
    return 1 - _changes(first, second) / (len(first) + len(second))


def _changes(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words have to be taken out or put in to make the second of the first."""
    row = list(range(len(second) + 1))
    for taken, word in enumerate(first, 1):
        above, row = row, [taken]
        for place, other in enumerate(second):
            row.append(above[place] if word == other else 1 + min(above[place + 1], row[place]))
    return row[-1]
