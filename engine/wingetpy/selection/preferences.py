"""The rules that refuse and order: locale, scope, architecture, installer type."""

from __future__ import annotations

from wingetpy.hosts.facts import MachineFacts
from wingetpy.model.locale import MATCHES, distance, serves
from wingetpy.model.scope import Scope
from wingetpy.model.technology import USUAL_ORDER, parse_installer_type
from wingetpy.selection.architectures import asked_architectures, wanted_architectures
from wingetpy.selection.candidate import Candidate
from wingetpy.selection.flags import Flag
from wingetpy.selection.rule import Objection, Preference, Verdict
from wingetpy.selection.wishes import Wishes


def preferences(facts: MachineFacts, wishes: Wishes) -> tuple[Preference, ...]:
    """All rules that order, the most important first."""
    return LocaleRule(facts, wishes), ScopeRule(wishes), ArchitectureRule(facts, wishes), InstallerTypeRule(wishes)


class LocaleRule:
    """The locale that was asked for must be met, by itself or by its language alone; the installed one understood."""

    title = "locale"

    def __init__(self, facts: MachineFacts, wishes: Wishes) -> None:
        installed = wishes.installed
        self._required: tuple[str, ...] = ()
        self._installed = None
        self._flag = Flag.Locale
        if wishes.locale:
            self._required = (wishes.locale,)
        elif installed.wanted_locale:
            self._required, self._flag = (installed.wanted_locale,), Flag.InstalledLocale
        elif installed.locale:
            self._installed = installed.locale
        else:
            self._required = wishes.requirements.locales
        first = (self._installed,) if self._installed else ()
        self._preferred = (*self._required, *first, *(wishes.preferences.locales or facts.locales))

    def objection(self, candidate: Candidate) -> Objection | None:
        has = f"has the locale {candidate.locale}" if candidate.locale else "does not say its locale"
        if self._required and not any(_meets(one, candidate) for one in self._required):
            return Objection(self._flag, f"{has} but must be {' or '.join(self._required)}")
        if self._installed and candidate.locale and _nearness(self._installed, candidate) < MATCHES:
            return Objection(Flag.InstalledLocale, f"{has}, what is installed has {self._installed}")
        return None

    def compare(self, first: Candidate, second: Candidate) -> Verdict:
        for locale in self._preferred:
            ours, theirs = _nearness(locale, first), _nearness(locale, second)
            if max(ours, theirs) >= MATCHES:
                return Verdict.strongly_better if ours > theirs else Verdict.not_better
        return Verdict.weakly_better if second.locale and not first.locale else Verdict.not_better


class ScopeRule:
    """The scope that was asked for must be met; without one, an installer for the user is preferred."""

    title = "scope"

    def __init__(self, wishes: Wishes) -> None:
        self._required = wishes.scope or wishes.requirements.scope
        self._allow_unknown = wishes.allow_unknown_scope
        self._preferred = wishes.preferences.scope or Scope.user

    def objection(self, candidate: Candidate) -> Objection | None:
        if self._required is None or candidate.scope is self._required or candidate.ignores_scope:
            return None
        if candidate.scope is None:
            if self._allow_unknown:
                return None
            return Objection(Flag.Scope, f"does not say its scope but must be {self._required.lower()}")
        return Objection(Flag.Scope, f"is for scope {candidate.scope.lower()} but must be {self._required.lower()}")

    def compare(self, first: Candidate, second: Candidate) -> Verdict:
        if first.scope is not self._preferred or second.scope is self._preferred:
            return Verdict.not_better
        return Verdict.weakly_better if second.scope is None else Verdict.strongly_better


class ArchitectureRule:
    """The machine must be able to run it; its own architecture is preferred, unless another one was asked for."""

    title = "architecture"

    def __init__(self, facts: MachineFacts, wishes: Wishes) -> None:
        self._system = facts.architecture.lower()
        self._wanted = wanted_architectures(facts, wishes)
        self._asked = asked_architectures(wishes)

    def objection(self, candidate: Candidate) -> Objection | None:
        if candidate.architecture not in self._wanted:
            wanted = " or ".join(self._wanted) or f"{' or '.join(self._asked)}, which does not run here"
            reason = f"is for {candidate.architecture} but must be {wanted}"
            if not self._wanted and candidate.architecture in self._asked:
                reason = f"is for {candidate.architecture}, which does not run here"
            return Objection(Flag.MachineArchitecture, reason)
        if self._system in candidate.unsupported_os_architectures:
            return Objection(Flag.MachineArchitecture, f"does not support a system of architecture {self._system}")
        return None

    def compare(self, first: Candidate, second: Candidate) -> Verdict:
        if self._place(first) >= self._place(second):
            return Verdict.not_better
        return Verdict.strongly_better if self._place(first) == 0 else Verdict.weakly_better

    def _place(self, candidate: Candidate) -> int:
        return _place(self._wanted, candidate.architecture)


class InstallerTypeRule:
    """The type that was asked for must be met, as that of the archive or of what is in it."""

    title = "installer type"

    def __init__(self, wishes: Wishes) -> None:
        asked = (parse_installer_type(wishes.installer_type),) if wishes.installer_type else ()
        self._required = asked or wishes.requirements.installer_types
        self._order = wishes.preferences.installer_types or self._required or USUAL_ORDER

    def objection(self, candidate: Candidate) -> Objection | None:
        if not self._required or {candidate.base_type, candidate.effective_type} & set(self._required):
            return None
        wanted = " or ".join(self._required)
        return Objection(Flag.InstallerType, f"is of type {candidate.type_text} but must be {wanted}")

    def compare(self, first: Candidate, second: Candidate) -> Verdict:
        return Verdict.weakly_better if self._best(first) < self._best(second) else Verdict.not_better

    def _best(self, candidate: Candidate) -> int:
        return min(_place(self._order, candidate.base_type), _place(self._order, candidate.effective_type))


def _meets(wanted: str, candidate: Candidate) -> bool:
    """Whether an installer has the wanted locale or an ancestor of it: `de` serves a wish for `de-DE`."""
    return serves(wanted, candidate.locale) if candidate.locale else False


def _nearness(wanted: str, candidate: Candidate) -> float:
    return distance(wanted, candidate.locale) if candidate.locale else 0.0


def _place(order: tuple[str, ...], one: str) -> int:
    return order.index(one) if one in order else len(order)
