"""What a person may have meant where nothing is found: packages whose names are near a text.

near(wanted, portions)   of (folded id, folded name, folded moniker) of all packages the few that are nearest

It works on the names of some hundreds of packages as one text: a catalogue of 10,000 packages is answered in a few
milliseconds, and never more of it than a portion is in memory, which would stay the engine's.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import accumulate
from typing import NamedTuple

from wingetpy.model.text import fold
from wingetpy.sources.request import PackageNames

MOST = 5
_LEAST_SCORE = 0.7
_WIDEST_GAP = 0.2
"""How much less near than the nearest one another may be."""
_LONGEST = 40
"""Letters of a text that may be misspelt."""
_LEAST_MISSPELT = 3
_MOST_WORDS = 8
_ALPHABET = string.ascii_lowercase + string.digits
_BETWEEN_WORDS = "-._()[]{}'\"&,:;/\\!|@®™"
_WORD = re.compile(r"[\w+#]+")
_BREAK = re.compile(r"[\n\t]")
_SWAPPED, _MISSED, _MISTYPED, _BEGUN, _SHORT = 0.95, 0.9, 0.85, 0.85, 0.7
"""Worth of a word with two letters in the wrong order, with one missing or too many, with a wrong one, of its begin, of
its abbreviation; the same word is worth 1."""
_PER_EXTRA_WORD = 0.02


class Near(NamedTuple):
    """A package by its folded id, and how near it is: 1 is the same but for blanks and hyphens."""

    identifier: str
    score: float


def near(wanted: str, portions: Iterable[PackageNames]) -> list[Near]:
    """Return the packages that are nearest to a text, best first; none where nothing is near."""
    words = _WORD.findall(_spaced(fold(wanted)))[:_MOST_WORDS]
    text = "".join(words)
    if not text or len(text) > 4 * _LONGEST:
        return []
    sought = _Sought(text, _slips(text), [(word, _slips(word)) for word in words])
    found = (
        (-score, len(names[place][1]), names[place][0])
        for names in portions
        for place, score in _Names(names).scores(sought).items()
        if score >= _LEAST_SCORE
    )
    best = nsmallest(MOST, found)
    return [Near(identifier, -score) for score, _, identifier in best if score <= best[0][0] + _WIDEST_GAP]


class _Sought(NamedTuple):
    """A text without blanks, and its words; each with all that is one slip away from it."""

    text: str
    slips: dict[str, float]
    words: list[tuple[str, dict[str, float]]]


class _Names:
    """The texts of a portion as one: a line a package; name, product and moniker between tabs, blanks around words."""

    def __init__(self, names: PackageNames) -> None:
        rows = [
            f" {name} \t {identifier.partition('.')[2] or identifier} \t {more or ''} "
            for identifier, name, more in names
        ]
        whole = "\n".join(rows)
        if whole.count("\n") + 1 != len(rows) or whole.count("\t") != 2 * len(rows):
            rows = ["\t".join(_BREAK.sub(" ", part) for part in row.rsplit("\t", 2)) for row in rows]
            whole = "\n".join(rows)
        self._whole = _spaced(whole)
        self._ends = list(accumulate(len(row) + 1 for row in rows))

    def scores(self, sought: _Sought) -> dict[int, float]:
        """How near the packages are, by their place; those that are not near at all may be left out."""
        scores: dict[int, float] = {}
        for place, score in (*self._alike(sought.text, sought.slips), *self._with_words(sought.words)):
            scores[place] = max(score, scores.get(place, 0.0))
        return scores

    def _alike(self, text: str, worth: dict[str, float]) -> Iterator[tuple[int, float]]:
        """Packages with a name, product or moniker that is the text but for blanks, hyphens and one slip."""
        joined = self._whole.replace(" ", "")
        fields = joined.replace("\t", "\n").split("\n")
        if not worth.keys().isdisjoint(fields):
            yield from ((at // 3, worth[field]) for at, field in enumerate(fields) if field in worth)
        if len(text) >= _LEAST_MISSPELT and text in joined:
            held = ((at // 3, len(field) - len(text)) for at, field in enumerate(fields) if text in field)
            yield from ((place, _BEGUN - _PER_EXTRA_WORD * min(5, more / 5)) for place, more in held)

    def _with_words(self, words: Sequence[tuple[str, dict[str, float]]]) -> Iterator[tuple[int, float]]:
        """Packages that have the words, also misspelt, begun or abbreviated, in their name, product or moniker."""
        vocabulary = set(self._whole.split())
        worths = [(word, {slip: slips[slip] for slip in slips.keys() & vocabulary}) for word, slips in words]
        looked_for = {slip for _, worth in worths for slip in worth if len(slip) >= _LEAST_MISSPELT}
        for place in {place for slip in looked_for for place in self._having(f" {slip} ")}:
            line = self._whole[self._ends[place - 1] if place else 0 : self._ends[place] - 1]
            own = set(line.split())
            score = sum(max(_worth(word, worth, one) for one in own) for word, worth in worths)
            extra = max(0, len(line.partition("\t")[0].split()) - len(words))
            yield place, score / len(words) - _PER_EXTRA_WORD * (1 + min(5, extra))

    def _having(self, text: str) -> Iterator[int]:
        """The places of the lines that have a text."""
        at = self._whole.find(text)
        while at >= 0:
            place = bisect_right(self._ends, at)
            yield place
            at = self._whole.find(text, self._ends[place])


def _worth(word: str, slips: dict[str, float], own: str) -> float:
    """How near a word of a package is to one of the words that are wanted."""
    if own in slips:
        return slips[own]
    if own.startswith(word):
        return _BEGUN
    return _SHORT if len(word) < 5 and _abbreviates(word, own) else 0.0


def _abbreviates(word: str, whole: str) -> bool:
    """Whether a word has letters of another one in their order, from its first on: `ms` for `microsoft`."""
    letters = iter(whole)
    return whole[:1] == word[:1] and all(letter in letters for letter in word)


def _slips(text: str) -> dict[str, float]:
    """A text and all that is one slip of the fingers away from it, with their worth."""
    worth: dict[str, float] = {}
    if _LEAST_MISSPELT <= len(text) <= _LONGEST:
        pairs = [(text[:at], text[at:]) for at in range(len(text) + 1)]
        if len(text) > _LEAST_MISSPELT:  # of three letters any two would do
            worth |= dict.fromkeys((f"{a}{c}{b[1:]}" for a, b in pairs if b for c in _ALPHABET), _MISTYPED)
            worth |= dict.fromkeys((f"{a}{b[1:]}" for a, b in pairs if b), _MISSED)
        worth |= dict.fromkeys((f"{a}{c}{b}" for a, b in pairs for c in _ALPHABET), _MISSED)
        worth |= dict.fromkeys((f"{a}{b[1]}{b[0]}{b[2:]}" for a, b in pairs if len(b) > 1), _SWAPPED)
    return worth | {text: 1.0}


def _spaced(text: str) -> str:
    for letter in _BETWEEN_WORDS:  # many times quicker than str.translate, which looks each letter up
        text = text.replace(letter, " ")
    return text
