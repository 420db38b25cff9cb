"""The rules of a search written down once more, plainly and slowly: every package is looked at, nothing is shared with
the engine but the folding of text.

Any kind of source can be held against them: make a PlainPackage of each package that it has, ask it and ask these.

    plain_search(packages, request)      -> PlainHit(id, type, field) of all that fits, best first
    plain_single(packages, request)      -> the same for an operation on one package
    plain_by_keys(packages, kind, keys)  -> ids by key, as `OpenSource.by_keys`
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from wingetpy.model.text import fold
from wingetpy.sources.keys import KeyKind
from wingetpy.sources.request import MatchOption, SearchRequest

TYPES = ("exact", "case_insensitive", "starts_with", "substring", "wildcard")
"""From the best to the worst."""
FIELDS = (
    "id", "package_name", "moniker", "command", "called", "tag", "package_family_name", "product_code", "upgrade_code",
)  # fmt: skip
"""From the best to the worst among equal types. `called` is ours, the others and their order are winget's."""
_TYPES_OF = {
    MatchOption.equals: ("exact",),
    MatchOption.equals_case_insensitive: ("case_insensitive",),
    MatchOption.starts_with: ("case_insensitive", "starts_with"),
    MatchOption.contains: ("case_insensitive", "substring"),
}
_WORD = re.compile(r"[\w+#]+")


class PlainPackage(NamedTuple):
    """What a source says of a package. Codes and family names as written; names: (normalized name, publisher)."""

    id: str
    name: str
    moniker: str = ""
    commands: Sequence[str] = ()
    tags: Sequence[str] = ()
    package_family_names: Sequence[str] = ()
    product_codes: Sequence[str] = ()
    upgrade_codes: Sequence[str] = ()
    names: Sequence[tuple[str, str]] = ()

    def texts(self, field: str) -> Sequence[str]:
        return {
            "id": [self.id],
            "package_name": [self.name],
            "moniker": [self.moniker] if self.moniker else [],
            "command": self.commands,
            "tag": self.tags,
            "package_family_name": self.package_family_names,
            "product_code": self.product_codes,
            "upgrade_code": self.upgrade_codes,
        }[field]


class PlainHit(NamedTuple):
    id: str
    type: str
    field: str


_Fit = tuple[int, int]
"""Places in TYPES and FIELDS: the lower, the better."""


def plain_search(packages: Iterable[PlainPackage], request: SearchRequest) -> list[PlainHit]:
    """(Query in any field) and every filter; without a query the first filter says how well a package fits."""
    codes = ("package_family_name", "product_code", "upgrade_code")
    fields = ("id", "package_name", "moniker", "command", "tag")
    return _ordered(packages, lambda one: _best(one, request, fields, codes, patterns=True))


def plain_single(packages: Iterable[PlainPackage], request: SearchRequest) -> list[PlainHit]:
    """The query is a whole id, name, moniker, family name or product code; a wildcard is a letter like any other."""
    codes = ("package_family_name", "product_code")
    fields = ("id", "package_name", "moniker")
    return _ordered(packages, lambda one: _best(one, request, fields, codes, patterns=False))


def plain_by_keys(packages: Iterable[PlainPackage], kind: KeyKind, keys: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the packages that have each of the keys, folded; sorted, since no order is promised."""
    wanted = set(keys)
    found: dict[str, list[str]] = {}
    for package in packages:
        for key in wanted & set(_keys(package, kind)):
            found.setdefault(key, []).append(package.id)
    return {key: sorted(ids) for key, ids in found.items()}


def _keys(package: PlainPackage, kind: KeyKind) -> Iterator[str]:
    if kind is KeyKind.name_and_publisher:
        yield from (f"{name}\n{publisher}" for name, publisher in package.names)
    else:
        yield from map(fold, package.texts(kind.name))


def _ordered(packages: Iterable[PlainPackage], best: Callable[[PlainPackage], _Fit | None]) -> list[PlainHit]:
    found = [(fit, fold(package.id), package.id) for package in packages if (fit := best(package)) is not None]
    return [PlainHit(identifier, TYPES[kind], FIELDS[field]) for (kind, field), _, identifier in sorted(found)]


def _best(
    package: PlainPackage, request: SearchRequest, fields: Sequence[str], codes: Sequence[str], *, patterns: bool
) -> _Fit | None:
    """How well a package fits a request; None if it does not."""
    types = _TYPES_OF[request.match_option]
    filters = [
        _fit_of_filter(package, field, wanted, types, patterns and field in ("id", "package_name"))
        for field, text in _filters(request)
        if (wanted := _cleaned(text))
    ]
    if None in filters:
        return None
    query = _cleaned(request.query or "")
    if not query:
        return filters[0] if filters else (0, 0)
    fits = [(0, FIELDS.index(code)) for code in codes if any(fold(one) == fold(query) for one in package.texts(code))]
    fits += [fit for field in fields for fit in _fits(package, field, query, types)]
    if "tag" in fields and fits and _called(package, query):
        fits.append((TYPES.index(types[0]), FIELDS.index("called")))
    return min(fits, default=None)


def _filters(request: SearchRequest) -> Iterator[tuple[str, str]]:
    yield "id", request.id or ""
    yield "package_name", request.name or ""
    yield "moniker", request.moniker or ""
    yield "command", request.command or ""
    yield "tag", request.tag or ""


def _fit_of_filter(
    package: PlainPackage, field: str, wanted: str, types: Sequence[str], is_pattern_field: bool
) -> _Fit | None:
    if is_pattern_field and ("*" in wanted or "?" in wanted):
        return _fit_of_pattern(package, field, wanted, types)
    return min(_fits(package, field, wanted, types), default=None)


def _fit_of_pattern(package: PlainPackage, field: str, wanted: str, types: Sequence[str]) -> _Fit | None:
    (text,) = package.texts(field)
    if types != ("exact",):
        text, wanted = fold(text), fold(wanted)
    pattern = fnmatch.translate(wanted.replace("[", "[[]"))
    return (TYPES.index("wildcard"), FIELDS.index(field)) if re.match(pattern, text) else None


def _fits(package: PlainPackage, field: str, wanted: str, types: Sequence[str]) -> Iterator[_Fit]:
    for kind in types:
        if any(_fit(kind, wanted, text) for text in package.texts(field)):
            yield TYPES.index(kind), FIELDS.index(field)


def _fit(kind: str, wanted: str, text: str) -> bool:
    if kind == "exact":
        return text == wanted
    text, wanted = fold(text), fold(wanted)
    if kind == "case_insensitive":
        return text == wanted
    return text.startswith(wanted) if kind == "starts_with" else wanted in text


def _called(package: PlainPackage, query: str) -> bool:
    """Whether the words of the query stand in a row in the name, or in the id behind its publisher."""
    publisher, _, product = package.id.partition(".")
    sought = _spaced(query)
    return sought != "  " and any(sought in _spaced(text) for text in (package.name, product or publisher))


def _spaced(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _cleaned(text: str) -> str:
    return re.sub(r"[\x00-\x1f]", " ", text).strip()
