"""Which architectures a machine can run, and which of them are wanted."""

from __future__ import annotations

from collections.abc import Iterable

from wingetpy.hosts.facts import MachineFacts
from wingetpy.selection.wishes import Wishes

THE_REST = "unknown"


def applicable_architectures(facts: MachineFacts) -> tuple[str, ...]:
    """What the machine can run, the best first: its own, then what it emulates, then what fits any."""
    own = facts.architecture.lower()
    emulated = {architecture.lower() for architecture in facts.emulated_architectures}
    order = {"x64": ("x86",), "arm64": ("arm", "x64", "x86")}.get(own, ())
    return (own, *(architecture for architecture in order if architecture in emulated), "neutral")


def wanted_architectures(facts: MachineFacts, wishes: Wishes) -> tuple[str, ...]:
    """The architectures that will do, the best first. Empty if what was asked for does not run here."""
    return tuple(dict.fromkeys(_expanded(asked_architectures(wishes), applicable_architectures(facts))))


def asked_architectures(wishes: Wishes) -> tuple[str, ...]:
    """The architectures that are asked for, whether they run here or not, the best first; `unknown`: all others."""
    installed = wishes.installed
    if wishes.architectures:
        return wishes.architectures
    if installed.wanted_architecture:
        return (installed.wanted_architecture,)
    if installed.architecture:
        return (installed.architecture, THE_REST)
    if wishes.requirements.architectures:
        return wishes.requirements.architectures
    return (*wishes.preferences.architectures, THE_REST)


def _expanded(wanted: Iterable[str], applicable: tuple[str, ...]) -> Iterable[str]:
    for architecture in map(str.lower, wanted):
        if architecture == THE_REST:
            yield from applicable
        elif architecture in applicable:
            yield architecture
