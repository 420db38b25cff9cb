"""Steps carried out under the journal: each is announced, done and ticked off; when one fails, all are taken back."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.errors import EngineError, HostError
from wingetpy.hosts.host import Host
from wingetpy.journal.journal import Journal, WrittenStep
from wingetpy.journal.script import Script
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call, Progress


def carry_out(
    host: Host, journal: Journal, operation: int, script: Script, call: Call, going: StopSignal, what: str
) -> None:
    """Announce a script and do its steps. The operation is committed then; its last steps are not done yet.

    Raises:
        EngineError: what went wrong; the steps that were done are left to the caller to take back.
    """
    journal.announce(operation, script.steps, script.last)
    for number, step in enumerate(script.steps):
        going()
        percent = number * 100 // len(script.steps)
        call.progress(Progress(activity=what, status=step.in_words(), percent_complete=percent))
        step.do(host)
        journal.done(operation, number)
    journal.turn(operation, "committed", host.clock.now())


def take_back(host: Host, journal: Journal, operation: int) -> tuple[list[str], list[HostError]]:
    """Undo the steps of an operation that were begun, the last first. Each is ticked off before the next is begun, so
    what comes after the first that is not ticked off was never begun; its files are not ours to judge.

    Returns:
        What had to be left because somebody else changed it, and what could not be undone. The operation is `undone`
        in the journal if the second is empty, else it stays open.
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
    if not failures:
        journal.turn(operation, "undone", host.clock.now(), reason="; ".join(left))
    return left, failures


def finish(host: Host, journal: Journal, operation: int) -> list[EngineError]:
    """Do the last steps of a committed operation. Those that fail are tried again by the next operation.

    Returns:
        What went wrong; the operation is `finished` in the journal if nothing did.
    """
    failures: list[EngineError] = []
    for written in _last_steps(journal.steps(operation)):
        try:
            written.step.do(host)
        except HostError as error:
            failures.append(error)
        else:
            journal.done(operation, written.number)
    if not failures:
        journal.turn(operation, "finished", host.clock.now())
    return failures


def _begun_steps(steps: Sequence[WrittenStep]) -> list[WrittenStep]:
    changes = [one for one in steps if not one.last]
    done = next((count for count, one in enumerate(changes) if not one.done), len(changes))
    return changes[: done + 1]


def _last_steps(steps: Sequence[WrittenStep]) -> list[WrittenStep]:
    return [one for one in steps if one.last and not one.done]
