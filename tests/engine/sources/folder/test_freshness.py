"""How old an index may be that answers, and what happens when it is older."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import msgspec
import pytest

from kit.calls import Listener
from kit.sources import Shelf, found
from wingetpy.errors import Cancelled, ErrorCode, HostError, SourceError
from wingetpy.sources.catalog import FRESH_MINUTES, NO_ACCESS, Sources
from wingetpy.sources.configured import ConfiguredSources
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.folder import freshness
from wingetpy.sources.folder.source import FolderSource
from wingetpy.sources.index import refresh
from wingetpy.sources.index.generation import IndexFolder
from wingetpy.sources.request import SearchRequest
from wingetpy.sources.source import SourceHome


class Aged:
    """A configured folder, and an index whose age a test sets."""

    def __init__(self, tmp_path: Path) -> None:
        self.shelf = Shelf(tmp_path / "manifests")
        self.shelf.put("Some.Tool")
        self.state = tmp_path / "state"
        self.sources = Sources(self.state, processes=1)

    def add(self) -> None:
        details = self.sources.add(Listener(), "shelf", str(self.shelf.root))
        self.index = IndexFolder(self.state / "cache" / details.identifier)

    def age(self, minutes: float, **changes: object) -> None:
        current = self.index.current()
        assert current is not None
        checked = time.time() - minutes * 60
        self.index.make_current(msgspec.structs.replace(current, checked=checked, **changes))


@pytest.fixture
def aged(tmp_path: Path) -> Aged:
    aged = Aged(tmp_path)
    aged.add()
    return aged


def test_a_fresh_index_answers_without_a_look_at_the_folder(aged: Aged) -> None:
    aged.shelf.put("New.Tool")
    aged.age(4)
    assert found(aged.sources.open(Listener())) == ["Some.Tool"]


def test_an_index_older_than_five_minutes_is_refreshed_before_it_answers(aged: Aged) -> None:
    aged.shelf.put("New.Tool")
    aged.age(6)
    listener = Listener()
    assert found(aged.sources.open(listener)) == ["New.Tool", "Some.Tool"]
    assert listener.messages == []


def test_an_empty_folder_is_warned_of_and_found_filled_within_seconds(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "later")
    sources, call = Sources(tmp_path / "state", processes=1), Listener()
    details = sources.add(call, "later", str(shelf.root))
    assert call.warnings() == [f"The source later has no packages: there is no usable manifest at {shelf.root}."]
    assert found(sources.open(Listener())) == []
    shelf.put("New.Tool")
    index = IndexFolder(tmp_path / "state" / "cache" / details.identifier)
    current = index.current()
    assert current is not None
    index.make_current(msgspec.structs.replace(current, checked=current.checked - 6))
    assert found(sources.open(Listener())) == ["New.Tool"]


def test_an_index_from_the_future_is_refreshed(aged: Aged) -> None:
    aged.shelf.put("New.Tool")
    aged.age(-60)
    assert found(aged.sources.open(Listener())) == ["New.Tool", "Some.Tool"]


def test_the_age_can_be_set_and_switched_off(aged: Aged) -> None:
    aged.shelf.put("New.Tool")
    aged.age(600)
    never = Sources(aged.state, processes=1, fresh_minutes=lambda: 0)
    assert found(never.open(Listener())) == ["Some.Tool"]
    long = Sources(aged.state, processes=1, fresh_minutes=lambda: 700)
    assert found(long.open(Listener())) == ["Some.Tool"]
    short = Sources(aged.state, processes=1, fresh_minutes=lambda: 500)
    assert found(short.open(Listener())) == ["New.Tool", "Some.Tool"]


def test_a_large_source_that_refreshes_too_slowly_answers_from_the_old_index_and_goes_on(
    aged: Aged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "PATIENCE_SECONDS", 0.0)
    aged.shelf.put("New.Tool")
    aged.age(6, files=100_000)
    listener = Listener()
    assert found(aged.sources.open(listener)) == ["Some.Tool"]
    ((level, text, _),) = listener.messages
    assert level == "Warning"
    assert "shelf" in text
    assert "6 minutes" in text
    assert _soon(lambda: found(aged.sources.open(Listener())) == ["New.Tool", "Some.Tool"])


def test_a_large_source_that_refreshes_in_time_answers_from_the_new_index(aged: Aged) -> None:
    aged.shelf.put("New.Tool")
    aged.age(6, files=100_000)
    listener = Listener()
    freshness.PATIENCE_SECONDS, patience = 60.0, freshness.PATIENCE_SECONDS
    try:
        assert found(aged.sources.open(listener)) == ["New.Tool", "Some.Tool"]
    finally:
        freshness.PATIENCE_SECONDS = patience
    assert listener.messages == []


def test_while_another_engine_refreshes_the_old_index_answers_with_a_warning(aged: Aged) -> None:
    aged.shelf.put("New.Tool")
    aged.age(6, files=100_000)
    listener = Listener()
    with aged.index.only_builder(0.0):
        assert found(aged.sources.open(listener)) == ["Some.Tool"]
    assert [level for level, _, _ in listener.messages] == ["Warning"]


def test_the_warning_about_an_old_index_comes_once_an_engine(aged: Aged) -> None:
    aged.age(1.5, files=100_000)
    engines = [Sources(aged.state, processes=1, fresh_minutes=lambda: 1) for _ in range(2)]
    with aged.index.only_builder(0.0):
        for engine in engines:
            first, second = Listener(), Listener()
            engine.open(first)
            engine.open(second)
            assert first.warnings() == [
                "The source shelf is still being refreshed; results come from the index of 1 minute ago."
            ]
            assert second.messages == []


def test_the_first_index_of_many_files_is_waited_for_with_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "MOST_FILES_HERE", 1)
    monkeypatch.setattr(freshness, "_TELL_SECONDS", 0.001)
    aged = Aged(tmp_path)
    aged.shelf.put("New.Tool")
    listener = Listener()
    aged.sources.add(listener, "shelf", str(aged.shelf.root))
    assert found(aged.sources.open(Listener())) == ["New.Tool", "Some.Tool"]
    assert listener.reports
    assert {report.activity for report in listener.reports} == {"Indexing the source shelf"}


def test_waiting_for_the_first_index_can_be_cancelled_and_nothing_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "MOST_FILES_HERE", 0)
    monkeypatch.setattr(freshness, "_TELL_SECONDS", 0.001)
    aged = Aged(tmp_path)
    with pytest.raises(Cancelled):
        aged.sources.add(Listener(cancel_at=3), "shelf", str(aged.shelf.root))
    assert aged.sources.list() == ()
    aged.add()
    assert found(aged.sources.open(Listener())) == ["Some.Tool"]


def test_searches_go_on_while_a_source_is_updated(aged: Aged) -> None:
    source = aged.sources.open(Listener())
    aged.shelf.put("New.Tool")
    with aged.index.only_builder(0.0):
        update = threading.Thread(target=lambda: aged.sources.update(Listener(), aged.sources.list()[0]))
        update.start()
        assert found(source) == ["Some.Tool"]
        assert found(aged.sources.open(Listener())) == ["Some.Tool"]
    update.join(60)
    assert found(source) == ["New.Tool", "Some.Tool"]


def test_an_index_that_another_engine_replaced_meanwhile_is_not_missed(
    aged: Aged, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Sources(aged.state, processes=1)
    current = IndexFolder.current
    stale = aged.index.current()
    aged.shelf.put("New.Tool")
    other.update(Listener(), other.list()[0])
    other.close()
    answers = iter([stale])
    monkeypatch.setattr(IndexFolder, "current", lambda folder: next(answers, None) or current(folder))
    late = FolderSource(aged.sources.list()[0], SourceHome(aged.index.path, 1, lambda: FRESH_MINUTES))
    opened = late.open(Listener(), NO_ACCESS)
    assert [hit.id for hit in opened.search(SearchRequest()).packages] == ["New.Tool", "Some.Tool"]
    late.close()


def test_a_new_name_of_the_same_place_is_told(aged: Aged) -> None:
    found(aged.sources.open(Listener()))
    other = Sources(aged.state, processes=1)
    other.remove("shelf")
    other.add(Listener(), "renamed", str(aged.shelf.root))
    (row,) = aged.sources.open(Listener()).search(SearchRequest()).rows
    assert row.source == "renamed"


def _soon(holds, seconds: float = 60.0) -> bool:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_a_request_whose_source_another_one_removes_gets_an_error_of_the_source(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    opened = sources.open(Listener())
    sources.remove("shelf")
    with pytest.raises(SourceError, match="was removed or reset") as caught:
        opened.search(SearchRequest(query="tool"))
    assert caught.value.code is ErrorCode.SourceNameDoesNotExist


def test_a_refresh_whose_source_another_one_removes_gets_the_same_error(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    details = sources.add(Listener(), "shelf", str(shelf.root))
    shelf.put("B.Tool")
    whole = IndexFolder.finished

    def removed_meanwhile(folder: IndexFolder, name: str) -> None:
        whole(folder, name)
        Sources(tmp_path / "state").remove("shelf")  # another engine

    monkeypatch.setattr(IndexFolder, "finished", removed_meanwhile)
    with pytest.raises(SourceError, match="was removed or reset") as caught:
        sources.update(Listener(), details)
    assert caught.value.code is ErrorCode.SourceNameDoesNotExist
    assert list((tmp_path / "state" / "cache").iterdir()) == []


def test_a_refresh_whose_source_is_removed_and_added_again_meanwhile_is_made_again(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    details = sources.add(Listener(), "shelf", str(shelf.root))
    shelf.put("B.Tool")
    whole = IndexFolder.finished
    other = Sources(tmp_path / "state", processes=1)  # of another engine

    def replaced_meanwhile(folder: IndexFolder, name: str) -> None:
        whole(folder, name)
        monkeypatch.undo()
        other.remove("shelf")
        other.add(Listener(), "shelf", str(shelf.root))

    monkeypatch.setattr(IndexFolder, "finished", replaced_meanwhile)
    assert sources.update(Listener(), details).packages == 2


def test_what_a_killed_engine_has_put_aside_of_a_removed_source_goes_with_the_next_one(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    cache = tmp_path / "state" / "cache"
    (cache / "WinGetPy.Folder_x.removed-1").mkdir()
    sources.remove("shelf")
    assert list(cache.iterdir()) == []


def test_an_index_that_goes_while_it_is_made_beside_is_made_again(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    archive = shutil.make_archive(str(tmp_path / "shelf"), "zip", shelf.root)
    whole, gone = freshness.Freshness._finished, [True]

    def taken_once(self: freshness.Freshness) -> object:
        if gone:
            gone.pop()
            self._index.forget()
        return whole(self)

    monkeypatch.setattr(freshness.Freshness, "_finished", taken_once)
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", archive)
    assert not gone
    assert found(sources.open(Listener())) == ["A.Tool"]


def test_a_source_that_another_engine_removes_at_once_was_added_all_the_same(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    whole = ConfiguredSources.add

    def removed_at_once(self: ConfiguredSources, details: SourceDetails) -> None:
        whole(self, details)
        Sources(tmp_path / "state").remove("shelf")

    monkeypatch.setattr(ConfiguredSources, "add", removed_at_once)
    sources = Sources(tmp_path / "state", processes=1)
    assert sources.add(Listener(), "shelf", str(shelf.root)).name == "shelf"
    assert sources.list() == ()


@pytest.mark.parametrize("code", [ErrorCode.AlreadyExists, ErrorCode.SourceOpenFailed])
def test_what_fails_because_the_source_was_removed_and_added_again_is_done_again(  # type: ignore[no-untyped-def]
    tmp_path: Path, monkeypatch, code: ErrorCode
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("A.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    details = sources.add(Listener(), "shelf", str(shelf.root))
    folder = tmp_path / "state" / "cache" / details.identifier
    shelf.put("B.Tool")
    whole, other = IndexFolder.finished, [True]

    def replaced_once(index: IndexFolder, name: str) -> None:
        if other:
            other.pop()
            folder.rename(folder.with_name("aside"))
            folder.mkdir()
            raise HostError("Could not write it.", code=code)
        whole(index, name)

    monkeypatch.setattr(IndexFolder, "finished", replaced_once)
    sources.update(Listener(), details)
    assert not other
    assert sorted(found(sources.open(Listener()))) == ["A.Tool", "B.Tool"]
