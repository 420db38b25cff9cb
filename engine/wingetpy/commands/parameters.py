"""What callers may ask: the parameters of the package methods (docs/protocol.md has their meaning).

Every member is optional on the wire; what a method needs beyond its type is checked by the method, so that the error
can name the remedy.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wingetpy.model.proxy import NetworkParameters
from wingetpy.sources.request import MatchOption

ScopeWish = Literal["Any", "User", "Machine", "System", "UserOrUnknown", "SystemOrUnknown"]
Mode = Literal["Default", "Silent", "Interactive"]
Operation = Literal["Install", "Update", "Uninstall"]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Nothing(msgspec.Struct, frozen=True):
    """Parameters of a method that has none."""


class Criteria(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """Which packages are meant. All that is given must hold."""

    query: str | None = None
    id: str | None = None
    name: str | None = None
    moniker: str | None = None
    tag: str | None = None
    command: str | None = None
    source: str | None = None
    match_option: MatchOption | None = None
    product_code: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was asked for (a source alone is no criterion)."""
        return not any((self.query, self.id, self.name, self.moniker, self.tag, self.command, self.product_code))


class FindParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    count: Count | None = None


class GetParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    scope: ScopeWish | None = None
    count: Count | None = None
    update_available: bool = False
    include_unknown: bool = False


class InstallerWishes(Criteria, frozen=True, rename="pascal", kw_only=True):
    """Criteria and what the installer should be like."""

    version: str | None = None
    scope: ScopeWish | None = None
    architecture: str | None = None
    installer_type: str | None = None
    locale: str | None = None
    manifest: str | None = None


class InstallParameters(InstallerWishes, frozen=True, rename="pascal", kw_only=True):
    """Install and update. With a `plan_id` only consent, time limits and lock wait count besides."""

    plan_id: str | None = None
    location: str | None = None
    rename: str | None = None
    mode: Mode = "Default"
    override: str | None = None
    custom: str | None = None
    log: str | None = None
    force: bool = False
    allow_hash_mismatch: bool = False
    skip_dependencies: bool = False
    dependencies_only: bool = False
    no_upgrade: bool = False
    uninstall_previous: bool = False
    accept_package_agreements: bool = False
    accept_source_agreements: bool = False
    timeout_seconds: float | None = None
    lock_wait_seconds: float = 120


class UpdateParameters(InstallParameters, frozen=True, rename="pascal", kw_only=True):
    all: bool = False
    include_unknown: bool = False


class UninstallParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    plan_id: str | None = None
    version: str | None = None
    all_versions: bool = False
    scope: ScopeWish | None = None
    manifest: str | None = None
    mode: Mode = "Default"
    log: str | None = None
    force: bool = False
    purge: bool = False
    preserve: bool = False
    timeout_seconds: float | None = None
    lock_wait_seconds: float = 120


class PlanParameters(UpdateParameters, frozen=True, rename="pascal", kw_only=True):
    """A plan of any of the three operations: the union of their members."""

    operation: Operation
    all_versions: bool = False
    purge: bool = False
    preserve: bool = False


class Totals(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The final result of a method that emits items."""

    count: int
    failed: int = 0
    cancelled: bool = False


class Found(Totals, frozen=True, rename="pascal", kw_only=True):
    truncated: bool = False
