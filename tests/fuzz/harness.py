"""Runs a target on mutated cases and keeps what it fails at."""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from pathlib import Path

import msgspec

from fuzz.mutations import mutated
from fuzz.target import Finding, corpus, target_class
from fuzz.trial import Trial

FOUND = Path(__file__).with_name("found")
"""Where findings are written; git ignores it."""
MOST_FINDINGS = 10
"""Of different kinds; a run ends with the last of them."""
_MOST_KEPT = 1000


class Report(msgspec.Struct):
    """What a run came to."""

    target: str
    seed: str
    cases: int
    seconds: float
    outcomes: Counter[str]
    findings: list[Finding]

    def __str__(self) -> str:
        usual = ", ".join(f"{count:,} {outcome}" for outcome, count in self.outcomes.most_common(6))
        lines = [
            f"fuzz {self.target}: {self.cases:,} cases in {self.seconds:.0f} s (seed {self.seed}), "
            f"{len(self.outcomes)} kinds of answer, {len(self.findings)} findings",
            f"  {usual}",
            *(f"  finding: {one.kind}\n    {one.path}\n{one.details}" for one in self.findings),
        ]
        return "\n".join(lines)


class Fuzz:
    """A run of mutated cases. The n-th depends on the seed and on what came of those before it alone.

    Args:
        name: The target.
        seed: Any text.
    """

    def __init__(self, name: str, seed: str) -> None:
        self._name = name
        self._seed = seed
        self._class = target_class(name)
        self._pool = list(corpus(name).values())
        self._outcomes: Counter[str] = Counter()
        self._findings: dict[str, Finding] = {}
        self._cases = 0

    def run(self, seconds: float) -> Report:
        """Try cases for so long, or until there are too many findings."""
        begin = time.monotonic()
        with Trial(self._name) as trial:
            while time.monotonic() - begin < seconds and len(self._findings) < MOST_FINDINGS:
                self._judge(trial, self._next())
        took = time.monotonic() - begin
        return Report(self._name, self._seed, self._cases, took, self._outcomes, list(self._findings.values()))

    def _next(self) -> bytes:
        rng = random.Random(f"{self._seed} {self._cases}")
        case = rng.choice(self._pool)
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            changed = self._class.restructured(rng, case, self._pool)
            case = changed if changed is not None else mutated(rng, case, self._pool, self._class.tokens)
        return case[: self._class.most_bytes]

    def _judge(self, trial: Trial, case: bytes) -> None:
        self._cases += 1
        answer = trial.survives(case)
        if isinstance(answer, str):
            self._outcomes[answer] += 1
            if self._outcomes[answer] == 1 and len(self._pool) < _MOST_KEPT:
                self._pool.append(case)
        elif answer.kind not in self._findings:
            self._findings[answer.kind] = answer
            answer.case = _shortened(trial, answer)
            answer.path = _kept(self._name, answer.case)


def _shortened(trial: Trial, finding: Finding, tries: int = 150) -> bytes:
    """The case without what does not matter; not tried where each try takes long."""
    if finding.kind == "no end":
        return finding.case
    case, size = finding.case, len(finding.case) // 2
    while size and tries:
        for start in range(0, len(case), size):
            tries -= 1
            if tries < 0:
                return case
            shorter = case[:start] + case[start + size :]
            answer = trial.survives(shorter)
            if isinstance(answer, Finding) and answer.kind == finding.kind:
                case = shorter
                break
        else:
            size //= 2
    return case


def _kept(name: str, case: bytes) -> Path:
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(case).hexdigest()[:12]
    path.write_bytes(case)
    return path
