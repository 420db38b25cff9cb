"""Rows of several sources come in one order, whichever source answers first, and none later than it must."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.calls import Listener
from wingetpy.errors import Cancelled, SourceError
from wingetpy.sources.match import MatchField, MatchType, rank
from wingetpy.sources.request import Hit, MatchOption, Ranked, SearchRequest
from wingetpy.sources.search import SourceSearch, least_rank
from wingetpy.sources.side_by_side import SourceQuestion, answers

BEST = rank(MatchType.exact, MatchField.id)
EVERYTHING = SearchRequest()
ONE_ID = SearchRequest(id="x", match_option=MatchOption.equals)
WORDS = SearchRequest(query="x")
_PATIENCE = 20.0


def ranked(source: str, *ranks: int, truncated: bool = False) -> Ranked:
    hits = [Hit(f"{source}{place}", source, "", "1.0", source, None, None) for place in range(len(ranks))]
    return Ranked(list(ranks), hits, truncated)


class Slow:
    """Sources that answer when the test lets them."""

    def __init__(self, *found: Ranked | Exception) -> None:
        self._found = found
        self._let = [threading.Event() for _ in found]

    def answer(self, place: int) -> None:
        self._let[place].set()

    def questions(self) -> list[SourceQuestion[Ranked]]:
        return [SourceQuestion(f"s{place}", self._ask(place), is_remote=True) for place in range(len(self._found))]

    def _ask(self, place: int) -> Callable[[], Ranked]:
        def ask() -> Ranked:
            assert self._let[place].wait(_PATIENCE)
            found = self._found[place]
            if isinstance(found, Exception):
                raise found
            return found

        return ask


def rows_in_turn(slow: Slow, request: SearchRequest, order: Sequence[int]) -> tuple[list[list[str]], SourceSearch]:
    """The batches that come when the sources answer in this order; each answers when the batches before it are in."""
    finding = SourceSearch(slow.questions(), request, Listener())
    batches: list[list[str]] = []
    for place in order[:-1]:
        slow.answer(place)
    # the last one is let go by what was seen, or after the others were certainly taken
    threading.Timer(0.3, slow.answer, (order[-1],)).start()
    for rows in finding:
        batches.append([row.id for row in rows])
    return batches, finding


def test_all_packages_of_the_first_source_do_not_wait_for_the_second() -> None:
    batches, _ = rows_in_turn(Slow(ranked("a", 0, 0), ranked("b", 0)), EVERYTHING, [0, 1])
    assert batches == [["a0", "a1"], ["b0"]]


def test_those_of_the_second_wait_for_the_first() -> None:
    batches, _ = rows_in_turn(Slow(ranked("a", 0, 0), ranked("b", 0)), EVERYTHING, [1, 0])
    assert batches == [["a0", "a1", "b0"]]


def test_nothing_matches_better_than_an_equal_id() -> None:
    batches, _ = rows_in_turn(Slow(ranked("a", BEST, 96), ranked("b", BEST)), ONE_ID, [0, 1])
    assert batches == [["a0"], ["b0", "a1"]]


def test_a_row_that_a_slow_source_may_beat_waits() -> None:
    batches, _ = rows_in_turn(Slow(ranked("a", 16, 64), ranked("b", 6, 65)), WORDS, [0, 1])
    assert batches == [["b0", "a0", "a1", "b1"]]


def test_an_empty_request_has_one_rank_for_all_whatever_a_source_says() -> None:
    batches, _ = rows_in_turn(Slow(ranked("rest", 111, 111), ranked("folder", 0)), EVERYTHING, [1, 0])
    assert batches == [["rest0", "rest1", "folder0"]]


def test_a_count_cuts_what_is_given_and_says_that_there_is_more() -> None:
    request = SearchRequest(count=3)
    batches, finding = rows_in_turn(Slow(ranked("a", 0, 0), ranked("b", 0, 0)), request, [0, 1])
    assert batches == [["a0", "a1"], ["b0"]]
    assert (finding.count, finding.truncated) == (3, True)


def test_a_source_that_gives_less_than_it_has_is_told() -> None:
    _, finding = rows_in_turn(Slow(ranked("a", 0), ranked("b", 0, truncated=True)), EVERYTHING, [0, 1])
    assert finding.truncated


def test_a_failure_holds_nobody_back() -> None:
    batches, finding = rows_in_turn(Slow(SourceError("down"), ranked("b", 0)), EVERYTHING, [0, 1])
    assert batches == [["b0"]]
    assert [(place, one.text) for place, one in finding.failures.items()] == [(0, "down")]


def test_a_defect_of_a_source_is_no_failure_of_it() -> None:
    with pytest.raises(ZeroDivisionError):
        rows_in_turn(Slow(ZeroDivisionError(), ranked("b", 0)), EVERYTHING, [1, 0])


_RANKED = st.lists(
    st.lists(st.sampled_from([0, 6, 16, 17, 64, 96, 111]), max_size=6).map(sorted), min_size=1, max_size=4
)


@given(found=_RANKED, order=st.randoms(use_true_random=False), count=st.none() | st.integers(1, 8))
@pytest.mark.parametrize("request_", [EVERYTHING, ONE_ID, WORDS], ids=["all", "id", "words"])
def test_the_order_of_the_answers_changes_no_row(
    request_: SearchRequest, found: list[list[int]], order: object, count: int | None
) -> None:
    if request_ is WORDS:
        found = [[one for one in ranks if one >= least_rank(WORDS)] for ranks in found]
    request = SearchRequest(query=request_.query, id=request_.id, match_option=request_.match_option, count=count)
    sources = [ranked(chr(ord("a") + place), *ranks) for place, ranks in enumerate(found)]
    arrival = list(range(len(sources)))
    order.shuffle(arrival)  # type: ignore[attr-defined]
    finding = SourceSearch([SourceQuestion("s", lambda: sources[0])] * len(sources), request, Listener())
    finding_rows = _fed(finding, [(place, sources[place]) for place in arrival])
    same = [(0 if request_ is EVERYTHING else one, place, number) for place, ranks in enumerate(found)
            for number, one in enumerate(ranks)]  # fmt: skip
    expected = [f"{chr(ord('a') + place)}{number}" for _, place, number in sorted(same)]
    assert finding_rows == expected[:count]
    assert finding.truncated == (count is not None and count < len(expected))


def _fed(finding: SourceSearch, arrived: list[tuple[int, Ranked]]) -> list[str]:
    """The rows of a search whose sources answer in this order, without threads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wingetpy.sources.search.answers", lambda *_: iter(arrived))
        return [row.id for rows in finding for row in rows]


def test_a_caller_that_stops_waits_for_no_server() -> None:
    slow = Slow(ranked("a", 0), ranked("b", 0))
    slow.answer(0)
    call = Listener(cancel_at=3)
    with pytest.raises(Cancelled):
        list(SourceSearch(slow.questions(), EVERYTHING, call))
    slow.answer(1)


def test_patience_ends_for_live_sources_only() -> None:
    release = threading.Event()

    def never() -> str:
        release.wait(_PATIENCE)
        return "late"

    def index() -> str:
        time.sleep(0.2)
        return "index"

    questions = [
        SourceQuestion("live", never, is_remote=True, is_live=True),
        SourceQuestion("index", index, is_remote=True),
        SourceQuestion("folder", lambda: "folder"),
    ]
    found = dict(answers(questions, Listener(), patience=0.05))
    release.set()
    assert (found[1], found[2]) == ("index", "folder")
    assert isinstance(found[0], SourceError)
    assert "live did not answer" in found[0].text
