"""Which sources count: those of policy, machine, user and the default ones, as one list."""

from __future__ import annotations

import msgspec

from wingetpy.model.text import fold
from wingetpy.settings.policy import Policies
from wingetpy.sources.defaults import DEFAULTS
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.list_file import DefaultChange, SourceList
from wingetpy.sources.policy import blocking_policy, enabled_defaults, is_required, policy_sources


def merged(policies: Policies, shared: SourceList, own: SourceList) -> tuple[SourceDetails, ...]:
    """Return all sources that count, the highest priority first, else in the reference's order.

    Of two with one name the first counts: a policy's, the machine's, the user's, a default one. One that a policy
    forbids does not count, nor does an added one with the identifier of another one: what is installed is known by it
    as that one's.

    Args:
        shared: The machine's list; an empty one where there is none.
        own: The user's.
    """
    added = [_users(one) for one in (*shared.sources, *own.sources)]
    allowed = [one for one in added if blocking_policy(policies, one) is None]
    found: dict[str, SourceDetails] = {}
    of_policy, defaults = policy_sources(policies), _defaults(policies, (shared, own))
    for details in (*of_policy, *_without_impostors(allowed, (*of_policy, *defaults)), *defaults):
        found.setdefault(fold(details.name), details)
    return tuple(sorted(found.values(), key=lambda one: -one.priority))


def _without_impostors(added: list[SourceDetails], given: tuple[SourceDetails, ...]) -> list[SourceDetails]:
    """The added sources without those that have another one's identifier: of a policy's or a default one, which may
    have come later, or of an earlier one. One with the name of a default source stands for that."""
    owners = {fold(one.identifier): fold(one.name) for one in given}
    return [one for one in added if owners.setdefault(fold(one.identifier), fold(one.name)) == fold(one.name)]


def _defaults(policies: Policies, lists: tuple[SourceList, SourceList]) -> list[SourceDetails]:
    """The default sources that no list removes, or that a policy requires; those that were changed come first, as in
    the reference. Where neither list says anything of them, both are of a version without."""
    says = [one.removed_defaults for one in lists if one.removed_defaults is not None]
    removed = {name for names in says for name in names} if says else {one.name for one in DEFAULTS}
    changes = {change.name: change for one in lists for change in one.changed_defaults}
    there = [one for one in enabled_defaults(policies) if one.name not in removed or is_required(policies, one.name)]
    changed = [_with(one, changes[one.name]) for one in there if one.name in changes]
    return [*changed, *(one for one in there if one.name not in changes)]


def _users(details: SourceDetails) -> SourceDetails:
    """A source that was added, whatever the file says of who configured it."""
    if details.origin == "User" and not details.credential:
        return details
    return msgspec.structs.replace(details, origin="User", credential=())


def _with(details: SourceDetails, change: DefaultChange) -> SourceDetails:
    return msgspec.structs.replace(details, explicit=change.explicit, priority=change.priority)
