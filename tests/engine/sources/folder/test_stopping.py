"""A question to a source can be stopped, and one that SQLite refuses is the source's error."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import msgspec
import pytest

from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.commands.registry import load
from wingetpy.errors import BadRequest, Cancelled, SourceError
from wingetpy.operations.request import LONGEST_TEXT, Criteria
from wingetpy.protocol.dispatch import ParamsDecoder
from wingetpy.protocol.framing import Fault
from wingetpy.sources.catalog import Sources
from wingetpy.sources.folder.opened import OpenFolder
from wingetpy.sources.index.held import HeldIndex
from wingetpy.sources.index.query import Index
from wingetpy.sources.request import MatchOption, SearchRequest

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Impatient(Listener):
    """A caller that stops after a while."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._end = time.monotonic() + seconds

    @property
    def cancelled(self) -> bool:
        return time.monotonic() > self._end


@pytest.fixture
def held(tmp_path: Path) -> HeldIndex:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    [opened] = sources.open(Listener()).sources
    assert isinstance(opened, OpenFolder)
    return opened._held


def test_a_search_that_takes_long_can_be_stopped(held: HeldIndex) -> None:
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        held.ask(lambda index: index._database.execute(ENDLESS).fetchone(), Impatient(0.2))
    assert time.monotonic() - begin < 10
    assert held.ask(Index.skipped, Listener()) == ()


def test_one_that_waits_for_the_search_of_another_can_be_stopped(held: HeldIndex) -> None:
    asked, end = threading.Event(), threading.Event()

    def slow(index: Index) -> None:
        asked.set()
        end.wait(60)

    other = threading.Thread(target=held.ask, args=(slow, Listener()))
    other.start()
    try:
        assert asked.wait(60)
        with pytest.raises(Cancelled):
            held.ask(Index.skipped, Impatient(0.2))
        with pytest.raises(Cancelled):
            held.use(held.generation, "shelf", Impatient(0.2))
    finally:
        end.set()
        other.join()


def test_a_pattern_that_sqlite_refuses_is_an_error_of_the_source(held: HeldIndex) -> None:
    request = SearchRequest(id="*a" * 100_000)
    with pytest.raises(SourceError, match="too complex"):
        held.ask(lambda index: index.search(request), Listener())


def test_a_text_that_no_package_can_have_is_refused_before_it_is_looked_for() -> None:
    for field in ("query", "id", "name", "moniker", "tag", "command", "product_code"):
        with pytest.raises(BadRequest, match="1,001 characters"):
            Criteria(**{field: "x" * (LONGEST_TEXT + 1)}).search(MatchOption.contains)
    assert Criteria(query="x" * LONGEST_TEXT).search(MatchOption.contains).query


def test_over_the_wire_it_is_a_wrong_parameter_with_its_name() -> None:
    for name in ("package/find", "package/get", "package/show", "package/install", "package/uninstall", "source/add"):
        member = "Name" if name == "source/add" else "Query"
        params = {"Name": "shelf", "Argument": "shelf"} | {member: "x" * (LONGEST_TEXT + 1)}
        fault = ParamsDecoder(load(name).parameters).decode(name, msgspec.Raw(msgspec.json.encode(params)))
        assert isinstance(fault, Fault)
        assert (fault.code, fault.target) == (-32602, f"$.{member}")
