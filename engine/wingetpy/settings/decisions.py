"""The value of a setting that several may set, and who decided it: policy, administrator, user or the default."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from wingetpy.settings.admin import ADMIN_SETTINGS, BYPASS_PINNING, AdminSettings
from wingetpy.settings.model import SourceSettings
from wingetpy.settings.policy import Policies, PolicyState

T = TypeVar("T")


class Decider(StrEnum):
    policy = "Policy"
    administrator = "Administrator"
    user = "User"
    default = "Default"


class Decision(msgspec.Struct, Generic[T], frozen=True):
    """A value and who decided it."""

    value: T
    by: Decider


def source_interval(policies: Policies, user: int) -> Decision[int]:
    """Return after how many minutes what a source keeps is refreshed before it answers; 0 for never.

    Args:
        user: The user's setting.
    """
    if policies.source_interval_minutes is not None:
        return Decision(policies.source_interval_minutes, Decider.policy)
    is_default = user == SourceSettings().auto_update_minutes
    return Decision(user, Decider.default if is_default else Decider.user)


def admin_switch(name: str, policies: Policies, admin: AdminSettings) -> Decision[bool]:
    """Return whether an administrator's switch is on: one of ADMIN_SETTINGS."""
    state = policies.state(ADMIN_SETTINGS[name])
    if state is not PolicyState.not_configured:
        return Decision(state is PolicyState.enabled, Decider.policy)
    return Decision(name in admin.enabled, Decider.administrator if name in admin.enabled else Decider.default)


def default_proxy(policies: Policies, admin: AdminSettings) -> Decision[str]:
    """Return the proxy of a caller that names none; empty for none."""
    if policies.default_proxy is not None:
        return Decision(policies.default_proxy, Decider.policy)
    return Decision(admin.default_proxy, Decider.administrator if admin.default_proxy else Decider.default)


def pinning(policies: Policies, admin: AdminSettings) -> Decision[bool]:
    """Return whether the certificate of the Microsoft Store is checked against the pinned ones (seed, overview)."""
    bypassed = admin_switch(BYPASS_PINNING, policies, admin)
    return Decision(not bypassed.value, bypassed.by)
