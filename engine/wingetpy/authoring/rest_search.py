"""A search of the REST contract: (the query or any inclusion) and every filter, best match first."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Literal

import msgspec

from wingetpy.model.decoding import converted
from wingetpy.model.text import fold
from wingetpy.sources.keys import KeyKind
from wingetpy.sources.match import MatchField, MatchType, rank
from wingetpy.sources.request import Hit, MatchOption, SearchRequest
from wingetpy.sources.source import OpenSource

Word = Literal["Exact", "CaseInsensitive", "StartsWith", "Substring", "Wildcard", "Fuzzy", "FuzzySubstring"]
Field = Literal[
    "PackageIdentifier",
    "PackageName",
    "Moniker",
    "Command",
    "Tag",
    "PackageFamilyName",
    "ProductCode",
    "UpgradeCode",
    "NormalizedPackageNameAndPublisher",
    "Market",
    "HasInstallerType",
]
UNSUPPORTED_FIELDS = ("Market", "HasInstallerType")
LONGEST_KEYWORD = 2048
MOST_CONDITIONS = 1000
MOST_TEXT_CONDITIONS = 50
"""Of those that look through all packages; winget asks for a handful. Codes are looked up."""

_OPTIONS: dict[str, MatchOption] = {
    "Exact": MatchOption.equals,
    "CaseInsensitive": MatchOption.equals_case_insensitive,
    "Fuzzy": MatchOption.equals_case_insensitive,  # as in winget's index, which has nothing fuzzy either
    "StartsWith": MatchOption.starts_with,
    "Substring": MatchOption.contains,
    "FuzzySubstring": MatchOption.contains,
}
_TEXT_FIELDS = {
    "PackageIdentifier": "id",
    "PackageName": "name",
    "Moniker": "moniker",
    "Command": "command",
    "Tag": "tag",
}
_CODE_FIELDS = {
    "PackageFamilyName": (KeyKind.package_family_name, MatchField.package_family_name),
    "ProductCode": (KeyKind.product_code, MatchField.product_code),
    "UpgradeCode": (KeyKind.upgrade_code, MatchField.upgrade_code),
}
_Found = dict[str, tuple[int, Hit]]
"""By folded id: the rank and the package."""


class AskedMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A text and how it has to fit. NameIndex are those of the wire."""

    KeyWord: str = ""
    MatchType: Word = "Exact"


class AskedField(msgspec.Struct, frozen=True, kw_only=True):
    PackageMatchField: Field
    RequestMatch: AskedMatch


class AskedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a request. Null is nothing."""

    MaximumResults: int | None = None
    FetchAllManifests: bool | None = False
    Query: AskedMatch | None = None
    Inclusions: tuple[AskedField, ...] | None = ()
    Filters: tuple[AskedField, ...] | None = ()

    @property
    def conditions(self) -> tuple[AskedField, ...]:
        return (*(self.Inclusions or ()), *(self.Filters or ()))

    @property
    def is_too_large(self) -> bool:
        """Whether it has more conditions, or longer ones, than a server answers."""
        conditions = self.conditions
        of_texts = sum(one.PackageMatchField in _TEXT_FIELDS for one in conditions)
        words = [one.RequestMatch.KeyWord for one in conditions] + ([self.Query.KeyWord] if self.Query else [])
        too_many = len(words) > MOST_CONDITIONS or of_texts > MOST_TEXT_CONDITIONS
        return too_many or any(len(word) > LONGEST_KEYWORD for word in words)

    @property
    def asks_for_codes(self) -> bool:
        """Whether an installed program is to be recognised, so that every version's codes matter."""
        return any(one.PackageMatchField not in _TEXT_FIELDS for one in self.conditions)

    @property
    def unsupported(self) -> list[str]:
        """The fields of filters that cannot be answered; as inclusions they only widen a search."""
        asked = [one.PackageMatchField for one in self.Filters or ()]
        return [field for field in UNSUPPORTED_FIELDS if field in asked]


class NameIndex:
    """Which packages have a normalized name, whoever published them. Made when it is first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._content: Hashable | None = None
        self._hits: dict[str, list[Hit]] = {}

    def called(self, opened: OpenSource, name: str) -> list[Hit]:
        """Return the packages that have a name of the source as it is now."""
        with self._lock:
            if self._content is None or self._content != opened.content:
                hits: dict[str, list[Hit]] = {}
                for hit in opened.search(SearchRequest()).packages:
                    for known, _ in opened.keys(hit.id).names:
                        hits.setdefault(known, []).append(hit)
                self._hits, self._content = hits, opened.content
            return self._hits.get(name, [])


def find(opened: OpenSource, body: AskedSearch, names: NameIndex) -> list[Hit]:
    """Return what a request means, best first."""
    filters = list(body.Filters or ())
    if body.Query is not None and body.Query.KeyWord:
        found = _query(opened, body.Query)
    elif body.Inclusions or not filters:
        found = {} if body.Inclusions else _everything(opened)
    else:
        found = _fitting(opened, filters.pop(0), names)
    for inclusion in body.Inclusions or ():
        for key, (place, hit) in _fitting(opened, inclusion, names).items():
            if key not in found or place < found[key][0]:
                found[key] = place, hit
    for condition in filters:
        allowed = _fitting(opened, condition, names)
        found = {key: value for key, value in found.items() if key in allowed}
    return [hit for _, hit in sorted(found.values(), key=lambda pair: pair[0])]


def _everything(opened: OpenSource) -> _Found:
    return _by_id(opened.search(SearchRequest()))


def _query(opened: OpenSource, match: AskedMatch) -> _Found:
    option = _OPTIONS.get(match.MatchType)
    return _by_id(opened.search(SearchRequest(query=match.KeyWord, match_option=option))) if option else {}


def _fitting(opened: OpenSource, condition: AskedField, names: NameIndex) -> _Found:
    text, option = condition.RequestMatch.KeyWord, _OPTIONS.get(condition.RequestMatch.MatchType)
    field = condition.PackageMatchField
    if not text or option is None or field in UNSUPPORTED_FIELDS:
        return {}
    if field in _TEXT_FIELDS:
        request = converted({_TEXT_FIELDS[field].title(): text, "MatchOption": option.value}, SearchRequest)
        return _by_id(opened.search(request))
    if field in _CODE_FIELDS:
        kind, code = _CODE_FIELDS[field]
        owners = opened.by_keys(kind, [fold(text)]).get(fold(text), [])
        return _named(opened, owners, rank(MatchType.exact, code))
    place = rank(MatchType.exact, MatchField.name_and_publisher)
    return {fold(hit.id): (place, hit) for hit in names.called(opened, fold(text))}


def _named(opened: OpenSource, identifiers: list[str], place: int) -> _Found:
    found: _Found = {}
    for identifier in identifiers:
        exact = opened.search(SearchRequest(id=identifier, match_option=MatchOption.equals)).packages
        found.update((fold(hit.id), (place, hit)) for hit in exact)
    return found


def _by_id(ranked: tuple[list[int], list[Hit], bool]) -> _Found:
    return {fold(hit.id): (place, hit) for place, hit in zip(ranked[0], ranked[1], strict=True)}
