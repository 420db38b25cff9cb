"""The rules that only refuse: operating system, what is installed, market, elevation."""

from __future__ import annotations

from wingetpy.hosts.facts import MachineFacts
from wingetpy.model.technology import can_replace, parse_installer_type, traits_of
from wingetpy.model.version import Version
from wingetpy.selection.candidate import Candidate
from wingetpy.selection.flags import Flag
from wingetpy.selection.rule import Objection, Rule
from wingetpy.selection.wishes import Wishes


def filters(facts: MachineFacts, wishes: Wishes) -> tuple[Rule, ...]:
    """All rules that only refuse, in the order of their reasons."""
    rules: tuple[Rule, ...] = (
        OperatingSystemRule(facts),
        InstalledScopeRule(wishes),
        InstalledTypeRule(wishes),
        MarketRule(facts),
    )
    return rules if wishes.for_later else (*rules, ElevationRule(facts))


class OperatingSystemRule:
    """The system must be as new as the installer asks, or its type."""

    def __init__(self, facts: MachineFacts) -> None:
        self._system = Version.or_unknown(facts.os_version)

    def objection(self, candidate: Candidate) -> Objection | None:
        needed = candidate.minimum_os_version or traits_of(candidate.effective_type).minimum_os_version
        if not needed or Version.or_unknown(needed) <= self._system:
            return None
        return Objection(Flag.OSVersion, f"needs Windows {needed}, this is {self._system}")


class InstalledScopeRule:
    """An update stays in the scope of what is installed."""

    def __init__(self, wishes: Wishes) -> None:
        self._installed = wishes.installed.scope

    def objection(self, candidate: Candidate) -> Objection | None:
        fits = self._installed is None or candidate.scope in (None, self._installed) or candidate.ignores_scope
        if fits:
            return None
        return Objection(
            Flag.InstalledScope, f"is for scope {candidate.scope}, what is installed has {self._installed}".lower()
        )


class InstalledTypeRule:
    """An update is of a technology that can follow on the one that is installed. Where that one is uninstalled first,
    any installer that is run will do."""

    def __init__(self, wishes: Wishes) -> None:
        self._removes_installed = wishes.removes_installed
        installed = wishes.installed.installer_type
        self._installed = parse_installer_type(installed) if installed else None

    def objection(self, candidate: Candidate) -> Objection | None:
        if self._installed is None or (self._removes_installed and candidate.runs_program):
            return None
        if any(can_replace(one, self._installed) for one in (candidate.effective_type, *candidate.entry_types)):
            return None
        reason = f"is of type {candidate.effective_type}, what is installed is of type {self._installed}"
        return Objection(Flag.InstalledType, reason)


class MarketRule:
    """The machine's market must be allowed. One in both lists is excluded."""

    def __init__(self, facts: MachineFacts) -> None:
        self._market = facts.market.upper()

    def objection(self, candidate: Candidate) -> Objection | None:
        if self._market in candidate.excluded_markets:
            return Objection(Flag.Market, f"is not offered in the market {self._market}")
        if candidate.allowed_markets and self._market not in candidate.allowed_markets:
            offered = ", ".join(candidate.allowed_markets)
            return Objection(Flag.Market, f"is offered in {offered} only, the market here is {self._market}")
        return None


class ElevationRule:
    """Some installers refuse to run as administrator, some to run as anybody else. For a program that is run Windows
    can ask for the rights."""

    def __init__(self, facts: MachineFacts) -> None:
        self._elevated = facts.elevated
        self._can_ask = facts.interactive

    def objection(self, candidate: Candidate) -> Objection | None:
        if self._elevated and candidate.elevation_requirement == "elevationprohibited":
            return Objection(Flag.ElevationProhibited, "must not be run as administrator")
        may_have_rights = self._elevated or (self._can_ask and candidate.runs_program)
        if not may_have_rights and candidate.elevation_requirement == "elevationrequired":
            return Objection(Flag.ElevationRequired, "must be run as administrator")
        return None
