"""Picking from what is installed: what is asked may fit the package, or what the machine says of the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.recognition import PackageKey, key_of
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.match import cleaned, expand, fits, has_wildcard, refuse_wildcards
from wingetpy.sources.request import MatchOption, SearchRequest

_FILTERS = ("id", "name", "moniker", "tag", "command")


class InstalledCriteria(msgspec.Struct, frozen=True, kw_only=True):
    """Which installed packages are meant. All that is given must hold.

    Attributes:
        request: As for a search of the sources; `count` does not matter here.
        product_code: Of the entry, without case.
        single: One package is meant: the query has to fit an id, name or moniker, or be a code or a family name; `*`
            and `?` are no wildcards.
    """

    request: SearchRequest = SearchRequest()
    product_code: str | None = None
    scope: Scope | None = None
    single: bool = False


def select(
    found: Iterable[Correlated], criteria: InstalledCriteria, sources: CompositeSource | None
) -> list[Correlated]:
    """Return those that fit, in the order they come in.

    Raises:
        BadRequest: one package is meant, and its id or name has a wildcard and means none as it is.
    """
    selected = list(found)
    for condition in _conditions(criteria, sources):
        selected = [one for one in selected if condition(one)]
    if criteria.single and not selected:
        refuse_wildcards(criteria.request)
    return selected


EntryCondition = Callable[[Correlated], bool]


def _conditions(criteria: InstalledCriteria, sources: CompositeSource | None) -> Iterable[EntryCondition]:
    request = criteria.request
    if criteria.scope:
        yield lambda one: criteria.scope in one.entry.scopes
    if code := fold(criteria.product_code or ""):
        yield lambda one: any(fold(entry.product_code or "") == code for entry in (one.entry, *one.duplicates))
    if source := fold(request.source or ""):
        yield lambda one: one.package is not None and fold(one.package.source) == source
    if query := cleaned(request.query or ""):
        yield _query(query, request.match_option, sources, criteria.single)
    for field in _FILTERS:
        if wanted := cleaned(getattr(request, field) or ""):
            yield _filter(field, wanted, request.match_option, sources, criteria.single)


def _query(wanted: str, option: MatchOption, sources: CompositeSource | None, single: bool) -> EntryCondition:
    packages = _packages(SearchRequest(query=wanted, match_option=option), sources, single)
    code, fitting = fold(wanted), _text_condition(wanted, option, wildcards=False)

    def fits_query(entry: InstalledEntry) -> bool:
        codes = (entry.product_code, entry.family_name, entry.upgrade_code)
        if any(one is not None and fold(one) == code for one in codes):
            return True
        return any(map(fitting, (*_ids(entry, wanted), entry.name)))

    return _either(packages, fits_query)


def _filter(
    field: str, wanted: str, option: MatchOption, sources: CompositeSource | None, single: bool
) -> EntryCondition:
    request = msgspec.structs.replace(SearchRequest(match_option=option), **{field: wanted})
    packages = _packages(request, sources, single)
    fitting = _text_condition(wanted, option, wildcards=not single)
    if field == "id":
        return _either(packages, lambda entry: any(map(fitting, _ids(entry, wanted))))
    if field == "name":
        return _either(packages, lambda entry: fitting(entry.name))
    if field == "tag":
        return _either(packages, lambda entry: fitting("msix" if entry.product_code is None else "ARP"))
    return _either(packages, lambda entry: False)


def _packages(request: SearchRequest, sources: CompositeSource | None, single: bool) -> set[PackageKey]:
    """The packages of the sources that fit."""
    if sources is None:
        return set()
    if not single:
        return {(fold(row.source), fold(row.id)) for row in sources.search(request).rows}
    return {key_of(package) for package in sources.find_single(request)}


def _either(packages: set[PackageKey], of_entry: Callable[[InstalledEntry], bool]) -> EntryCondition:
    def condition(one: Correlated) -> bool:
        known = (*((one.package,) if one.package else ()), *one.others) if packages else ()
        return any(map(packages.__contains__, map(key_of, known))) or of_entry(one.entry)

    return condition


def _ids(entry: InstalledEntry, wanted: str) -> Sequence[str]:
    """Return an entry's ids: its key, the id in a portable's record, and, only for a text with a backslash, the whole
    local id (`ARP\\Machine\\X64\\Tool`): otherwise `machine` would fit everything.
    """
    own = entry.local_id.rpartition("\\")[2] if entry.product_code is None else entry.product_code
    recorded = (entry.portable.package_id,) if entry.portable else ()
    return (entry.local_id, own, *recorded) if "\\" in wanted else (own, *recorded)


def _text_condition(wanted: str, option: MatchOption, *, wildcards: bool) -> Callable[[str], bool]:
    """Return what says whether a text fits; it is asked of every entry, so all that can be is done here, once."""
    if wildcards and has_wildcard(wanted):
        pattern = _pattern(wanted, option)
        return lambda text: pattern.fullmatch(_compared(text, option)) is not None
    kinds, sought = expand(option), fold(wanted)
    if option is MatchOption.equals_case_insensitive:
        return lambda text: fold(text) == sought
    return lambda text: any(fits(kind, wanted, text) for kind in kinds)


def _pattern(wanted: str, option: MatchOption) -> re.Pattern[str]:
    """A text with `*` and `?`, which fits a whole text.

    What is between two `*` is taken where it comes first (an atomic group), as no later place can fit better; trying
    all places of all of them takes for ever.
    """
    first, *others = (re.escape(run).replace(r"\?", ".") for run in _compared(wanted, option).split("*"))
    if not others:
        return re.compile(first, re.DOTALL)
    between = "".join(f"(?>.*?{run})" for run in others[:-1] if run)
    return re.compile(f"{first}{between}.*{others[-1]}", re.DOTALL)


def _compared(text: str, option: MatchOption) -> str:
    return text if option is MatchOption.equals else fold(text)
