"""Status, progress and result of a deployment, with the seed's names and values."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import msgspec

from wingetpy.hosts.packages import DeploymentAnswer, Step
from wingetpy.hosts.packages.deploying import NO_ACTIVITY


class PackageDeploymentProgressStatus(IntEnum):
    """How far a request is."""

    Queued = 0
    InProgress = 1
    CompletedSuccess = 2
    CompletedFailure = 3


class PackageDeploymentStatus(IntEnum):
    """How a request ended."""

    InProgress = 0
    CompletedSuccess = 1
    CompletedFailure = 2


class PackageReadyOrNewerAvailableStatus(IntEnum):
    """Of the shipped API: whether what is wanted is there, and whether a newer version waits for its registration."""

    NotReady = 0
    Ready = 1
    NewerAvailable = 2


class PackageDeploymentProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Progress of a request.

    Attributes:
        percentage: 0.0 to 1.0; never goes back.
        step: What the backend does at the moment, where it said so.
    """

    status: PackageDeploymentProgressStatus
    percentage: float
    step: Step | None = None


class PackageDeploymentResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The result of a request.

    Attributes:
        error, extended_error: HRESULTs, unsigned; 0 on success. `extended_error` is the nearer reason.
        is_registered: The caller's user has all that was asked for.
        activity_id: Of the last operation of the system; zeros where nothing was to do.
        fetched_bytes, total_bytes, saved_bytes: Together; None where no operation said them.
    """

    status: PackageDeploymentStatus
    error: int = 0
    extended_error: int = 0
    error_text: str = ""
    is_registered: bool = False
    activity_id: str = NO_ACTIVITY
    fetched_bytes: int | None = None
    total_bytes: int | None = None
    saved_bytes: int | None = None

    @property
    def succeeded(self) -> bool:
        return self.status is PackageDeploymentStatus.CompletedSuccess


Listener = Callable[[PackageDeploymentProgress], None]
"""Told how far a request is."""


def result_of(answers: list[DeploymentAnswer]) -> PackageDeploymentResult:
    """Return the result of a request's operations: the first failure ended it."""
    last = answers[-1] if answers else DeploymentAnswer()
    return PackageDeploymentResult(
        status=(
            PackageDeploymentStatus.CompletedSuccess if last.succeeded else PackageDeploymentStatus.CompletedFailure
        ),
        error=last.error,
        extended_error=last.extended_error,
        error_text=last.error_text,
        is_registered=bool(answers) and all(one.is_registered for one in answers),
        activity_id=last.activity_id,
        fetched_bytes=_sum([one.fetched_bytes for one in answers]),
        total_bytes=_sum([one.total_bytes for one in answers]),
        saved_bytes=_sum([one.saved_bytes for one in answers]),
    )


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
