"""What callers may ask: the parameters of the package methods (docs/protocol.md has their meaning).

They are the requests of `operations/request.py` with what belongs to the wire: plan ids, consent and limits.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from wingetpy.errors import Suggestion
from wingetpy.model.operation import OperationKind
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.request import (
    DEFAULT_LOCK_WAIT,
    Criteria,
    DownloadRequest,
    InstallRequest,
    MeteredConnection,
    PackageRequest,
    RepairRequest,
    ScopeWish,
    Text,
    UninstallRequest,
    UpdateRequest,
    WhenRunning,
)

Count = Annotated[int, msgspec.Meta(ge=1)]


class NoParameters(msgspec.Struct, frozen=True):
    """Parameters of a method that has none."""


class FindParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    """`version`: only packages that have it, in any spelling; it is then the version of the object."""

    version: Text | None = None
    count: Count | None = None


class GetParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    """Which installed packages are listed. The rest counts with `update_available`.

    Attributes:
        single: One package is meant: the query must equal an id, name, moniker or code, as for a change.
        architecture, installer_type, locale: What the installer of an update must be.
        include_pinned: Also packages with a pinning pin, and versions that are skipped.
        force: Also what any pin or a back-off leaves out.
        include, exclude: Only packages, or no package, with one of these ids or names; `*` and `?` are wildcards.
        include_blocked: Also what has a newer version and is not updated unasked; what no installer fits is a message.
    """

    scope: ScopeWish | None = None
    single: bool = False
    architecture: Text | None = None
    installer_type: Text | None = None
    locale: Text | None = None
    count: Count | None = None
    update_available: bool = False
    include_unknown: bool = False
    include_pinned: bool = False
    force: bool = False
    include: tuple[Text, ...] = ()
    exclude: tuple[Text, ...] = ()
    include_blocked: bool = False


class CheckParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    """Which packages are compared with their manifests: the query must equal an id, name, moniker or code."""

    scope: ScopeWish | None = None


class ShowParameters(PackageRequest, frozen=True, rename="pascal", kw_only=True):
    """Criteria, version and wishes: the installer that would be chosen is shown first."""


class InstallParameters(InstallRequest, frozen=True, rename="pascal", kw_only=True):
    """With a `plan_id` only consent, time limit, lock wait and conditions count besides."""

    plan_id: Text | None = None
    accept_package_agreements: bool = False
    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT
    when_running: WhenRunning | None = None
    metered_connection: MeteredConnection | None = None


class DownloadParameters(DownloadRequest, frozen=True, rename="pascal", kw_only=True):
    """A package, and where its files go."""

    accept_package_agreements: bool = False
    timeout_seconds: float | None = None


class UpdateParameters(UpdateRequest, frozen=True, rename="pascal", kw_only=True):
    """As `InstallParameters`."""

    plan_id: Text | None = None
    accept_package_agreements: bool = False
    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT
    when_running: WhenRunning | None = None
    metered_connection: MeteredConnection | None = None


class UninstallParameters(UninstallRequest, frozen=True, rename="pascal", kw_only=True):
    """With a `plan_id` only time limit, lock wait and conditions count besides."""

    plan_id: Text | None = None
    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT
    when_running: WhenRunning | None = None


class RepairParameters(RepairRequest, frozen=True, rename="pascal", kw_only=True):
    """With a `plan_id` only consent, time limit, lock wait and conditions count besides."""

    plan_id: Text | None = None
    accept_package_agreements: bool = False
    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT
    when_running: WhenRunning | None = None
    metered_connection: MeteredConnection | None = None


class PlanParameters(UpdateParameters, frozen=True, rename="pascal", kw_only=True):
    """A plan of any of the operations: the union of their members."""

    operation: OperationKind
    all_versions: bool = False
    purge: bool = False
    preserve: bool = False


class FetchParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """The packages that are about to be changed, each as its plan is asked for."""

    packages: Annotated[tuple[PlanParameters, ...], msgspec.Meta(max_length=1000)]
    timeout_seconds: float | None = None


class Totals(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The final result of a method that emits items."""

    count: int
    failed: int = 0
    cancelled: bool = False


class Found(Totals, frozen=True, rename="pascal", kw_only=True):
    truncated: bool = False


class FindTotals(Found, frozen=True, rename="pascal", kw_only=True):
    """`suggestions` are packages that may have been meant, where nothing, or next to nothing, was found."""

    suggestions: tuple[Suggestion, ...] = ()
