"""`history` and `history undo`: what was done on this machine, and taking it back."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from wingetpy.cli.changes import carry_out
from wingetpy.cli.options import Given, OneOf, Option, count
from wingetpy.cli.package_options import (
    FILTERS,
    LIMITS,
    METERED,
    MODE,
    PACKAGE_AGREEMENTS,
    QUERY,
    SCOPE,
    SOURCE_ACCESS,
    WHAT_IF,
    one_query,
)
from wingetpy.cli.plans import show_plan
from wingetpy.cli.session import Session
from wingetpy.cli.tables import Table, render_fields, table
from wingetpy.cli.verbs import View
from wingetpy.errors import ErrorCode
from wingetpy.messages.language import say

if TYPE_CHECKING:
    from wingetpy.commands.history import HistoryRow

_WITH_A_PLAN = (
    "accept_package_agreements",
    "accept_source_agreements",
    "authentication_account",
    "authentication_mode",
    "header",
    "lock_wait_seconds",
    "metered_connection",
    "timeout_seconds",
    "when_running",
)
"""What counts besides a plan that is carried out."""
_OF_MSIX = ("add", "ensureisready", "stage", "register", "remove", "reset", "provision", "deprovision")
_OPERATIONS = OneOf("install", "update", "uninstall", "repair", *_OF_MSIX)
_OPERATIONS_HELP = f"install, update, uninstall, repair; of `msix` also {', '.join(_OF_MSIX)}"
_UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SPAN = re.compile(r"([0-9]{1,6})([mhdw])", re.IGNORECASE)


def history(session: Session, given: Given) -> int:
    console = session.console
    session.ask("history/get", given, query=one_query(given) or None)
    rows: Sequence[HistoryRow] = console.rows
    if console.json:
        console.write_json(rows)
    elif not rows:
        console.write([say("No operation was found in the history.")])
    elif given.flag("details") or given.has("number"):
        console.write([line for row in rows for line in _details(row)])
    else:
        console.write([_table(rows)])
    return 0


def undo(session: Session, given: Given) -> int:
    plan = session.ask("history/plan", given, query=one_query(given) or None)
    if given.flag("what_if"):
        code = show_plan(session.console, plan)
        if session.console.json:
            session.console.write_json([plan])
        return code
    method = f"package/{plan.operation.lower()}"
    limits = Given({member: given.value(member) for member in _WITH_A_PLAN if given.has(member)})
    request = session.parameters(method, limits, plan_id=plan.plan_id)
    return carry_out(session, method, [request], ErrorCode.CommandFailed)


def point_in_time(text: str) -> float:
    """Return the Unix seconds of a date, of a date with a time (local, unless it says otherwise), or of a span that has
    passed: `90m`, `12h`, `7d`, `2w`."""
    if span := _SPAN.fullmatch(text.strip()):
        return time.time() - int(span[1]) * _UNITS[span[2].lower()]
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            say("must be a date such as 2026-01-31, with a time if you like, or a span such as 12h or 7d")
        ) from None


def _table(rows: Sequence[HistoryRow]) -> Table:
    cells = (
        (str(row.number), _moment(row.started), row.operation, row.id, _versions(row), _ended(row), row.user)
        for row in rows
    )
    return table(("Nr", "When", "Operation", "Id", "Version", "Result", "User"), cells)


def _versions(row: HistoryRow) -> str:
    if row.operation == "Update" and row.from_version:
        return f"{row.from_version} -> {row.to_version}"
    return row.to_version or row.from_version


def _ended(row: HistoryRow) -> str:
    undone = say(" (undone)") if row.undone_by else ""
    return f"{row.result} {row.error_code}".rstrip() + undone


def _details(row: HistoryRow) -> list[str]:
    """All that is known of an operation, by name."""
    return [
        f"{row.number}: {row.operation} {row.name} [{row.id}] {_versions(row)}".rstrip(),
        *(
            f"  {line}"
            for line in render_fields(
                (
                    ("When", _moment(row.started, seconds=True)),
                    ("Duration", f"{row.duration:.1f} s" if row.duration is not None else ""),
                    ("User", f"{row.user}{say(' (elevated)') if row.elevated else ''}"),
                    ("Result", _ended(row)),
                    ("Error", row.error_message),
                    ("Source", row.source),
                    ("Scope", row.scope),
                    ("Architecture", row.architecture),
                    ("Installer Type", row.installer_type),
                    ("Location", row.install_location),
                    ("Product Code", row.product_code),
                    ("Installer SHA256", row.installer_sha256),
                    ("Command Line", row.command_line),
                    ("Exit Code", str(row.exit_code) if row.exit_code is not None else ""),
                    ("Log", row.log_path),
                    ("Restart", say("required") if row.reboot_required else ""),
                    ("Undoes", say("operation {0}", row.undoes) if row.undoes else ""),
                    ("Undone By", say("operation {0}", row.undone_by) if row.undone_by else ""),
                )
            )
        ),
    ]


def _moment(seconds_since: float, *, seconds: bool = False) -> str:
    return time.strftime(f"%Y-%m-%d %H:%M{':%S' if seconds else ''}", time.localtime(seconds_since))


HISTORY = View(
    options=(
        QUERY,
        Option(names=("--id",), member="id", value="ID", help="Filter by id; * and ? are wildcards", default="any"),
        Option(names=("--name",), member="name", value="NAME", help="Filter by name, likewise", default="any"),
        Option(names=("--source", "-s"), member="source", value="SOURCE", help="Filter by source", default="any"),
        Option(names=("--operation",), member="operation", value="OPERATION", default="any",
               read=_OPERATIONS, help=_OPERATIONS_HELP),
        Option(names=("--since",), member="since", value="TIME", read=point_in_time, default="the beginning",
               help="Only later ones: a date, or a span such as 12h or 7d"),
        Option(names=("--failed",), member="failed", help="Only those that did not succeed"),
        Option(names=("--number",), member="number", value="NR", read=count, default="all",
               help="All about the one with this number"),
        Option(names=("--count", "-n"), member="count", value="N", read=count, help="Show the newest N",
               default="all"),
        Option(names=("--details",), member="details", help="Show all that is known of each"),
    ),
    run=history,
    examples=("history", "history git --since 7d", "history --failed --details", "history --number 12"),
)  # fmt: skip
UNDO = View(
    options=(
        QUERY, *FILTERS, SCOPE,
        Option(names=("--number",), member="number", value="NR", read=count,
               default="the last update of the package, or of all", help="Take back the operation with this number"),
        *MODE,
        Option(names=("--log", "-o"), member="log", value="PATH", help="Where the installer writes its log"),
        Option(names=("--force",), member="force", help="Whatever version is installed now, and past any pin"),
        Option(names=("--skip-dependencies",), member="skip_dependencies", help="Install no dependencies"),
        WHAT_IF,
        PACKAGE_AGREEMENTS,
        *LIMITS,
        METERED,
        *SOURCE_ACCESS,
    ),
    run=undo,
    examples=("history undo Git.Git", "history undo --what-if", "history undo --number 12"),
)  # fmt: skip
