"""What matching means: which texts fit, in which order of goodness, and why.

The order of what a query finds is the same for every kind of source: the type of the match, then the field (`rank`),
then the folded id. A package that is called what is looked for (`is_called`) comes before those that only have a tag of
that text (`rank_of_called`): winget has them the other way round. A source without the texts of a field cannot say that
it fitted; `resolve` gives the best reason that can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.model.text import fold
from wingetpy.sources.request import MatchOption, SearchRequest

_WILDCARDS = re.compile(r"[*?]+")
_CONTROLS = re.compile(r"[\x00-\x1f]")
_WORD = re.compile(r"[\w+#]+")
RANKS_PER_TYPE = 16


class MatchType(IntEnum):
    """How well a text fits; the lower, the better."""

    exact = 0
    case_insensitive = 1
    starts_with = 2
    substring = 4
    wildcard = 6


class MatchField(IntEnum):
    """Where it was found; the lower, the better among equal types.

    `called` is no field of winget's: the text is a whole word of the id or the name, see `is_called`.
    """

    id = 0
    package_name = 1
    moniker = 2
    command = 3
    called = 4
    tag = 5
    package_family_name = 6
    product_code = 7
    upgrade_code = 8
    name_and_publisher = 9
    unknown = 15


_FIELDS = {int(field): field for field in MatchField}

FIELD_TITLES = {
    MatchField.moniker: "Moniker",
    MatchField.command: "Command",
    MatchField.tag: "Tag",
    MatchField.package_family_name: "PackageFamilyName",
    MatchField.product_code: "ProductCode",
    MatchField.upgrade_code: "UpgradeCode",
}

_EXPANSION = {
    MatchOption.equals: (MatchType.exact,),
    MatchOption.equals_case_insensitive: (MatchType.case_insensitive,),
    MatchOption.starts_with: (MatchType.case_insensitive, MatchType.starts_with),
    MatchOption.contains: (MatchType.case_insensitive, MatchType.substring),
}


class Criterion(msgspec.Struct, frozen=True):
    """Why something matched: the type of the match, the field, and the text that was there."""

    type: MatchType
    field: MatchField
    text: str = ""


def expand(option: MatchOption) -> tuple[MatchType, ...]:
    """The types of match that an option allows, best first."""
    return _EXPANSION[option]


def rank(kind: MatchType, field: MatchField) -> int:
    """Sorts by type of match first, then by field."""
    return kind * RANKS_PER_TYPE + field


def rank_of_called(option: MatchOption) -> int:
    """The rank of a package that a query found in a worse way, and that is called what was looked for."""
    return rank(expand(option)[0], MatchField.called)


def is_called(wanted: str, identifier: str, name: str) -> bool:
    """Whether a text is, in whole words, what a package is called: in its name, or in its id behind the publisher.

    `rust` is in `Rust (MSVC)` and in `Rustlang.Rust.GNU`, but not in `RustDesk`.

    Args:
        wanted: The query as given.
        identifier: The package's id.
        name: Its name.
    """
    sought = words_of(wanted)
    return bool(sought) and any(_holds(words_of(text), sought) for text in (name, product_part(identifier)))


def words_of(text: str) -> list[str]:
    """The words of a text, folded; `c#` and `notepad++` are words."""
    return _WORD.findall(fold(text))


def product_part(identifier: str) -> str:
    """An id without the publisher before its first dot."""
    return identifier.partition(".")[2] or identifier


def _holds(words: list[str], sought: list[str]) -> bool:
    """Whether words hold others in a row."""
    size = len(sought)
    return any(words[start : start + size] == sought for start in range(len(words) - size + 1))


def field_of(ranked: int) -> MatchField:
    return _FIELDS[ranked % RANKS_PER_TYPE]


def type_of(ranked: int) -> MatchType:
    return MatchType(ranked // RANKS_PER_TYPE)


def fits(kind: MatchType, wanted: str, text: str) -> bool:
    """Whether a text fits a wanted one in this way. Both are given as written."""
    if kind is MatchType.exact:
        return text == wanted
    folded, sought = fold(text), fold(wanted)
    if kind is MatchType.case_insensitive:
        return folded == sought
    if kind is MatchType.starts_with:
        return folded.startswith(sought)
    return sought in folded


def cleaned(text: str) -> str:
    """A wanted text without control characters and outer blanks, which no field has."""
    return _CONTROLS.sub(" ", text).strip()


def has_wildcard(text: str) -> bool:
    return _WILDCARDS.search(text) is not None


def refuse_wildcards(request: SearchRequest) -> None:
    """Refuse `*` and `?` in the id or name of a request that means one package and found none.

    Raises:
        BadRequest: naming the text.
    """
    for text in (request.id, request.name):
        if text and has_wildcard(text):
            raise BadRequest(
                f"'{text}': * and ? are no wildcards where one package is meant.",
                target=text,
                remedy="Give the whole id or name; wildcards are for searches and lists.",
            )


def glob_of(text: str) -> str:
    """A text with `*` and `?` as a pattern for SQLite's GLOB, in which an opening bracket is no letter either."""
    return text.replace("[", "[[]")


def literal_runs(text: str) -> list[str]:
    """What stands between the wildcards."""
    return [run for run in _WILDCARDS.split(text) if run]


def resolve(wanted: str, fields: Iterable[tuple[MatchField, str]]) -> Criterion:
    """The best reason why a package fits, for a source that does not say.

    Args:
        wanted: The query as given.
        fields: MatchField and text of all that the package says of itself.

    Returns:
        The type ranks before the field; type wildcard and field unknown where nothing fits.
    """
    best = Criterion(MatchType.wildcard, MatchField.unknown)
    for field, text in fields:
        for kind in (MatchType.exact, MatchType.case_insensitive, MatchType.starts_with, MatchType.substring):
            if fits(kind, wanted, text):
                if rank(kind, field) < rank(best.type, best.field):
                    best = Criterion(kind, field, text)
                break
    return best
