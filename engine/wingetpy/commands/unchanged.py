"""Plans that change nothing: there is nothing to do, or something stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from wingetpy.commands.candidates import Candidate
from wingetpy.commands.engine import Engine
from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import EngineError, ErrorCode, ErrorReport, HostError, ManifestError, NotApplicable, OperationError
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.operations.planning import nothing_to_do

Changing = Literal["Install", "Update"]

STANDS_IN_THE_WAY = (NotApplicable, OperationError, ManifestError, HostError)
"""What makes a package that was found one that cannot be installed: its result has the error, not the request."""


def nothing(
    engine: Engine,
    operation: Changing,
    reason: str,
    there: Correlated,
    identifier: str,
    error: EngineError | None = None,
) -> PlannedOperation:
    """The plan for an installed package of which nothing newer is wanted or offered; `error` tells it as one."""
    planned = nothing_to_do(
        engine.host,
        operation,
        reason,
        there.entry,
        package=identifier,
        name=there.entry.name,
        source=there.package.source if there.package else "",
    )
    plan = msgspec.structs.replace(planned.plan, error=ErrorReport.of(error) if error else None)
    return msgspec.structs.replace(planned, plan=plan, refusal=error)


def or_refused(
    engine: Engine,
    operation: Changing,
    candidate: Candidate,
    there: Correlated | None,
    decide: Callable[[], PlannedOperation],
) -> PlannedOperation:
    """What `decide` says; where something stands in the way, the plan that says what."""
    try:
        return decide()
    except STANDS_IN_THE_WAY as error:
        name = there.entry.name if there else (candidate.reference.name if candidate.reference else "")
        none_fits = error.code is ErrorCode.NoApplicableInstaller
        plan = Plan(
            operation=operation,
            action="None",
            reason="NoApplicableInstallers" if none_fits else error.symbol,
            id=candidate.identifier,
            name=name or candidate.identifier,
            source=candidate.origin.name,
            from_version=there.version if there else "",
            error=ErrorReport.of(error),
        )
        return PlannedOperation(plan=plan, facts=engine.facts, refusal=error, installed=there.entry if there else None)
