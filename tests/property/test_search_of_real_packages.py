"""A search among real packages finds and ranks what the plain rules say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.plain_search import PlainHit, PlainPackage, plain_by_keys, plain_search, plain_single
from wingetpy.sources.index.package import Collected, IndexedPackage
from wingetpy.sources.index.query import Index
from wingetpy.sources.index.reading import Reader
from wingetpy.sources.index.schema import IndexKey
from wingetpy.sources.index.writer import IndexWriter
from wingetpy.sources.keys import KeyKind, name_and_publisher
from wingetpy.sources.match import cleaned, field_of, type_of
from wingetpy.sources.request import MatchOption, Ranked, SearchRequest

CATALOGUE = Path(
    os.environ.get("WINGETPY_CATALOGUE") or Path(__file__).resolve().parents[3] / "catalogue" / "manifests"
)
_STEP = 17
"""Every 17th publisher is taken."""
_ASKED = (
    "git",
    "zoom",
    "rust",
    "microsoft",
    "e",
    "c#",
    "7-zip",
    "rg",
    "node.js",
    "visual studio",
    "editor",
    "官方",
    "*",
)


class _Sample:
    """Some real packages, indexed and plain."""

    def __init__(self, folder: Path) -> None:
        packages = list(_sampled())
        with IndexWriter(folder / "index.db", fresh=True) as writer:
            writer.add_packages(_without_files(one) for one in packages)
        self.index = Index(folder / "index.db", "catalogue")
        self.packages = [_plain(one) for one in packages]
        self.texts = sorted({text for one in self.packages for text in _texts(one)})


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Sample]:
    if not CATALOGUE.is_dir():
        pytest.skip(f"no catalogue at {CATALOGUE}")
    made = _Sample(tmp_path_factory.mktemp("sample"))
    yield made
    made.index.close()


def test_there_are_packages_to_search_in(sample: _Sample) -> None:
    assert len(sample.packages) > 200


@pytest.mark.parametrize("option", MatchOption)
@pytest.mark.parametrize("query", _ASKED)
def test_what_people_ask_for_is_found_in_the_order_of_the_rules(
    sample: _Sample, query: str, option: MatchOption
) -> None:
    request = SearchRequest(query=query, match_option=option)
    assert _hits(sample.index.search(request)) == plain_search(sample.packages, request)


@given(data=st.data())
@settings(max_examples=80)
def test_any_request_is_answered_as_the_rules_say(sample: _Sample, data: st.DataObject) -> None:
    text = st.sampled_from(sample.texts)
    begin, size = st.integers(0, 6), st.integers(1, 8)
    part = st.builds(lambda whole, start, length: whole[start : start + length], text, begin, size)
    wanted = st.one_of(text, part, text.map(str.upper), text.map(lambda whole: f"{whole[:3]}*{whole[-2:]}"))
    maybe = st.one_of(st.none(), wanted)
    rarely = st.one_of(st.none(), st.none(), st.none(), wanted)
    request = SearchRequest(
        query=data.draw(maybe),
        id=data.draw(rarely),
        name=data.draw(rarely),
        moniker=data.draw(rarely),
        tag=data.draw(rarely),
        command=data.draw(rarely),
        match_option=data.draw(st.sampled_from(list(MatchOption))),
    )
    texts = (request.query, request.id, request.name, request.moniker, request.tag, request.command)
    if any(one and cleaned(one) for one in texts):
        assert _hits(sample.index.search(request)) == plain_search(sample.packages, request)
        assert _hits(sample.index.find_single(request)) == plain_single(sample.packages, request)


@pytest.mark.parametrize("kind", KeyKind)
def test_every_key_leads_to_the_packages_that_have_it(sample: _Sample, kind: KeyKind) -> None:
    keys = {key for one in sample.packages for key in plain_by_keys_of(one, kind)}
    found = sample.index.by_keys(kind, keys)
    assert {key: sorted(ids) for key, ids in found.items()} == plain_by_keys(sample.packages, kind, keys)
    assert set(found) == keys


def plain_by_keys_of(package: PlainPackage, kind: KeyKind) -> Sequence[str]:
    if kind is KeyKind.name_and_publisher:
        return [f"{name}\n{publisher}" for name, publisher in package.names]
    return package.texts(kind.name)


def _hits(answer: Ranked) -> list[PlainHit]:
    pairs = zip(answer.packages, answer.ranks, strict=True)
    return [PlainHit(hit.id, type_of(ranked).name, field_of(ranked).name) for hit, ranked in pairs]


def _sampled() -> Iterator[IndexedPackage]:
    publishers = [one.path for letter in _folders(str(CATALOGUE)) for one in _folders(letter.path)]
    reader, collected = Reader(str(CATALOGUE)), Collected()
    for publisher in publishers[::_STEP]:
        paths = [os.path.join(folder, file) for folder, _, files in os.walk(publisher) for file in files]
        relative = [os.path.relpath(path, CATALOGUE).replace(os.sep, "/") for path in paths[-60:]]
        collected.add(reader.read(relative))
    return collected.packages()


def _folders(folder: str) -> list[os.DirEntry[str]]:
    return sorted((one for one in os.scandir(folder) if one.is_dir()), key=lambda one: one.name)


def _without_files(package: IndexedPackage) -> IndexedPackage:
    versions = [type(one)(one.version, one.arp_minimum, one.arp_maximum, ()) for one in package.versions]
    return IndexedPackage(
        package.id, package.name, package.moniker, package.commands, package.tags, versions, package.keys
    )


def _plain(package: IndexedPackage) -> PlainPackage:
    def of(kind: IndexKey) -> list[str]:
        return [value for known, value in package.keys if known is kind]

    return PlainPackage(
        id=package.id,
        name=package.name,
        moniker=package.moniker,
        commands=package.commands,
        tags=package.tags,
        package_family_names=of(IndexKey.package_family_name),
        product_codes=of(IndexKey.product_code),
        upgrade_codes=of(IndexKey.upgrade_code),
        names=[name_and_publisher(key) for key in of(IndexKey.name_and_publisher)],
    )


def _texts(package: PlainPackage) -> Iterator[str]:
    fields = ("id", "package_name", "moniker", "command", "tag", "package_family_name", "product_code", "upgrade_code")
    return (text for field in fields for text in package.texts(field))
