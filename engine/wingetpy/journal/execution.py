"""A script under the journal: announced as a whole, done, ticked off in groups, undone if it fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from wingetpy.errors import EngineError, ErrorCode, HostError
from wingetpy.hosts.host import Host
from wingetpy.journal.journal import Journal, WrittenStep
from wingetpy.journal.running import Running
from wingetpy.journal.script import Script
from wingetpy.journal.step import StepResult
from wingetpy.journal.steps import Step
from wingetpy.model.call import Progress

_TAKEN = (ErrorCode.AlreadyExists, ErrorCode.DirectoryNotEmpty)
MOST_SAID = 100
"""How many steps a caller hears of: the story of a change, not the list of an archive's files."""
TICK_SECONDS = 0.5
"""How long the steps of a group may take before they are ticked off."""


def carry_out(
    host: Host,
    journal: Journal,
    operation: int,
    script: Script,
    running: Running,
    conclude: Callable[[list[StepResult]], Sequence[Step]] | None = None,
) -> list[StepResult]:
    """Announce a script and do its steps. The operation is then committed; its last steps are not done yet.

    Args:
        running: Whose progress it is, and whether it may go on.
        conclude: Returns more last steps, which are known only when the steps are done. It changes nothing.

    Returns:
        What the steps reported, in their order.

    Raises:
        EngineError: what went wrong; the caller undoes the steps that were done.
    """
    if any(step.moves_staged for step in script.steps):
        host.flush()
    journal.announce(operation, script.steps, script.last)
    results: list[StepResult] = []
    said: set[str] = set()
    ticked = 0
    next_tick = time.monotonic() + TICK_SECONDS
    for number, step in enumerate(script.steps):
        try:
            running.go_on()
        except EngineError:
            journal.end_at(operation, done=number, begun=number)
            raise
        if step.alone or time.monotonic() > next_tick:
            journal.tick_off(operation, range(ticked, number))
            ticked, next_tick = number, time.monotonic() + TICK_SECONDS
        percent = number * 100 // len(script.steps)
        sentence = step.sentence()
        running.call.progress(Progress(activity=running.activity, status=sentence, percent_complete=percent))
        try:
            result = step.do_within(host, running)
        except EngineError as error:
            journal.end_at(operation, done=number, begun=number + _may_have_begun(step, error))
            raise
        if sentence not in said and len(said) < MOST_SAID:
            said.add(sentence)
            running.call.message("Verbose", f"Done: {sentence}")
        running.undoable = running.undoable and step.undoable
        if result is not None:
            results.append(result)
    host.flush()
    if conclude is not None:
        journal.announce_last(operation, conclude(results))
    journal.turn(operation, "committed", host.clock.now())
    return results


def take_back(host: Host, journal: Journal, operation: int) -> tuple[list[str], list[HostError]]:
    """Undo the steps of an operation that may have begun, the last first.

    Returns:
        What had to be left, and what could not be undone now. The operation is `undone` in the journal if the second is
        empty, else it stays open.
    """
    left: list[str] = []
    failures: list[HostError] = []
    for written in reversed(_begun_steps(journal.steps(operation))):
        try:
            complaint = written.step.undo(host)
        except HostError as error:
            failures.append(error)
        else:
            if complaint:
                left.append(complaint)
    failures += _flush(host)
    if not failures:
        journal.turn(operation, "undone", host.clock.now(), reason="; ".join(left))
    return left, failures


def finish(host: Host, journal: Journal, operation: int) -> list[HostError]:
    """Do the last steps of a committed operation. Those that fail are tried again by the next operation.

    Returns:
        What went wrong; the operation is `finished` in the journal if nothing did.
    """
    failures: list[HostError] = []
    done: list[int] = []
    for written in _last_steps(journal.steps(operation)):
        try:
            written.step.do(host)
        except HostError as error:
            failures.append(error)
        else:
            done.append(written.number)
    unflushed = _flush(host)
    if not failures and not unflushed:
        journal.turn(operation, "finished", host.clock.now())
    elif not unflushed:  # what is ticked off is not done again, so it is on the disk before
        for number in done:
            journal.tick_off(operation, range(number, number + 1))
    return [*failures, *unflushed]


def _may_have_begun(step: Step, error: EngineError) -> bool:
    """Whether a step that failed is to be undone. Where something else is in its place, nothing of it was done, and
    what is there belongs to somebody else."""
    if not step.undoable:
        return False
    return not isinstance(error, HostError) or not (step.alone or error.code in _TAKEN)


def _flush(host: Host) -> list[HostError]:
    try:
        host.flush()
    except HostError as error:
        return [error]
    return []


def _begun_steps(steps: Sequence[WrittenStep]) -> list[WrittenStep]:
    """Those that are ticked off, and those after them up to a step that begins only when all before it are."""
    changes = [one for one in steps if not one.last]
    done = next((count for count, one in enumerate(changes) if not one.done), len(changes))
    begun = done + 1
    while begun < len(changes) and not changes[begun].step.alone:
        begun += 1
    return changes[:begun]


def _last_steps(steps: Sequence[WrittenStep]) -> list[WrittenStep]:
    return [one for one in steps if one.last and not one.done]
