"""A search request in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wingetpy.model.text import fold
from wingetpy.sources.index.schema import IndexKey
from wingetpy.sources.match import (
    MatchField,
    MatchType,
    cleaned,
    expand,
    glob_of,
    has_wildcard,
    literal_runs,
    rank,
    rank_of_called,
)
from wingetpy.sources.request import MatchOption, SearchRequest

Value = str | int

_EXACT_COLUMNS = {
    MatchField.id: "p.id",
    MatchField.package_name: "p.name",
    MatchField.moniker: "p.moniker",
    MatchField.command: "coalesce(p.commands, p.commands_folded)",
    MatchField.tag: "coalesce(p.tags, p.tags_folded)",
}
_FOLDED_COLUMNS = {
    MatchField.id: "p.id_folded",
    MatchField.package_name: "p.name_folded",
    MatchField.moniker: "p.moniker_folded",
    MatchField.command: "p.commands_folded",
    MatchField.tag: "p.tags_folded",
}
_LISTS = (MatchField.command, MatchField.tag)
_REASONS = {field: _EXACT_COLUMNS[field] for field in (MatchField.moniker, MatchField.command, MatchField.tag)}
_FIELD_KEYS = {
    MatchField.id: IndexKey.id,
    MatchField.package_name: IndexKey.package_name,
    MatchField.moniker: IndexKey.moniker,
    MatchField.command: IndexKey.command,
    MatchField.tag: IndexKey.tag,
}
_CODE_FIELDS = {
    IndexKey.package_family_name: MatchField.package_family_name,
    IndexKey.product_code: MatchField.product_code,
    IndexKey.upgrade_code: MatchField.upgrade_code,
}
_QUERY_FIELDS = (MatchField.id, MatchField.package_name, MatchField.moniker, MatchField.command, MatchField.tag)
_SINGLE_FIELDS = (MatchField.id, MatchField.package_name, MatchField.moniker)
GRAM = 3


class Condition(NamedTuple):
    """An SQL expression about the package `p`, with the values of its question marks."""

    sql: str
    values: tuple[Value, ...] = ()


_EVERYTHING = Condition("1")


class Search(NamedTuple):
    """What to ask the index.

    Attributes:
        rank: Gives the rank of a package that fits.
        reason: Gives the column in which it fitted, NULL where that is the id or the name.
        fits: Whether the query fits; with the filters it says which packages are found.
        filters: Hold for every package.
        texts: Folded texts that whatever fits contains, so that the letter index can narrow the search down.
        wanted: The text that is looked for, as given.
        key_ranks: The ranks of packages that have the wanted text, folded, as a key of a kind.
        called: The rank of packages that are called so, where it is better than their own; None if that does not count.
    """

    rank: Condition
    reason: Condition
    fits: Condition
    filters: tuple[Condition, ...]
    texts: tuple[str, ...]
    wanted: str = ""
    key_ranks: Mapping[IndexKey, int] = {}
    called: int | None = None


def whole(request: SearchRequest) -> Search:
    """Everything that fits: the query is looked for in all fields."""
    codes = (IndexKey.package_family_name, IndexKey.product_code, IndexKey.upgrade_code)
    return _search(request, _QUERY_FIELDS, codes, wildcards=True)


def single(request: SearchRequest) -> Search:
    """What one package may be called: the query is looked for in id, name and moniker."""
    return _search(request, _SINGLE_FIELDS, (IndexKey.package_family_name, IndexKey.product_code), wildcards=False)


def _search(
    request: SearchRequest, fields: Sequence[MatchField], codes: Sequence[IndexKey], *, wildcards: bool
) -> Search:
    filters = [
        _Filter(field, text, request.match_option, wildcards and field in (MatchField.id, MatchField.package_name))
        for field, wanted in _wanted_filters(request)
        if (text := cleaned(wanted))
    ]
    texts = tuple(text for filter in filters for text in filter.texts())
    conditions = tuple(filter.condition() for filter in filters)
    if query := cleaned(request.query or ""):
        *better, loosest = expand(request.match_option)
        return Search(
            rank=_ranked((loosest,), fields, query),
            reason=_reasons((loosest,), fields, query),
            fits=_any(loosest, fields, query),
            filters=conditions,
            texts=(*_long_enough(fold(query)), *texts),
            wanted=query,
            key_ranks=_key_ranks(fields if better else (), codes),
            called=rank_of_called(request.match_option) if MatchField.tag in fields else None,
        )
    if filters:  # without a query the first filter says how well a package fits
        first = filters[0]
        return Search(first.ranked(), first.reason(), _EVERYTHING, conditions, texts, first.text)
    return Search(Condition("0"), Condition("NULL"), _EVERYTHING, (), ())


def _key_ranks(fields: Sequence[MatchField], codes: Sequence[IndexKey]) -> dict[IndexKey, int]:
    """Codes count as exact; what is equal to a field without case is found as a key, too."""
    equal = {_FIELD_KEYS[field]: rank(MatchType.case_insensitive, field) for field in fields}
    return {code: rank(MatchType.exact, _CODE_FIELDS[code]) for code in codes} | equal


def _wanted_filters(request: SearchRequest) -> Iterator[tuple[MatchField, str]]:
    yield MatchField.id, request.id or ""
    yield MatchField.package_name, request.name or ""
    yield MatchField.moniker, request.moniker or ""
    yield MatchField.command, request.command or ""
    yield MatchField.tag, request.tag or ""


class _Filter(NamedTuple):
    field: MatchField
    text: str
    option: MatchOption
    wildcards: bool

    def condition(self) -> Condition:
        if self._is_pattern:
            return self._like_pattern()
        return _fits(expand(self.option)[-1], self.field, self.text)

    def ranked(self) -> Condition:
        if self._is_pattern:
            return Condition(str(rank(MatchType.wildcard, self.field)))
        return _ranked(expand(self.option), (self.field,), self.text)

    def reason(self) -> Condition:
        return Condition("NULL") if self._is_pattern else _reasons(expand(self.option), (self.field,), self.text)

    def texts(self) -> tuple[str, ...]:
        runs = literal_runs(fold(self.text)) if self._is_pattern else (fold(self.text),)
        return tuple(text for run in runs for text in _long_enough(run))

    @property
    def _is_pattern(self) -> bool:
        return self.wildcards and has_wildcard(self.text)

    def _like_pattern(self) -> Condition:
        if self.option is MatchOption.equals:
            return Condition(f"{_EXACT_COLUMNS[self.field]} GLOB ?", (glob_of(self.text),))
        return Condition(f"{_FOLDED_COLUMNS[self.field]} GLOB ?", (glob_of(fold(self.text)),))


def _long_enough(text: str) -> tuple[str, ...]:
    return (text,) if len(text) >= GRAM else ()


def _any(kind: MatchType, fields: Sequence[MatchField], text: str) -> Condition:
    """Whether any field fits in this way, the loosest of those that are ranked."""
    conditions = [_fits(kind, field, text) for field in fields]
    sql = " OR ".join(condition.sql for condition in conditions)
    return Condition(f"({sql})", _values(conditions))


def _ranked(types: Sequence[MatchType], fields: Sequence[MatchField], text: str) -> Condition:
    """The first that holds of all types in all fields; types before fields, as winget ranks."""
    cases = [(rank(kind, field), _fits(kind, field, text)) for kind in types for field in fields]
    sql = " ".join(f"WHEN {condition.sql} THEN {ranked}" for ranked, condition in cases)
    return Condition(f"CASE {sql} END", _values([condition for _, condition in cases]))


def _reasons(types: Sequence[MatchType], fields: Sequence[MatchField], text: str) -> Condition:
    """The column of the first that holds, in the same order."""
    cases = [(_REASONS.get(field, "NULL"), _fits(kind, field, text)) for kind in types for field in fields]
    sql = " ".join(f"WHEN {condition.sql} THEN {column}" for column, condition in cases)
    return Condition(f"CASE {sql} END", _values([condition for _, condition in cases]))


def _values(conditions: Sequence[Condition]) -> tuple[Value, ...]:
    """The values of all. From a list: CPython keeps the memory of each tuple that it made of a generator, up to 2,000
    of a length, so an engine would grow with its first thousand searches."""
    return tuple([value for condition in conditions for value in condition.values])


def _fits(kind: MatchType, field: MatchField, text: str) -> Condition:
    """Whether a field of a package fits a text in one way."""
    folded = fold(text)
    if field in _LISTS:
        columns = _EXACT_COLUMNS if kind is MatchType.exact else _FOLDED_COLUMNS
        return Condition(f"instr({columns[field]}, ?) > 0", (sought_in_list(kind, text),))
    column = _FOLDED_COLUMNS[field]
    if kind is MatchType.exact:  # the folded comparison finds it by index, the other one decides
        return Condition(f"({column} = ? AND {_EXACT_COLUMNS[field]} = ?)", (folded, text))
    if kind is MatchType.case_insensitive:
        return Condition(f"{column} = ?", (folded,))
    if kind is MatchType.starts_with:
        return Condition(f"instr({column}, ?) = 1", (folded,))
    return Condition(f"instr({column}, ?) > 0", (folded,))


def sought_in_list(kind: MatchType, text: str) -> str:
    """What stands in a list where one of its values fits: the values are between line feeds."""
    if kind is MatchType.exact:
        return f"\n{text}\n"
    folded = fold(text)
    return {MatchType.case_insensitive: f"\n{folded}\n", MatchType.starts_with: f"\n{folded}"}.get(kind, folded)
