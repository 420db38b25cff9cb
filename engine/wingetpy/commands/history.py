"""`history/get` and `history/plan`: what was done on this machine, and how it is taken back."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.package_plan import shown
from wingetpy.commands.parameters import Totals
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.history import HistoryQuery, find_history, undone
from wingetpy.operations.perform import decide_settled
from wingetpy.operations.plan import Plan
from wingetpy.operations.request import UndoRequest
from wingetpy.operations.undo import plan_undo
from wingetpy.state.history import HistoryEntry, HistoryResult


class HistoryRow(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One operation on one package; texts are empty where nothing is known.

    Attributes:
        number: Names it: it grows by one with each operation and is never used again.
        result: `Interrupted`: the engine was ended in its middle.
        user: Who asked for it; `elevated`: with administrator rights.
        started, finished: Unix seconds; `finished` is null while it runs. `duration` is in seconds.
        command_line: Of the installer or uninstaller, without what the user wrote himself.
        exit_code: Of that program, unsigned; null where none ran.
        changed: Whether the machine was changed.
        undoes: The number of the operation that this one took back, `undone_by` that of the one that took this back; 0
            for none.
    """

    number: int
    operation: str
    id: str
    name: str
    source: str = ""
    from_version: str = ""
    to_version: str = ""
    result: HistoryResult
    user: str = ""
    elevated: bool = False
    started: float
    finished: float | None = None
    duration: float | None = None
    scope: str = ""
    architecture: str = ""
    installer_type: str = ""
    product_code: str = ""
    install_location: str = ""
    installer_sha256: str = msgspec.field(default="", name="InstallerSha256")
    command_line: str = ""
    exit_code: int | None = None
    log_path: str = ""
    reboot_required: bool = False
    changed: bool = False
    error_code: str = ""
    error_message: str = ""
    undoes: int = 0
    undone_by: int = 0


def get(context: Context, parameters: HistoryQuery, call: Call) -> Totals:
    """Emit the operations that are asked for, the newest first."""
    later = undone(context)
    rows = [_row(one, later.get(one.number, 0)) for one in find_history(context, parameters)]
    call.items(rows)
    return Totals(count=len(rows))


class UndoParameters(UndoRequest, frozen=True, rename="pascal", kw_only=True):
    """`accept_package_agreements`: the plan then lacks no consent."""

    accept_package_agreements: bool = False


def plan(context: Context, parameters: UndoParameters, call: Call) -> Plan:
    """Plan what takes an operation back. The method of the plan's operation carries it out by its id."""
    planned = decide_settled(context, lambda: plan_undo(context, parameters, call))
    return shown(context, planned, accepted=parameters.accept_package_agreements)


def refuse_undo(parameters: UndoParameters) -> None:
    """Refuse a number together with criteria that mean a package."""
    if parameters.number is not None and not parameters.empty:
        raise BadRequest(
            "An operation is named by its number or by its package, not by both.",
            target=str(parameters.number),
            remedy="Leave out one of them.",
        )


def _row(one: HistoryEntry, undone_by: int) -> HistoryRow:
    return HistoryRow(
        number=one.number,
        operation=one.operation,
        id=one.package,
        name=one.name or one.package,
        source=one.source,
        from_version=one.from_version,
        to_version=one.to_version,
        result=one.result,
        user=one.user,
        elevated=one.elevated,
        started=one.started,
        finished=one.finished,
        duration=round(one.finished - one.started, 3) if one.finished is not None else None,
        scope=one.scope,
        architecture=one.architecture,
        installer_type=one.installer_type,
        product_code=one.product_code,
        install_location=one.location,
        installer_sha256=one.installer_sha256,
        command_line=one.command_line,
        exit_code=one.exit_code,
        log_path=one.log,
        reboot_required=one.reboot_required,
        changed=one.changed,
        error_code=one.error_code,
        error_message=one.error,
        undoes=one.undoes,
        undone_by=undone_by,
    )


PLAN = Command(UndoParameters, Plan, plan, check=refuse_undo)
GET = Command(HistoryQuery, Totals, get, items=HistoryRow)
