"""Packages of a server's answer as hits, versions and keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from wingetpy.model.text import fold
from wingetpy.model.version import Version, is_version
from wingetpy.sources.keys import PackageKeys, name_keys, publisher_key
from wingetpy.sources.match import (
    FIELD_TITLES,
    Criterion,
    MatchField,
    MatchType,
    cleaned,
    expand,
    is_called,
    rank,
    rank_of_called,
    resolve,
    type_of,
)
from wingetpy.sources.request import Hit, PackageVersion, Ranked, SearchRequest
from wingetpy.sources.rest.asking import patterns
from wingetpy.sources.rest.contract import PACKAGE_ID, PACKAGE_NAME, AnswerUnusable, FoundItem, FoundVersion, texts

_NO_REASON = Criterion(MatchType.wildcard, MatchField.unknown)
_LAST = rank(_NO_REASON.type, _NO_REASON.field)


def checked(items: Iterable[FoundItem]) -> Iterator[FoundItem]:
    """Pass packages on as they come, each id once.

    Raises:
        AnswerUnusable: one lacks its id, name, publisher or versions, or holds control characters.
    """
    seen: set[str] = set()
    for item in items:
        shown = (item.package_identifier, item.package_name, item.publisher)
        if not all(shown) or not item.versions or not all(is_version(one.package_version) for one in item.versions):
            raise AnswerUnusable(
                f"a package in it lacks its id, name, publisher or versions ({item.package_identifier!r})"
            )
        named = (*shown, *(one.package_version for one in item.versions))
        if not all(text.isprintable() for text in named) or len(item.package_identifier) > 1000:
            raise AnswerUnusable(f"a package in it has an unusable name ({item.package_identifier[:100]!r})")
        if (key := fold(item.package_identifier)) not in seen:
            seen.add(key)
            yield item


def ranked(items: Iterable[FoundItem], request: SearchRequest, source: str) -> Ranked:
    """Return hits, best first. The server does not say why a package fits: the best reason that can be seen counts, and
    where none is seen (a command, a tag) the place that the server gave it."""
    wanted = patterns(request)
    found = [_hit(item, request, source) for item in items if _fits_patterns(item, wanted)]
    if request.query:
        found = _placed(found, expand(request.match_option)[0])
    found.sort(key=lambda pair: pair[0])
    return Ranked([place for place, _ in found], [hit for _, hit in found])


def versions(item: FoundItem) -> tuple[PackageVersion, ...]:
    """Return the versions of a package, newest first, each once."""
    newest_first = sorted(item.versions, key=lambda one: Version.parse(one.package_version), reverse=True)
    return tuple({one.package_version: _version(one) for one in reversed(newest_first)}.values())[::-1]


def keys(item: FoundItem) -> PackageKeys:
    """Return what installed versions of a package may be recognised by."""
    publisher = publisher_key(item.publisher)
    return PackageKeys(
        package_family_names=_folded(one.package_family_names for one in item.versions),
        product_codes=_folded(one.product_codes for one in item.versions),
        upgrade_codes=_folded(one.upgrade_codes for one in item.versions),
        names=frozenset((name, publisher) for name in name_keys(item.package_name)),
    )


def _hit(item: FoundItem, request: SearchRequest, source: str) -> tuple[int, Hit]:
    reason = _reason(item, request)
    title = FIELD_TITLES.get(reason.field)
    names = "\n".join(one.version for one in versions(item))
    tell = partial(_told, f"{title}: {reason.text}") if title else None
    hit = Hit(item.package_identifier, item.package_name, "", names, source, None, tell)
    return min(rank(reason.type, reason.field), _rank_of_name(item, request)), hit


def _placed(found: list[tuple[int, Hit]], whole: MatchType) -> list[tuple[int, Hit]]:
    """Give what fits for a reason that is not seen the type that its place says: whole texts come first, then parts.

    A server that has a part before a whole text does not rank: with it they stay last.
    """
    parts = [type_of(place) > MatchType.case_insensitive for place, _ in found if place != _LAST]
    if parts != sorted(parts):
        return found
    placed, current = [], whole
    for place, hit in found:
        if place != _LAST and type_of(place) > MatchType.case_insensitive:
            current = MatchType.substring
        placed.append((rank(current, MatchField.unknown) if place == _LAST else place, hit))
    return placed


def _rank_of_name(item: FoundItem, request: SearchRequest) -> int:
    """The rank of a package that is called what the query says; else the last one."""
    query = cleaned(request.query or "")
    if query and is_called(query, item.package_identifier, item.package_name):
        return rank_of_called(request.match_option)
    return _LAST


def _fits_patterns(item: FoundItem, wanted: list[tuple[str, str]]) -> bool:
    values = {PACKAGE_ID: item.package_identifier, PACKAGE_NAME: item.package_name}
    return all(_fits(fold(pattern), fold(values[field])) for field, pattern in wanted)


def _fits(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern of `*` and `?`, in at most pattern times text steps."""
    at = place = restart = 0
    star = -1
    while place < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, restart, at = at, place, at + 1
        elif at < len(pattern) and pattern[at] in ("?", text[place]):
            at, place = at + 1, place + 1
        elif star >= 0:
            restart += 1
            at, place = star + 1, restart
        else:
            return False
    return not pattern[at:].strip("*")


def _told(text: str, fitted: str | None, moniker: str) -> str:
    return text


def _reason(item: FoundItem, request: SearchRequest) -> Criterion:
    fields = [(MatchField.id, item.package_identifier), (MatchField.package_name, item.package_name)]
    if query := cleaned(request.query or ""):
        for one in item.versions:
            fields += ((MatchField.package_family_name, text) for text in texts(one.package_family_names))
            fields += ((MatchField.product_code, text) for text in texts(one.product_codes))
            fields += ((MatchField.upgrade_code, text) for text in texts(one.upgrade_codes))
        return resolve(query, fields)
    by_id = resolve(cleaned(request.id), fields[:1]) if request.id else _NO_REASON
    by_name = resolve(cleaned(request.name), fields[1:]) if request.name else _NO_REASON
    return min(by_id, by_name, key=lambda one: rank(one.type, one.field))


def _version(one: FoundVersion) -> PackageVersion:
    listed = sorted(Version.parse(text) for text in texts(one.apps_and_features_entry_versions) if is_version(text))
    if not listed:
        return PackageVersion(one.package_version)
    return PackageVersion(one.package_version, listed[0].text, listed[-1].text)


def _folded(lists: Iterable[Iterable[str | None] | None]) -> frozenset[str]:
    return frozenset(fold(text) for values in lists for text in texts(values))
