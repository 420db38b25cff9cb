"""A search of the index finds and ranks what the plain rules say, whatever texts packages have and users ask for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kit.plain_search import PlainHit, PlainPackage, plain_by_keys, plain_search, plain_single
from wingetpy.model.text import fold
from wingetpy.sources.index.package import IndexedPackage, IndexedVersion
from wingetpy.sources.index.query import Index
from wingetpy.sources.index.schema import IndexKey
from wingetpy.sources.index.writer import IndexWriter
from wingetpy.sources.keys import KeyKind, joined
from wingetpy.sources.match import cleaned, field_of, type_of
from wingetpy.sources.request import MatchOption, Ranked, SearchRequest

_letters = st.sampled_from("aAbBéÉßıİﬁ12.-_ %*?[]\"'ſ中+#")
_texts = st.text(_letters, min_size=1, max_size=6).map(str.strip).filter(bool)
_lists = st.lists(_texts, max_size=3, unique=True)
_option = st.sampled_from(list(MatchOption))
_names = st.lists(st.tuples(_texts, _texts), max_size=2, unique=True)


@st.composite
def _packages(draw: st.DrawFn) -> list[PlainPackage]:
    ids = draw(st.lists(_texts, min_size=1, max_size=8, unique_by=fold))
    return [
        PlainPackage(
            id=identifier,
            name=draw(_texts),
            moniker=draw(st.one_of(st.just(""), _texts)),
            commands=draw(_lists),
            tags=draw(_lists),
            package_family_names=draw(_lists),
            product_codes=draw(_lists),
            upgrade_codes=draw(_lists),
            names=draw(_names),
        )
        for identifier in sorted(ids, key=fold)
    ]


@st.composite
def _requests(draw: st.DrawFn, packages: list[PlainPackage]) -> SearchRequest:
    """A query, filters, or both: some of a package's own texts, or a part of them."""
    package = draw(st.sampled_from(packages))
    own = [text for field in ("id", "package_name", "moniker", "command", "tag") for text in package.texts(field)]
    wanted = st.one_of(_texts, st.sampled_from(own), st.sampled_from(own).map(lambda text: text[:2]))
    maybe = st.one_of(st.none(), wanted)
    return SearchRequest(
        query=draw(maybe),
        id=draw(st.one_of(st.none(), wanted, st.just(package.id[:1] + "*"))),
        name=draw(st.one_of(st.none(), st.none(), wanted)),
        moniker=draw(st.one_of(st.none(), st.none(), wanted)),
        tag=draw(st.one_of(st.none(), st.none(), wanted)),
        command=draw(st.one_of(st.none(), st.none(), wanted)),
        match_option=draw(_option),
    )


@contextmanager
def _indexed(packages: list[PlainPackage]) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.db"
        with IndexWriter(file, fresh=True) as writer:
            writer.add_packages(map(_as_indexed, packages))
        index = Index(file, "source")
        try:
            yield index
        finally:
            index.close()


def _as_indexed(package: PlainPackage) -> IndexedPackage:
    keys = {
        IndexKey.package_family_name: [fold(one) for one in package.package_family_names],
        IndexKey.product_code: [fold(one) for one in package.product_codes],
        IndexKey.upgrade_code: [fold(one) for one in package.upgrade_codes],
        IndexKey.name_and_publisher: [joined(*one) for one in package.names],
    }
    return IndexedPackage(
        id=package.id,
        name=package.name,
        moniker=package.moniker,
        commands=package.commands,
        tags=package.tags,
        versions=[IndexedVersion("1.0", "", "", ())],
        keys=frozenset((kind, value) for kind, values in keys.items() for value in values),
    )


def _hits(answer: Ranked) -> list[PlainHit]:
    pairs = zip(answer.packages, answer.ranks, strict=True)
    return [PlainHit(hit.id, type_of(ranked).name, field_of(ranked).name) for hit, ranked in pairs]


@given(_packages(), _texts, _option)
@settings(max_examples=150)
def test_an_index_answers_a_query_as_a_look_at_every_package_would(
    packages: list[PlainPackage], query: str, option: MatchOption
) -> None:
    codes = [text for one in packages for text in (*one.product_codes, *one.package_family_names, *one.upgrade_codes)]
    with _indexed(packages) as index:
        for asked in (query, fold(query), query[:2], packages[0].name, *codes[:2]):
            if cleaned(asked):
                request = SearchRequest(query=asked, match_option=option)
                answer = index.search(request)
                assert _hits(answer) == plain_search(packages, request)
                _see_that_the_match_is_told(answer, packages, cleaned(asked))


@given(st.data())
@settings(max_examples=150)
def test_filters_narrow_as_they_would_at_a_look_at_every_package(data: st.DataObject) -> None:
    packages = data.draw(_packages())
    request = data.draw(_requests(packages))
    with _indexed(packages) as index:
        assert _hits(index.search(request)) == _expected(plain_search(packages, request), request)
        assert _hits(index.find_single(request)) == _expected(plain_single(packages, request), request)
        assert index.search(_empty()).packages == index.find_single(_empty()).packages  # everything, by id


@given(_packages(), _texts)
@settings(max_examples=60)
def test_keys_are_found_as_they_would_be_at_a_look_at_every_package(packages: list[PlainPackage], foreign: str) -> None:
    wanted = {
        KeyKind.package_family_name: [fold(one) for package in packages for one in package.package_family_names],
        KeyKind.product_code: [fold(one) for package in packages for one in package.product_codes],
        KeyKind.upgrade_code: [fold(one) for package in packages for one in package.upgrade_codes],
        KeyKind.name_and_publisher: [joined(*one) for package in packages for one in package.names],
    }
    with _indexed(packages) as index:
        for kind, keys in wanted.items():
            found = index.by_keys(kind, [*keys, foreign])
            expected = plain_by_keys(packages, kind, [*keys, foreign])
            assert {key: sorted(ids) for key, ids in found.items()} == expected


def _empty() -> SearchRequest:
    return SearchRequest()


def _expected(hits: list[PlainHit], request: SearchRequest) -> list[PlainHit]:
    """Of a request that says nothing every package fits, which has no type of its own."""
    texts = (request.query, request.id, request.name, request.moniker, request.tag, request.command)
    if any(text and cleaned(text) for text in texts):
        return hits
    return [PlainHit(hit.id, "exact", "id") for hit in hits]


def _see_that_the_match_is_told(answer: Ranked, packages: list[PlainPackage], query: str) -> None:
    by_id = {package.id: package for package in packages}
    for hit, ranked in zip(answer.packages, answer.ranks, strict=True):
        told, field, package = hit.package().match, field_of(ranked), by_id[hit.id]
        if field.name in ("id", "package_name", "called"):
            assert told == ""
            continue
        title, _, text = told.partition(": ")
        assert title == "".join(word.capitalize() for word in field.name.split("_"))
        if field.name in ("moniker", "command", "tag"):
            assert text in package.texts(field.name)
        else:
            assert fold(text) in map(fold, package.texts(field.name))
