"""`pin add|list|remove|reset`: the packages that updates leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import FILTERS, QUERY, SOURCE_ACCESS, one_query
from wingetpy.cli.session import Session
from wingetpy.cli.tables import Part, Table, table
from wingetpy.cli.verbs import View
from wingetpy.messages.language import say

if TYPE_CHECKING:
    from wingetpy.commands.pin import PinRow


def add(session: Session, given: Given) -> int:
    console = session.console
    changed = session.ask("pin/add", given, query=one_query(given) or None).changed
    [row] = console.rows
    return _write(
        session,
        [say("Pin added successfully.") if changed else say("{0} [{1}] has this pin already.", row.name, row.id)],
    )


def list_pins(session: Session, given: Given) -> int:
    console = session.console
    session.ask("pin/list", given, query=one_query(given) or None)
    rows: Sequence[PinRow] = console.rows
    return _write(session, [_table(rows)] if rows else [say("There are no pins configured.")])


def remove(session: Session, given: Given) -> int:
    session.ask("pin/remove", given, query=one_query(given) or None)
    rows: Sequence[PinRow] = session.console.rows
    return _write(session, [say("Pin removed: {0}", _named(row)) for row in rows])


def reset(session: Session, given: Given) -> int:
    """Remove all pins with --force; without it show them, as winget does."""
    console = session.console
    if not given.flag("force"):
        session.ask("pin/list", given)
        rows: Sequence[PinRow] = console.rows
        if not rows:
            return _write(session, [say("There are no pins configured.")])
        return _write(session, [say("These pins would be removed with --force:"), "", _table(rows)])
    session.ask("pin/reset", given)
    count = len(console.rows)
    removed = say("{0} pin was removed.", count) if count == 1 else say("{0} pins were removed.", count)
    return _write(session, [removed])


def _table(rows: Sequence[PinRow]) -> Table:
    cells = ((row.name, row.id, row.version, row.source or say("installed"), row.type) for row in rows)
    return table(("Name", "Id", "Version", "Source", "Pin type"), cells)


def _named(row: PinRow) -> str:
    return f"{row.name} [{row.id}] {row.type} {row.version}".rstrip()


def _write(session: Session, lines: Sequence[Part]) -> int:
    console = session.console
    if console.json:
        console.write_json(console.rows)
    else:
        console.write(lines)
    return 0


_INSTALLED = Option(names=("--installed",), member="installed", help="The pin of what is installed, in any source")
_SOURCE = next(one for one in FILTERS if one.member == "source")

ADD = View(
    options=(
        QUERY, *FILTERS,
        Option(names=("--version", "-v"), member="version", value="RANGE", group="type", default="none",
               help="Keep to versions that fit, such as 1.2.*"),
        Option(names=("--blocking",), member="blocking", group="type", help="Let nothing update it"),
        Option(names=("--skip-version",), member="skip_version", value="VERSION", group="type", default="none",
               help="Leave out this one version"),
        Option(names=_INSTALLED.names, member="installed", help="Pin what is installed, whatever source it is from"),
        Option(names=("--force",), member="force", help="Replace another pin of the package"),
        *SOURCE_ACCESS,
    ),
    run=add,
    examples=("pin add Git.Git", "pin add Git.Git --version 2.*", "pin add --id Git.Git --skip-version 2.50.1"),
)  # fmt: skip
LIST = View(options=(QUERY, *FILTERS, *SOURCE_ACCESS), run=list_pins, examples=("pin list", "pin list git"))
REMOVE = View(
    options=(QUERY, *FILTERS, _INSTALLED, *SOURCE_ACCESS),
    run=remove,
    examples=("pin remove Git.Git", "pin remove --id Git.Git --installed"),
)
RESET = View(
    options=(Option(names=("--force",), member="force", help="Remove them"), _SOURCE),
    run=reset,
    examples=("pin reset", "pin reset --force", "pin reset --force --source company"),
)
