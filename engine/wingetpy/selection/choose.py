"""The choice of an installer, and why each other one fell out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.errors import ErrorCode, NotApplicable
from wingetpy.hosts.facts import MachineFacts
from wingetpy.manifests.installer import Installer
from wingetpy.selection.candidate import Candidate
from wingetpy.selection.filters import filters
from wingetpy.selection.flags import Flag
from wingetpy.selection.preferences import preferences
from wingetpy.selection.rule import Preference, Rule, Verdict
from wingetpy.selection.wishes import Wishes


class Rejection(msgspec.Struct, frozen=True):
    """An installer that was not taken.

    Attributes:
        index: Its place in the manifest, from 0.
        description: What it is, for a person: `x64 msi, scope machine`.
        reasons: Each completes "it ...": `is for arm64 but must be x64 or x86 or neutral`.
        flags: The rules that refused it; none if it fits and another one fits better.
    """

    index: int
    description: str
    reasons: tuple[str, ...]
    flags: Flag = Flag(0)


class Choice(msgspec.Struct, frozen=True):
    """What was chosen.

    Attributes:
        installer: None if no installer fits.
        index: Its place in the manifest.
        rejected: Those that do not fit, in the manifest's order.
        outranked: Those that would fit, in the manifest's order.
        why: Why it was chosen and none of those that fit; each completes "it ...".
    """

    installer: Installer | None
    index: int | None
    rejected: tuple[Rejection, ...]
    outranked: tuple[Rejection, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def fell_out(self) -> tuple[Rejection, ...]:
        """All that were not taken, in the manifest's order."""
        return tuple(sorted((*self.rejected, *self.outranked), key=lambda one: one.index))

    @property
    def code(self) -> ErrorCode:
        """winget's code for there being no installer: a special one if elevation alone is in the way."""
        flags = {one.flags for one in self.rejected}
        if Flag.ElevationProhibited in flags:
            return ErrorCode.InstallerProhibitsElevation
        if Flag.ElevationRequired in flags:
            return ErrorCode.CommandRequiresAdmin
        return ErrorCode.NoApplicableInstaller

    @property
    def reasons(self) -> str:
        """Why each installer was refused, in one line; empty for a manifest without installers."""
        return "; ".join(f"{one.description}: {', '.join(one.reasons)}" for one in self.rejected)

    def not_applicable(self, package_id: str) -> NotApplicable:
        """Return the error for a package without an installer that fits, with all reasons in its text."""
        return NotApplicable(
            f"No installer of {package_id} fits this machine and what was asked for ({self.reasons or 'it has none'}).",
            code=self.code,
            category="ObjectNotFound" if self.code is ErrorCode.NoApplicableInstaller else "PermissionDenied",
            target=package_id,
            remedy=_REMEDIES[self.code],
        )


_REMEDIES = {
    ErrorCode.NoApplicableInstaller: "Ask for another scope, architecture, locale, installer type or version.",
    ErrorCode.InstallerProhibitsElevation: "Run it again without administrator rights.",
    ErrorCode.CommandRequiresAdmin: "Run it again as administrator.",
}


def choose_installer(installers: Sequence[Installer], facts: MachineFacts, wishes: Wishes) -> Choice:
    """Choose among the installers of a manifest as the reference client does.

    Every rule looks at every installer. Among those that none refuses, a later one replaces an earlier one only if it
    is better: the first strong verdict counts, in the order locale, scope, architecture, type; else the first weak one.

    Args:
        installers: As the manifest has them after inheritance.
        facts: The machine.
        wishes: What the caller and the settings want, and what is installed.
    """
    orders = preferences(facts, wishes)
    rules: tuple[Rule, ...] = (*filters(facts, wishes), *orders)
    fitting: list[Candidate] = []
    rejected: list[Rejection] = []
    for index, installer in enumerate(installers):
        candidate = Candidate.of(index, installer)
        rejection = _rejection(candidate, rules)
        if rejection:
            rejected.append(rejection)
        else:
            fitting.append(candidate)
    if not fitting:
        return Choice(None, None, tuple(rejected))
    best = fitting[0]
    for candidate in fitting[1:]:
        if _better(candidate, best, orders):
            best = candidate
    others = [one for one in fitting if one is not best]
    outranked = tuple(_outranked(one, best, orders) for one in others)
    return Choice(installers[best.index], best.index, tuple(rejected), outranked, _why(best, others, orders))


def _rejection(candidate: Candidate, rules: Sequence[Rule]) -> Rejection | None:
    objections = [objection for rule in rules if (objection := rule.objection(candidate))]
    if not objections:
        return None
    flags = Flag(0)
    for objection in objections:
        flags |= objection.flag
    reasons = tuple(objection.reason for objection in objections)
    return Rejection(candidate.index, candidate.description, reasons, flags)


def _better(first: Candidate, second: Candidate, orders: Sequence[Preference]) -> bool:
    return _deciding(first, second, orders)[0]


def _deciding(first: Candidate, second: Candidate, orders: Sequence[Preference]) -> tuple[bool, str]:
    """Whether the first is better, and what decided it; nothing decides between equals, where the earlier one stays."""
    verdicts = [(order.compare(first, second), order.compare(second, first), order.title) for order in orders]
    for strength in (Verdict.strongly_better, Verdict.weakly_better):
        for ours, theirs, title in verdicts:
            if strength in (ours, theirs):
                return ours == strength, title
    return False, ""


def _why(best: Candidate, others: Sequence[Candidate], orders: Sequence[Preference]) -> tuple[str, ...]:
    if not others:
        return ("is the only one that fits",)
    decided = [(one.description, _deciding(best, one, orders)) for one in others]
    reasons = [f"fits better than {other} by its {title}" for other, (better, title) in decided if better]
    equals = [other for other, (better, _) in decided if not better]
    if equals:
        reasons.append(f"fits as well as {' and '.join(dict.fromkeys(equals))}, and comes first in the manifest")
    return tuple(dict.fromkeys(reasons))


def _outranked(candidate: Candidate, best: Candidate, orders: Sequence[Preference]) -> Rejection:
    better, title = _deciding(best, candidate, orders)
    if better:
        reason = f"fits, and {best.description} fits better by its {title}"
    else:
        reason = f"fits, and nothing makes it better than {best.description}"
    return Rejection(candidate.index, candidate.description, (reason,))
