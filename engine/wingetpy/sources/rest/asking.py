"""A search request in the words of the contract, within what a server supports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.text import excerpt
from wingetpy.sources.match import cleaned, has_wildcard, literal_runs
from wingetpy.sources.request import SearchRequest
from wingetpy.sources.rest.contract import (
    COMMAND,
    FAMILY_NAME,
    MARKET,
    MATCH_WORDS,
    MONIKER,
    NAME_AND_PUBLISHER,
    PACKAGE_ID,
    PACKAGE_NAME,
    PRODUCT_CODE,
    TAG,
    FieldMatch,
    Information,
    RequestMatch,
    SearchBody,
    is_at_least,
    texts,
)

NOBODYS_CODE = "{00000000-0000-0000-0000-000000000000}"


def whole(request: SearchRequest) -> SearchBody:
    """Return the body that finds everything that fits. Patterns become their longest run of letters."""
    query = cleaned(request.query or "")
    word = MATCH_WORDS[request.match_option]
    filters = tuple(_pattern_filters(request, word))
    most = request.count + 1 if request.count is not None and not patterns(request) else None
    return SearchBody(
        MaximumResults=most,
        FetchAllManifests=not query and not filters,
        Query=RequestMatch(query, word) if query else None,
        Filters=filters,
    )


def single(request: SearchRequest) -> SearchBody:
    """Return the body that finds what one package may be called: its whole id, name or moniker, or a code of it."""
    query = cleaned(request.query or "")
    word = MATCH_WORDS[request.match_option]
    filters = tuple(_field(field, text, word) for field, text in _filters(request))
    if not query:
        return SearchBody(Filters=filters)
    codes = (_field(FAMILY_NAME, query, "Exact"), _field(PRODUCT_CODE, query, "Exact"))
    named = (_field(field, query, word) for field in (PACKAGE_ID, PACKAGE_NAME, MONIKER))
    return SearchBody(Inclusions=(*codes, *named), Filters=filters)


def keyed(field: str, values: Iterable[str]) -> SearchBody:
    """Return the body that finds the packages that have any of these keys.

    Names go along with a code that nobody has: a server that does not know the field of names, and does not say so,
    would otherwise take the request for one that asks for everything.
    """
    word = "Exact" if field == NAME_AND_PUBLISHER else "CaseInsensitive"
    guard = (_field(PRODUCT_CODE, NOBODYS_CODE, "Exact"),) if field == NAME_AND_PUBLISHER else ()
    return SearchBody(Inclusions=(*guard, *(_field(field, value, word) for value in values)))


def id_alone(body: SearchBody, *, substring: bool = False) -> str | None:
    """Return the id where a body asks for nothing else: then its manifests answer without a search.

    Args:
        substring: Also where it is a part of an id.
    """
    if body.Query is not None or body.Inclusions or len(body.Filters) != 1:
        return None
    [only] = body.Filters
    words = ("Exact", "CaseInsensitive", "Substring") if substring else ("Exact", "CaseInsensitive")
    if only.PackageMatchField != PACKAGE_ID or only.RequestMatch.MatchType not in words:
        return None
    return only.RequestMatch.KeyWord


def patterns(request: SearchRequest) -> list[tuple[str, str]]:
    """Return the fields with `*` and `?` and their patterns, which the server does not know."""
    given = ((PACKAGE_ID, cleaned(request.id or "")), (PACKAGE_NAME, cleaned(request.name or "")))
    return [(field, text) for field, text in given if has_wildcard(text)]


def supported(body: SearchBody, information: Information, contract: str, market: str | None, source: str) -> SearchBody:
    """Return the body as this server takes it: with the market where it must be, without what only widens the search.

    Raises:
        SourceError: UnsupportedSourceRequest: a filter is not supported, or one is required that is not there.
    """
    if not is_at_least(contract, "1.1.0"):
        return body
    present = {one.PackageMatchField.lower() for one in body.Filters}
    filters = list(body.Filters)
    for field in texts(information.required_package_match_fields):
        if field.lower() in present:
            continue
        if field.lower() != MARKET.lower() or market is None:
            refuse(source, f"it requires the match field {field}")
        filters.append(_field(MARKET, market, "CaseInsensitive"))
    unsupported = {field.lower() for field in texts(information.unsupported_package_match_fields)}
    for one in body.Filters:
        if one.PackageMatchField.lower() in unsupported:
            refuse(source, f"it does not support the match field {one.PackageMatchField}")
    inclusions = tuple(one for one in body.Inclusions if one.PackageMatchField.lower() not in unsupported)
    if body.FetchAllManifests and filters:
        return SearchBody(MaximumResults=body.MaximumResults, Filters=tuple(filters))
    if body.Inclusions and all(_is_guard(one) for one in inclusions):
        return SearchBody()
    return SearchBody(
        MaximumResults=body.MaximumResults,
        FetchAllManifests=body.FetchAllManifests,
        Query=body.Query,
        Inclusions=inclusions,
        Filters=tuple(filters),
    )


def parameters(
    given: dict[str, str], information: Information, contract: str, market: str | None, source: str
) -> dict[str, str]:
    """Return the query parameters as this server takes them.

    Raises:
        SourceError: UnsupportedSourceRequest, as for `supported`.
    """
    if not is_at_least(contract, "1.1.0"):
        return given
    result = dict(given)
    names = {name.lower() for name in given}
    for required in texts(information.required_query_parameters):
        if required.lower() in names:
            continue
        if required.lower() != MARKET.lower() or market is None:
            refuse(source, f"it requires the query parameter {required}")
        result[MARKET] = market
    for unsupported in texts(information.unsupported_query_parameters):
        if unsupported.lower() in names:
            refuse(source, f"it does not support the query parameter {unsupported}")
    return result


def refuse(source: str, reason: str) -> NoReturn:
    """Raise the error for a request that a server does not support.

    Raises:
        SourceError: UnsupportedSourceRequest.
    """
    raise SourceError(
        f"The source {source} cannot answer this request: {excerpt(reason)}.",
        code=ErrorCode.UnsupportedSourceRequest,
        category="NotImplemented",
        target=source,
        remedy="Search by other fields, or in another source.",
    )


def _is_guard(one: FieldMatch) -> bool:
    return one.RequestMatch.KeyWord == NOBODYS_CODE


def _filters(request: SearchRequest) -> Iterator[tuple[str, str]]:
    given = (
        (PACKAGE_ID, request.id),
        (PACKAGE_NAME, request.name),
        (MONIKER, request.moniker),
        (COMMAND, request.command),
        (TAG, request.tag),
    )
    for field, wanted in given:
        if text := cleaned(wanted or ""):
            yield field, text


def _pattern_filters(request: SearchRequest, word: str) -> Iterator[FieldMatch]:
    with_pattern = {field for field, _ in patterns(request)}
    for field, text in _filters(request):
        if field not in with_pattern:
            yield _field(field, text, word)
        elif runs := literal_runs(text):
            yield _field(field, max(runs, key=len), "Substring")


def _field(field: str, text: str, word: str) -> FieldMatch:
    return FieldMatch(field, RequestMatch(text, word))
