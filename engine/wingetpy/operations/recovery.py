"""Recovery: what an engine that died has left is finished or undone by the next change, before its first step.

A read only warns of it. Only the host's own state folder is looked at: an elevated engine never replays a user's
journal.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import ErrorCode, JournalDamaged, OperationError
from wingetpy.hosts.host import Host
from wingetpy.journal.execution import finish, take_back
from wingetpy.journal.journal import Journal, Operation, open_journal, read_journal, set_aside
from wingetpy.journal.staging import OPERATIONS, keeps_nothing, remove_download, sweep
from wingetpy.model.call import Level
from wingetpy.model.operation import OperationKind
from wingetpy.operations.record import record_interrupted

Report = Callable[[Level, str, str], None]

_WORDS: dict[OperationKind, str] = {
    "Install": "install",
    "Update": "update",
    "Uninstall": "uninstall",
    "Repair": "repair",
}


class Interrupted(msgspec.Struct, frozen=True, kw_only=True):
    """An operation that was cut. `started` is Unix seconds; `text` is the warning for a user."""

    kind: OperationKind
    package: str
    started: float
    text: str


def interrupted_operations(host: Host) -> list[Interrupted]:
    """What was cut and not yet recovered, for a read to warn of. Also finds an operation that is running right now."""
    with read_journal(host.state_folder()) as journal:
        return [_interrupted(one) for one in journal.open_operations()] if journal else []


def recover(host: Host, report: Report, keep_download_of: tuple[str, str] | None = None) -> None:
    """Finish or undo what was cut, and report it. For the holder of the change lock.

    Args:
        report: Takes level, text and code of what the user should know.
        keep_download_of: Id and version whose installer is about to be used.

    Raises:
        OperationError: OperationInterrupted, if something cannot be undone now: nothing new is begun before it is.
        JournalUnreadable: likewise, if nobody can say what was cut.
    """
    _replace_damaged_journal(host, report)
    with open_journal(host.state_folder()) as journal:
        for operation in journal.open_operations():
            if operation.state == "committed":
                _finish(host, journal, operation, report)
            else:
                _take_back(host, journal, operation, report)
            version = operation.to_version
            if version and (operation.package, version) != keep_download_of:
                remove_download(host, operation.package, version)
        record_interrupted(host, journal, report)
    sweep(host)


def _replace_damaged_journal(host: Host, report: Report) -> None:
    """Set a damaged journal aside if no operation was cut: all that it held then is the past."""
    try:
        with read_journal(host.state_folder()) as journal:
            if journal:
                journal.open_operations()
    except JournalDamaged as error:
        if not keeps_nothing(host):
            raise _with_way_out(host, error) from error
        aside = set_aside(host.state_folder())
        text = f"{error.text} No operation was interrupted: it was renamed to '{aside.name}', and a new one is made."
        report("Warning", text, error.code.hex)


def _with_way_out(host: Host, error: JournalDamaged) -> JournalDamaged:
    """Return the error with what a user can do who has no backup of the record."""
    kept = host.files.local(host.staging_folder() / OPERATIONS)
    remedy = (
        f"{error.advice} Without a backup, rename the folder '{kept}' and repeat the command: a new record is made, and"
        " you can put the files in that folder back by hand."
    )
    return JournalDamaged(error.text, target=error.target, remedy=remedy)


def _finish(host: Host, journal: Journal, operation: Operation, report: Report) -> None:
    failures = finish(host, journal, operation.id)
    text = f"The {_named(operation)} was interrupted when it was all but complete; it has been completed now."
    for error in failures:
        text = f"The {_named(operation)} is complete but for one thing: {error.text}"
    report("Warning", text, ErrorCode.OperationInterrupted.hex)


def _take_back(host: Host, journal: Journal, operation: Operation, report: Report) -> None:
    runs_program = any(not one.step.undoable for one in journal.steps(operation.id))
    left, failures = take_back(host, journal, operation.id)
    if failures:
        raise OperationError(
            f"The {_named(operation)} was interrupted and cannot be undone: {failures[0].text}",
            code=ErrorCode.OperationInterrupted,
            category="InvalidOperation",
            target=failures[0].target or operation.package,
            remedy=failures[0].advice or "Remove the cause and run the command again.",
            held_by=failures[0].held_by,
        ) from failures[0]
    undone = "." if runs_program and left else "; what it had changed has been undone."
    text = f"The {_named(operation)} was interrupted{undone}"
    report("Warning", " ".join([text, *left]), ErrorCode.OperationInterrupted.hex)


def _interrupted(operation: Operation) -> Interrupted:
    return Interrupted(
        kind=operation.kind,
        package=operation.package,
        started=operation.started,
        text=f"The {_named(operation)} was interrupted, or is running in another engine; the next change cleans up.",
    )


def _named(operation: Operation) -> str:
    version = operation.to_version if operation.kind != "Uninstall" else operation.from_version
    return f"{_WORDS[operation.kind]} of {operation.package} {version}".rstrip()
