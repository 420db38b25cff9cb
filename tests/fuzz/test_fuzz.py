"""Input that means harm, or is broken, is refused with an error of the engine's tree or survived.

The corpus runs as ordinary tests. Mutations of it run by `pytest -m fuzz`, for WINGETPY_FUZZ_SECONDS a target (20),
from WINGETPY_FUZZ_SEED (the day). A finding lies in tests/fuzz/found: put into the corpus, the ordinary test tries it.
"""

from __future__ import annotations

import os
import time

import pytest

from fuzz.harness import Fuzz
from fuzz.target import Finding, corpus
from fuzz.targets import TARGETS
from fuzz.trial import Trial

SECONDS = float(os.environ.get("WINGETPY_FUZZ_SECONDS") or 20)
SEED = os.environ.get("WINGETPY_FUZZ_SEED") or time.strftime("%Y-%m-%d")


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_is_survived(target: str) -> None:
    with Trial(target) as trial:
        answers = {name: trial.survives(case) for name, case in corpus(target).items()}
    assert answers
    assert {name: one.kind + "\n" + one.details for name, one in answers.items() if isinstance(one, Finding)} == {}


@pytest.mark.fuzz
@pytest.mark.timeout(SECONDS + 280)
@pytest.mark.parametrize("target", TARGETS)
def test_mutations_of_the_corpus_are_survived(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    report = Fuzz(target, SEED).run(SECONDS)
    with capsys.disabled():
        print(f"\n{report}")
    assert report.cases > 0
    assert report.findings == [], str(report)


def test_a_finding_is_noticed_whatever_it_is() -> None:
    with Trial("faulty") as trial:
        for case, kind in ((b"raise", "KeyError"), (b"exit", "end of the process"), (b"memory", "MemoryError")):
            answer = trial.survives(case)
            assert isinstance(answer, Finding)
            assert kind in answer.kind
            assert trial.survives(b"") == "fine"
        hung = trial.survives(b"wait")
        assert isinstance(hung, Finding)
        assert hung.kind == "no end"
        assert "faulty.py" in hung.details, "the stacks say where it waits"
        assert trial.survives(b"refuse").startswith("BadRequest")  # type: ignore[union-attr]
        left = trial.survives(b"leave")
        assert isinstance(left, Finding)
        assert "left behind" in left.kind


def test_a_run_is_the_same_for_the_same_seed() -> None:
    first, second = (Fuzz("faulty", "seed")._next() for _ in range(2))
    assert first == second
    assert first != Fuzz("faulty", "another")._next() or len(first) < 2
