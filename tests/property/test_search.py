"""A search of the index finds and ranks what its rules say, whatever texts packages have and users ask for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wingetpy.model.text import fold
from wingetpy.sources.index.package import IndexedPackage, IndexedVersion
from wingetpy.sources.index.query import Index
from wingetpy.sources.index.writer import IndexWriter
from wingetpy.sources.match import MatchField, MatchType, cleaned, expand, fits, rank
from wingetpy.sources.request import MatchOption, SearchRequest

_letters = st.sampled_from("aAbBéÉßıİﬁ12.-_ %*?[]\"'ſ中")
_texts = st.text(_letters, min_size=1, max_size=6).map(str.strip).filter(bool)
_lists = st.lists(_texts, max_size=3, unique=True)
_QUERY_FIELDS = (MatchField.id, MatchField.package_name, MatchField.moniker, MatchField.command, MatchField.tag)


@st.composite
def _packages(draw: st.DrawFn) -> list[IndexedPackage]:
    ids = draw(st.lists(_texts, min_size=1, max_size=8, unique_by=fold))
    return [
        IndexedPackage(
            id=identifier,
            name=draw(_texts),
            moniker=draw(st.one_of(st.just(""), _texts)),
            commands=draw(_lists),
            tags=draw(_lists),
            versions=[IndexedVersion("1.0", "", "", ())],
            keys=frozenset(),
        )
        for identifier in sorted(ids, key=fold)
    ]


def _texts_of(package: IndexedPackage, field: MatchField) -> list[str]:
    texts = {
        MatchField.id: [package.id],
        MatchField.package_name: [package.name],
        MatchField.moniker: [package.moniker] if package.moniker else [],
        MatchField.command: list(package.commands),
        MatchField.tag: list(package.tags),
    }
    return texts[field]


def _ranks(package: IndexedPackage, query: str, option: MatchOption) -> Iterator[int]:
    for kind in expand(option):
        for field in _QUERY_FIELDS:
            if any(fits(kind, query, text) for text in _texts_of(package, field)):
                yield rank(kind, field)


def _expected(packages: list[IndexedPackage], query: str, option: MatchOption) -> list[str]:
    ranked = [(min(_ranks(one, query, option), default=None), fold(one.id), one.id) for one in packages]
    return [identifier for best, _, identifier in sorted(row for row in ranked if row[0] is not None)]


@given(_packages(), _texts, st.sampled_from(list(MatchOption)))
@settings(max_examples=150, deadline=None)
def test_an_index_answers_as_a_look_at_every_package_would(
    packages: list[IndexedPackage], query: str, option: MatchOption
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.db"
        with IndexWriter(file, fresh=True) as writer:
            writer.add_packages(packages)
        index = Index(file, "source")
        try:
            for asked in (query, fold(query), query[:2], packages[0].name):
                answer = index.search(SearchRequest(query=asked, match_option=option))
                if cleaned(asked):
                    assert [row.id for row in answer.packages] == _expected(packages, cleaned(asked), option)
                    for row, ranked in zip(answer.packages, answer.ranks, strict=True):
                        _see_that_the_match_is_told(row.package().match, packages, row.id, ranked, cleaned(asked))
        finally:
            index.close()


def _see_that_the_match_is_told(
    told: str, packages: list[IndexedPackage], identifier: str, ranked: int, query: str
) -> None:
    kind, field = MatchType(ranked // 16), MatchField(ranked % 16)
    package = next(one for one in packages if one.id == identifier)
    if field in (MatchField.id, MatchField.package_name):
        assert told == ""
        return
    title, _, text = told.partition(": ")
    assert title == field.name.capitalize()
    assert text in _texts_of(package, field)
    assert fits(kind, query, text)
