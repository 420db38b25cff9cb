"""`source add|list|update|remove|reset|export|edit`: the configured sources."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from wingetpy.cli.console import Console
from wingetpy.cli.credential_options import CREDENTIAL, NO_CREDENTIAL, credential_of
from wingetpy.cli.options import Given, OneOf, Option, truth, whole_number
from wingetpy.cli.package_options import SOURCE_ACCESS
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields, table
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from wingetpy.sources.details import SourceDetails, SourceUpdate

MOST_BROKEN_SHOWN = 20


def add(session: Session, given: Given) -> int:
    if not session.console.json:
        session.console.message(
            "Information", say("Adding source:\n  {0} -> {1}", given.text("name"), given.text("argument"))
        )
    session.ask("source/add", given, credential=_wire(given))
    return _write(session.console, [translated("Done")])


def list_sources(session: Session, given: Given) -> int:
    console = session.console
    session.ask("source/list", given)
    rows: Sequence[SourceDetails] = console.rows
    if console.json:
        console.write_json(rows)
    elif given.text("name") and rows:
        console.write(_detail(rows[0]))
    elif rows:
        lines = ((row.name, row.argument, str(row.explicit).lower()) for row in rows)
        console.write([table(("Name", "Argument", "Explicit"), lines)])
    else:
        console.write(
            [
                say("There are no sources configured."),
                say("Add one with `wingetpy source add --name NAME --arg FOLDER`."),
            ]
        )
    return 0


def _detail(row: SourceDetails) -> list[str]:
    updated = row.last_update
    fields = (
        ("Name", row.name),
        ("Type", row.type),
        ("Argument", row.argument),
        ("Data", row.type_data),
        ("Identifier", row.identifier),
        ("Trust Level", row.trust_level),
        ("Explicit", str(row.explicit).lower()),
        ("Priority", str(row.priority)),
        ("Origin", row.origin),
        *((("Credential", ", ".join(row.credential)),) if row.credential else ()),
        ("Updated", "never" if updated is None else time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(updated))),
    )
    return render_fields(fields)


def update(session: Session, given: Given) -> int:
    console = session.console
    failed = session.ask("source/update", given).failed
    rows: Sequence[SourceUpdate] = console.rows
    lines = [line for row in rows for line in _update(row)]
    if failed:  # each was reported by name
        _write(console, lines)
        return ErrorCode.SourceOpenFailed.signed
    return _write(console, [*lines, translated("Done")])


def _update(row: SourceUpdate) -> list[str]:
    what = translated("updated" if row.changed else "up to date")
    counts = ((row.packages, "packages"), (row.versions, "versions"), (row.files, "files"))
    known = ", ".join(f"{count} {translated(noun)}" for count, noun in counts if count is not None)
    lines = [say("{0}: {1}; {2} in {3:.1f} s", row.name, what, known, row.seconds) if known else f"{row.name}: {what}"]
    if row.skipped:
        lines.append(
            say("  {0} broken manifest was skipped:", row.skipped)
            if row.skipped == 1
            else say("  {0} broken manifests were skipped:", row.skipped)
        )
        lines += [f"    {one.path}: {one.reason}" for one in row.broken[:MOST_BROKEN_SHOWN]]
    if row.skipped and row.skipped > MOST_BROKEN_SHOWN:
        lines.append(say("    and {0} more (--format json shows all)", row.skipped - MOST_BROKEN_SHOWN))
    return lines


def remove(session: Session, given: Given) -> int:
    session.ask("source/remove", given)
    return _write(session.console, [translated("Done")])


def reset(session: Session, given: Given) -> int:
    console = session.console
    if given.has("name") and given.flag("all"):
        raise BadRequest(say("source reset: a name and --all exclude each other."), remedy=say("Give one of them."))
    if not given.flag("force"):
        session.ask("source/list", given)
        rows: Sequence[SourceDetails] = console.rows
        if not rows:
            return _write(console, [say("There are no sources; --force adds the default ones.")])
        return _write(console, _announced(rows, named=given.has("name")))
    session.ask("source/reset", given, all=not given.has("name"))
    return _write(console, [translated("Done")])


def _announced(rows: Sequence[SourceDetails], *, named: bool) -> list[str]:
    """What a reset does: a source that was added goes, a default one is as winget has it."""
    added = [f"  {row.name}" for row in rows if row.origin == "User"]
    defaults = [f"  {row.name}" for row in rows if row.origin == "Default"]
    lines = [say("With --force, these sources are removed:"), *added] if added else []
    if defaults or not named:
        lines += [say("With --force, the default sources are as winget has them:"), *defaults]
    return lines or [say("Group Policy adds the source {0}; a reset does not change it.", row.name) for row in rows]


def export(session: Session, given: Given) -> int:
    console = session.console
    session.ask("source/export", given)
    return _write(console, [msgspec.json.encode(row).decode() for row in console.rows])


def edit(session: Session, given: Given) -> int:
    console = session.console
    credential = _wire(given)
    if not (given.has("explicit") or given.has("priority")) and credential is None:
        raise BadRequest(
            say("source edit: nothing to change is given."),
            remedy=say("Give --explicit, --priority, --token or another secret."),
        )
    changed = session.ask("source/edit", given, credential=credential).changed
    rows: Sequence[SourceDetails] = console.rows
    row = rows[0]
    if not changed:
        return _write(console, [say("The source {0} is already in the desired state.", row.name)])
    kept = say(", credential {0}", ", ".join(row.credential)) if row.credential else ""
    return _write(
        console, [say("{0}: explicit {1}, priority {2}{3}", row.name, str(row.explicit).lower(), row.priority, kept)]
    )


def _wire(given: Given) -> object:
    """The credential of the options as a method takes it."""
    credential = credential_of(given)
    return None if credential is None else msgspec.to_builtins(credential)


def _write(console: Console, lines: list[str]) -> int:
    if console.json:
        console.write_json(console.rows)
    else:
        console.write(lines)
    return 0


_trust_level = OneOf("none", "trusted", spelled=str.capitalize)


NAME = Option(names=("--name", "-n"), member="name", value="NAME", position=True, required=True,
              help="The name of the source")  # fmt: skip
ANY_NAME = Option(names=("--name", "-n"), member="name", value="NAME", position=True, help="The name of one source",
                  default="all sources")  # fmt: skip
PRIORITY = Option(names=("--priority", "-p"), member="priority", value="N", read=whole_number, default="0",
                  help="The source with the higher one wins")  # fmt: skip

ADD = View(
    options=(
        NAME,
        Option(names=("--arg", "-a"), member="argument", value="PLACE", position=True, required=True,
               help="A folder, share or archive of manifests, or an https address"),
        Option(names=("--type", "-t"), member="type", value="TYPE", position=True,
               help="WinGetPy.Folder, Microsoft.PreIndexed.Package or Microsoft.Rest",
               default="found out from the argument"),
        Option(names=("--trust-level",), member="trust_level", value="LEVEL", read=_trust_level, default="none",
               help="none or trusted"),
        Option(names=("--explicit",), member="explicit", help="Use it only when it is named"),
        PRIORITY, *CREDENTIAL, *SOURCE_ACCESS,
    ),
    run=add,
    examples=("source add company \\\\server\\packages", "source add ours https://contoso.com/api --token env:TOKEN",
              "source add --name lab --arg D:\\lab.zip --explicit"),
)  # fmt: skip
LIST = View(options=(ANY_NAME,), run=list_sources, examples=("source list", "source list company"))
UPDATE = View(options=(ANY_NAME,), run=update, examples=("source update", "source update company"))
REMOVE = View(options=(NAME,), run=remove, examples=("source remove company",))
RESET = View(
    options=(
        ANY_NAME,
        Option(names=("--all",), member="all", help="All sources, as without a name"),
        Option(names=("--force",), member="force", help="Do it; without it the sources are only shown"),
    ),
    run=reset,
    examples=("source reset", "source reset --force", "source reset company --force"),
)
EXPORT = View(options=(ANY_NAME,), run=export, examples=("source export", "source export company"))
EDIT = View(
    options=(
        NAME,
        Option(names=("--explicit", "-e"), member="explicit", value="TRUTH", read=truth, default="unchanged",
               help="true or false: use it only when it is named"),
        Option(names=PRIORITY.names, member="priority", value="N", read=whole_number, default="unchanged",
               help=PRIORITY.help),
        *CREDENTIAL, NO_CREDENTIAL,
    ),
    run=edit,
    examples=("source edit company --explicit true", "source edit company --priority 10"),
)  # fmt: skip
