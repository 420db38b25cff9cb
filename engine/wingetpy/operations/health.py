"""What can be wrong with the engine's own files, sources and records, and how each is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from wingetpy.errors import EngineError, ErrorCode, ErrorReport, OperationError, SourceError
from wingetpy.errors.remedies import NO_SOURCES
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.recovery import interrupted_operations, recover
from wingetpy.settings.admin import admin_settings, set_admin_settings_aside
from wingetpy.settings.write import mend_document, refuse_unreadable
from wingetpy.state.history import read_history
from wingetpy.state.pins import read_pins
from wingetpy.state.tracking import tracked_packages

Category = Literal["Failure", "WinGetSourceNotInstalled"]
_LOCK_SECONDS = 120.0


class HealthReport(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One check.

    Attributes:
        check: Settings, AdminSettings, Sources, SourceData, Records or Journal.
        category: The reference's word for what is wrong.
        passed: Whether all is well, after mending where that was asked for.
        mended: Whether something was mended.
        error: What is wrong.
    """

    check: str
    category: Category = "Failure"
    passed: bool
    mended: bool = False
    error: ErrorReport | None = None


class _Check(msgspec.Struct, frozen=True):
    """`look` raises EngineError where something is wrong; `mend` mends it, or raises why it cannot.

    `mend` is given whether files that nobody can read may be set aside.
    """

    name: str
    look: Callable[[Context, Call], None]
    mend: Callable[[Context, Call, bool], None] | None = None
    category: Category = "Failure"


def check_health(context: Context, call: Call) -> Iterator[HealthReport]:
    """Look at everything; change nothing."""
    for check in _CHECKS:
        error = _fault(check.look, context, call)
        yield HealthReport(check=check.name, category=check.category, passed=error is None, error=error)


def mend_health(context: Context, call: Call, *, force: bool) -> Iterator[HealthReport]:
    """Look at everything, mend what is wrong, and look again.

    Args:
        force: Set files aside that nobody can read and that have no backup. They are renamed, not deleted.
    """
    for check in _CHECKS:
        error = _fault(check.look, context, call)
        mended = False
        if error is not None and check.mend is not None:
            error = _fault(check.mend, context, call, force)
            error = error or _fault(check.look, context, call)
            mended = error is None
        yield HealthReport(check=check.name, category=check.category, passed=error is None, mended=mended, error=error)


def _fault(act: Callable[..., object], *arguments: object) -> ErrorReport | None:
    try:
        act(*arguments)
    except EngineError as error:
        return ErrorReport.of(error)
    return None


def _look_at_settings(context: Context, _call: Call) -> None:
    refuse_unreadable(context.host)


def _mend_settings(context: Context, _call: Call, force: bool) -> None:
    mend_document(context.host, set_aside=force)


def _look_at_admin_settings(context: Context, _call: Call) -> None:
    admin_settings(context.host)


def _mend_admin_settings(context: Context, call: Call, force: bool) -> None:
    if not force:
        return _look_at_admin_settings(context, call)  # its error says what can be done
    return set_admin_settings_aside(context.host)


def _look_at_sources(context: Context, _call: Call) -> None:
    if not context.sources.list():
        raise SourceError("No sources are configured.", code=ErrorCode.NoSourcesDefined, remedy=NO_SOURCES)


def _mend_sources(context: Context, _call: Call, _force: bool) -> None:
    context.sources.reset()


def _look_at_source_data(context: Context, call: Call) -> None:
    for details in context.sources.list():
        context.sources.open(call, details.name)


def _mend_source_data(context: Context, call: Call, _force: bool) -> None:
    for details in context.sources.list():
        if _fault(context.sources.open, call, details.name):
            context.sources.update(call, details)


def _look_at_records(context: Context, _call: Call) -> None:
    unreadable: list[str] = []
    tracked_packages(context.state_folder, unreadable.append)
    if unreadable:
        raise OperationError(unreadable[0], code=ErrorCode.CommandFailed, remedy="Restore it from a backup.")
    read_pins(context.state_folder)
    for _entry in read_history(context.state_folder):
        break


def _look_at_journal(context: Context, _call: Call) -> None:
    if cut := interrupted_operations(context.host):
        raise OperationError(cut[0].text, code=ErrorCode.OperationInterrupted, target=cut[0].package)


def _mend_journal(context: Context, call: Call, _force: bool) -> None:
    with context.host.change_lock(_LOCK_SECONDS, lambda: not call.cancelled):
        recover(context.host, call.message)


_CHECKS = (
    _Check("Settings", _look_at_settings, _mend_settings),
    _Check("AdminSettings", _look_at_admin_settings, _mend_admin_settings),
    _Check("Sources", _look_at_sources, _mend_sources, "WinGetSourceNotInstalled"),
    _Check("SourceData", _look_at_source_data, _mend_source_data),
    _Check("Records", _look_at_records),
    _Check("Journal", _look_at_journal, _mend_journal),
)
