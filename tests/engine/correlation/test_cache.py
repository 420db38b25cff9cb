"""What is kept of a correlation is what correlating again would give."""

from __future__ import annotations

import pytest

from kit.calls import Listener
from wingetpy.correlation.cache import CorrelationCache
from wingetpy.correlation.correlate import correlate
from wingetpy.errors import SourceError
from wingetpy.selection.availability import UpdateState
from wingetpy.sources.catalog import NO_ACCESS
from wingetpy.sources.composite import CompositeSource
from wingetpy.state.tracking import TrackedPackage


def test_the_same_question_is_answered_from_memory(manifest, sources, entry):
    manifest("Some.Tool", "2.0")
    opened, entries, cache = sources(), (entry(),), CorrelationCache()
    found = cache.correlated(entries, opened, [])
    assert found == correlate(entries, opened, [])
    assert cache.correlated(entries, opened, []) is found
    assert cache.correlated(entries, None, []) != found
    assert cache.correlated(entries, opened, []) is found


def test_other_entries_are_correlated_again(manifest, sources, entry):
    manifest("Some.Tool", "2.0")
    opened, cache = sources(), CorrelationCache()
    (before,) = cache.correlated((entry(version="1.0"),), opened, [])
    (after,) = cache.correlated((entry(version="2.0"),), opened, [])
    assert (before.state, after.state) == (UpdateState.available, UpdateState.current)


def test_an_index_that_was_made_again_is_asked(manifest, sources, entry):
    manifest("Some.Tool", "1.0")
    opened, entries, cache = sources(), (entry(),), CorrelationCache()
    assert [one.available_versions for one in cache.correlated(entries, opened, [])] == [("1.0",)]
    manifest("Some.Tool", "2.0")
    sources.kept[0].update(Listener(), NO_ACCESS)
    assert [one.available_versions for one in cache.correlated(entries, opened, [])] == [("2.0", "1.0")]


def test_a_source_that_goes_or_changes_its_priority_counts(manifest, sources, entry):
    manifest("Some.Tool", "1.0", source="main")
    manifest("Some.Tool", "1.0", source="side")
    entries, cache = (entry(),), CorrelationCache()
    for names, priorities, first in (
        (("main", "side"), (), "main"),
        (("main", "side"), (0, 1), "side"),
        (("main",), (), "main"),
        (("side",), (), "side"),
    ):
        (one,) = cache.correlated(entries, sources(*names, priorities=priorities), [])
        assert one.package.source == first


def test_a_record_that_comes_or_goes_counts(manifest, sources, entry):
    manifest("Some.Tool", "1.0")
    opened, entries, cache = sources(), (entry("Something else"),), CorrelationCache()
    record = TrackedPackage(
        source="Main", package="Some.Tool", product_code="Something else", version="1.0", installed=0.0
    )
    assert cache.correlated(entries, opened, [])[0].package is None
    assert cache.correlated(entries, opened, [record])[0].package is not None
    assert cache.correlated(entries, opened, [])[0].package is None


def test_what_a_manifest_says_of_the_version_latest_is_read_each_time(manifest, sources, entry):
    manifest("Some.Tool", "latest", sha256="AB" * 32)
    opened, entries, cache = sources(), (entry(version="latest"),), CorrelationCache()
    record = TrackedPackage(
        source="Main", package="Some.Tool", product_code="Tool", version="latest", installed=0.0,
        installer_sha256="AB" * 32,
    )  # fmt: skip
    assert cache.correlated(entries, opened, [record])[0].state is UpdateState.current
    manifest("Some.Tool", "latest", sha256="CD" * 32)
    assert cache.correlated(entries, opened, [record])[0].state is UpdateState.available


def test_an_answer_without_one_of_the_sources_is_not_kept(manifest, sources, entry, monkeypatch):
    manifest("Some.Tool", "1.0", source="side")
    both = sources("main", "side")
    failing = both.sources[1]

    def fails(*_: object) -> None:
        raise SourceError("side is damaged")

    entries, cache, call = (entry(),), CorrelationCache(), Listener()
    with monkeypatch.context() as patch:
        patch.setattr(failing, "by_keys", fails)
        assert cache.correlated(entries, CompositeSource(both.sources, call), [])[0].package is None
    assert [text for _, text, _ in call.messages] == ["side is damaged"]
    assert cache.correlated(entries, CompositeSource(both.sources, call), [])[0].package is not None


def test_a_source_that_cannot_say_what_it_answers_from_is_asked_each_time(manifest, sources, entry, monkeypatch):
    manifest("Some.Tool", "1.0")
    opened, entries, cache = sources(), (entry(),), CorrelationCache()
    monkeypatch.setattr(type(opened.sources[0]), "content", None)
    found = cache.correlated(entries, opened, [])
    assert cache.correlated(entries, opened, []) is not found


def test_a_source_that_another_request_removes_meanwhile_is_left_out(manifest, sources, entry):
    manifest("Some.Tool", "1.0")
    manifest("Other.Tool", "1.0", name="Other", source="side")
    call = Listener()
    opened = sources("main", "side")
    opened.sources[1]._held.close()  # as FolderSource.close() does
    (found,) = CorrelationCache().correlated((entry(),), CompositeSource(opened.sources, call), [])
    assert found.package is not None
    assert [text for _, text, _ in call.messages] == ["The source side was removed or reset."]


@pytest.mark.parametrize("count", [9, 20])
def test_no_more_than_a_few_are_kept(count, manifest, sources, entry):
    manifest("Some.Tool", "1.0")
    entries, cache = (entry(),), CorrelationCache()
    for number in range(count):
        cache.correlated(entries, sources("main", priorities=(number,)), [])
    assert len(cache._kept) <= 8
