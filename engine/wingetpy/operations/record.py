"""The record of an operation in the history: begun before the machine is changed, completed when the outcome is known.

An operation never waits for the history and never fails because of it.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from wingetpy.errors import Cancelled, ConsentMissing, EngineError, ErrorCode, HostError, JournalUnreadable, PlanStale
from wingetpy.errors.secrets import MASK, without_secrets
from wingetpy.hosts.host import Host
from wingetpy.journal.journal import Journal
from wingetpy.model.call import Level
from wingetpy.operations.context import Context
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.state.history import HistoryEntry, HistoryResult, has_running, open_history

Report = Callable[[Level, str, str], None]
"""Takes level, text and code of what the user should know."""


class HistoryLine:
    """The place of one operation in the history.

    Args:
        report: Hears of a history that cannot be written.

    Attributes:
        is_written: Whether it is there.
    """

    def __init__(self, host: Host, report: Report) -> None:
        self._host = host
        self._report = report
        self.is_written = False

    def write(self, entry: HistoryEntry) -> HistoryEntry:
        """Write an entry, in place of the one that was written before; return it with its number."""
        try:
            with open_history(self._host.state_folder(), self._set_aside) as history:
                if self.is_written:
                    history.replace(entry)
                else:
                    entry = replace(entry, number=history.add(entry))
                    self.is_written = True
        except (HostError, OSError) as error:
            text, code = (error.text, error.code.hex) if isinstance(error, HostError) else (str(error), "")
            self._report("Warning", f"The history does not show this {entry.operation.lower()}: {text}", code)
        return entry

    def _set_aside(self, text: str) -> None:
        self._report("Warning", text, ErrorCode.InternalError.hex)


class Record:
    """The entry of one operation.

    Args:
        report: Hears of a history that cannot be written.
    """

    def __init__(self, context: Context, planned: PlannedOperation, report: Report) -> None:
        self._host = context.host
        self._entry = _entry_of(context, planned, self._host.clock.now())
        self._line = HistoryLine(context.host, report)

    def begin(self, journal_number: int) -> None:
        """Write the entry before the machine is changed: what is cut is in the history, too."""
        self._entry = self._line.write(replace(self._entry, journal=journal_number))

    def end(self, outcome: Outcome) -> None:
        """Complete the entry. What changed nothing, and asked for nothing that failed, has none."""
        if self._line.is_written or _is_recorded(outcome):
            self._line.write(_completed(self._entry, outcome, self._host.clock.now()))


def record_interrupted(host: Host, journal: Journal, report: Report) -> None:
    """Complete the entries of operations that were cut. For the holder of the change lock, after recovery."""
    folder = host.state_folder()
    try:
        if not has_running(folder):
            return
        ended = {one.id: one for one in journal.operations()}
        with open_history(folder, lambda text: report("Warning", text, ErrorCode.InternalError.hex)) as history:
            for entry in history.running():
                operation = ended.get(entry.journal)
                was_done = operation is not None and operation.package == entry.package
                if was_done and operation is not None and operation.state == "finished":
                    entry = replace(entry, result="Succeeded", changed=True, finished=operation.finished)
                else:
                    entry = replace(
                        entry,
                        result="Interrupted",
                        finished=host.clock.now(),
                        error_code=ErrorCode.OperationInterrupted.hex,
                        error=f"The {entry.operation.lower()} was interrupted.",
                    )
                history.replace(entry)
    except (HostError, JournalUnreadable, OSError):
        return  # the next operation says what is wrong with the history


def _is_recorded(outcome: Outcome) -> bool:
    if isinstance(outcome.error, ConsentMissing | PlanStale):  # the caller asks once more
        return False
    return outcome.planned.plan.action != "None" and (outcome.error is not None or outcome.changed)


def _entry_of(context: Context, planned: PlannedOperation, now: float) -> HistoryEntry:
    plan, work = planned.plan, planned.work
    return HistoryEntry(
        operation=plan.operation,
        package=plan.id,
        name=plan.name,
        source=plan.source,
        source_identifier=planned.target.origin.identifier if planned.target else "",
        user=context.facts.user_name,
        elevated=context.facts.elevated,
        started=now,
        from_version=plan.from_version,
        to_version=plan.to_version,
        scope=plan.scope,
        architecture=plan.architecture,
        installer_type=plan.installer_type,
        product_code=work.preview.product_code if work else "",
        location=plan.location,
        installer_sha256=plan.sha256,
        command_line=_masked(plan),
        log=work.preview.log if work else "",
        undoes=planned.undoes,
    )


def _completed(entry: HistoryEntry, outcome: Outcome, now: float) -> HistoryEntry:
    error = outcome.error
    entry = replace(
        entry,
        finished=max(now, entry.started),
        result=_result_of(error),
        exit_code=_exit_code(entry, outcome),
        reboot_required=outcome.reboot_required,
        changed=outcome.changed,
    )
    if error is not None:
        return replace(
            entry, error_code=error.code.hex, error=without_secrets(error.text), log=error.log_path or entry.log
        )
    return replace(
        entry,
        product_code=outcome.product_code or entry.product_code,
        scope=outcome.scope or entry.scope,
        location=outcome.location or entry.location,
    )


def _result_of(error: EngineError | None) -> HistoryResult:
    if error is None:
        return "Succeeded"
    return "Cancelled" if isinstance(error, Cancelled) else "Failed"


def _exit_code(entry: HistoryEntry, outcome: Outcome) -> int | None:
    """Return the exit code of the program that ran; None where none did, or none is known."""
    if outcome.error is not None:
        return outcome.error.installer_exit_code
    return outcome.installer_exit_code if entry.command_line else None


def _masked(plan: Plan) -> str:
    """Return the command line without what the user wrote himself, and without the secrets of URLs."""
    text = plan.command_line
    for switch in plan.switches:
        if switch.origin == "user":
            text = text.replace(switch.text, MASK)
    return without_secrets(text)
