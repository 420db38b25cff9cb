"""What a rule of selection is: it may refuse an installer, and some rules prefer one installer to another."""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

import msgspec

from wingetpy.selection.candidate import Candidate
from wingetpy.selection.flags import Flag


class Objection(msgspec.Struct, frozen=True):
    """Why a rule refuses an installer: its bit, and a sentence's worth of reason for a person."""

    flag: Flag
    reason: str


class Verdict(IntEnum):
    """How much better the first of two installers is. A strong verdict of any rule beats a weak one of any other."""

    not_better = 0
    weakly_better = 1
    strongly_better = 2


class Rule(Protocol):
    """A filter."""

    def objection(self, candidate: Candidate) -> Objection | None:
        """Why this installer cannot be taken; None if this rule has nothing against it."""


class Preference(Rule, Protocol):
    """A filter that also orders. `title` names what it looks at, for a person."""

    title: str

    def compare(self, first: Candidate, second: Candidate) -> Verdict:
        """Whether the first is better than the second."""
