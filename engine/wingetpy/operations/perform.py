"""Plan and carry out a request of a caller that was shown no plan: whatever other engines do meanwhile, it settles."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

import msgspec

from wingetpy.errors import Busy, EngineError, ErrorCode, HostError, NotFound, OperationError, PlanStale
from wingetpy.hosts.host import Host
from wingetpy.journal.journal import read_journal
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.execute import ExecuteOptions, Execution
from wingetpy.operations.outcome import Outcome, unchanged
from wingetpy.operations.plan import PlannedOperation

OF_THE_MACHINE = (HostError, OperationError, PlanStale)
"""Why a plan cannot be made: errors that a change in its middle may show."""
OF_WHAT_IS_INSTALLED = (*OF_THE_MACHINE, NotFound)
_ATTEMPTS = 5
_PAUSE_SECONDS = 0.1
"""How often a plan to be shown is made, at most, while other changes come into its middle, and the pause between."""


def perform(
    context: Context,
    decide: Callable[[], PlannedOperation],
    call: Call,
    options: ExecuteOptions,
    passing: tuple[type[EngineError], ...] = OF_THE_MACHINE,
) -> Outcome:
    """Make a plan and carry it out. If another engine's change came in between, do both once more under the change
    lock, when nothing changes any more. What that plan has to download is downloaded before, without the lock.

    Args:
        passing: What `decide` may raise because of a change that is running.

    Returns:
        The outcome; PlanStale only for a plan that was shown.

    Raises:
        EngineError: what `decide` raises.
    """
    execution = Execution(context, call, options)
    before = _last_operation(context.host)
    refused: EngineError | None = None
    outcome: Outcome | None = None
    try:
        planned = decide()
    except passing as error:
        if not isinstance(error, PlanStale) and not _is_changing(context.host, before):
            raise
        refused = error
    else:
        outcome = execution.run(planned)
        if not _is_unsettled(outcome, passing, lambda: _is_changing(context.host, before)):
            return outcome
    for is_last in (False, True):
        with ExitStack() as stack:
            try:
                stack.enter_context(execution.alone())
            except EngineError as error:
                if outcome is not None:
                    return msgspec.structs.replace(outcome, error=error)
                if isinstance(error, Busy) and refused is not None and not isinstance(refused, PlanStale):
                    raise refused from None
                raise
            planned = decide()
            if is_last or not execution.lacks(planned):
                return execution.run(planned)
        failed = execution.bring(planned)  # nobody waits for a download
        if failed is not None:
            return msgspec.structs.replace(unchanged(planned, False), error=failed)
    raise AssertionError("the last round returns or raises")


def decide_settled(context: Context, decide: Callable[[], PlannedOperation]) -> PlannedOperation:
    """Return decide()'s plan to be shown, made again where a change in its middle may explain a refusal.

    Raises:
        EngineError: what `decide` raises.
    """
    for _ in range(_ATTEMPTS - 1):
        before = _last_operation(context.host)
        try:
            planned = decide()
        except OF_THE_MACHINE as error:
            if not _is_explained(error, context.host, before):
                raise
        else:
            if planned.refusal is None or not _is_explained(planned.refusal, context.host, before):
                return planned
        time.sleep(_PAUSE_SECONDS)
    return decide()


def _is_explained(refusal: EngineError, host: Host, before: int | None) -> bool:
    """Whether another change may be why a plan is refused."""
    return isinstance(refusal, PlanStale) or (_may_pass(refusal, OF_THE_MACHINE) and _is_changing(host, before))


def is_stale(outcome: Outcome) -> bool:
    """Whether the machine changed under a plan that nobody was shown, so that a new one may be made."""
    return isinstance(outcome.error, PlanStale) and not outcome.planned.plan.plan_id


def _is_unsettled(outcome: Outcome, passing: tuple[type[EngineError], ...], is_changing: Callable[[], bool]) -> bool:
    """Whether a plan made while nothing changes may come to another end."""
    if is_stale(outcome):
        return True
    refusal = outcome.planned.refusal
    was_refused = refusal is not None and outcome.error is refusal and not outcome.planned.plan.plan_id
    return was_refused and refusal is not None and _may_pass(refusal, passing) and is_changing()


def _may_pass(refusal: EngineError, passing: tuple[type[EngineError], ...]) -> bool:
    """Whether a change that is running may explain it; an entry that is being written has no version for a moment."""
    return isinstance(refusal, passing) or refusal.code is ErrorCode.UpgradeVersionUnknown


def _last_operation(host: Host) -> int | None:
    """Return the number of the operation that ended last; None while one is running or interrupted."""
    try:
        with read_journal(host.state_folder()) as journal:
            if journal is None:
                return 0
            return None if journal.open_operations() else journal.last_operation()
    except HostError:  # a damaged journal is reported by the change itself
        return 0


def _is_changing(host: Host, before: int | None) -> bool:
    """Whether a change is running, or was since `before` was read."""
    return before is None or _last_operation(host) != before
