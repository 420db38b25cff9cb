"""`upgrade`: the report of updates, named packages, or all that have an update."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.cli.changes import carry_out, show_plans
from wingetpy.cli.installed import available, installed_table
from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import (
    FILTERS,
    INCLUDE_PINNED,
    INCLUDE_UNKNOWN,
    INSTALLING,
    PACKAGE_AGREEMENTS,
    PRODUCT_CODE,
    QUERIES,
    SELECTION,
    SOURCE_ACCESS,
    WHAT_IF,
)
from wingetpy.cli.requests import gives_criteria, package_requests
from wingetpy.cli.session import Session
from wingetpy.cli.tables import Part
from wingetpy.cli.verbs import View
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.messages.language import say, translated

NO_UPDATE = "No installed package has an update available."
FOR_PACKAGES = (
    "version", "architecture", "installer_type", "locale", "location", "rename", "mode", "log", "override", "custom",
    "allow_hash_mismatch", "ignore_malware_scan", "skip_dependencies", "uninstall_previous",
)  # fmt: skip
"""What means nothing in the report."""


def upgrade(session: Session, given: Given) -> int:
    if given.flag("all"):
        return _all(session, given)
    if not gives_criteria(given):
        return _report(session, given)
    if given.flag("what_if"):
        requests = package_requests(session, given, "upgrade", "package/plan", operation="Update")
        return show_plans(session, requests, ErrorCode.MultipleInstallFailed)
    requests = package_requests(session, given, "upgrade", "package/update")
    return carry_out(session, "package/update", requests, ErrorCode.MultipleInstallFailed)


def _all(session: Session, given: Given) -> int:
    whole = session.parameters("package/update", given, query=" ".join(given.texts("query")) or None)
    if given.flag("what_if"):
        session.check("package/update", whole)
        plans = _plans_of_all(session, given)
        code = show_plans(session, plans, ErrorCode.UpdateAllHasFailure, batch=True)
        nothing = not plans
    else:
        code = carry_out(session, "package/update", [whole], ErrorCode.UpdateAllHasFailure, batch=True)
        nothing = not session.console.rows
    if nothing and not session.console.json:
        session.console.write([translated(NO_UPDATE)])
    return code


def _plans_of_all(session: Session, given: Given) -> Sequence[msgspec.Struct]:
    """The requests for the plans, after a note about each package that is left out."""
    updates, others = _updates(session, given)
    _note_blocked(session, others)
    if hint := _hint_of_unknown(others):
        session.console.message("Information", hint)
    return [
        session.parameters(
            "package/plan", given, operation="Update", among_many=True,
            all=None, query=None, include=None, exclude=None, id=row.id, source=row.source or None,
            product_code=row.product_code or None, match_option="Equals",
        )
        for row in updates
    ]  # fmt: skip


def _report(session: Session, given: Given) -> int:
    """Show what can be updated, and apart from it what has a newer version and is not updated with all others."""
    console = session.console
    useless = [one.names[0] for one in UPGRADE.options if given.has(one.member) and one.member in FOR_PACKAGES]
    if useless:
        raise BadRequest(
            say("upgrade: {0} means nothing without a package.", useless[0]),
            remedy=say("Name a package, or give --all."),
        )
    updates, others = _updates(session, given)
    if console.json:
        _note_blocked(session, others)
        console.write_json(updates)
        return 0
    if updates:
        console.write([installed_table(updates), "", say("{0} upgrades available.", len(updates))])
    else:
        console.write([translated(NO_UPDATE)])
    console.write(_apart(others))
    return 0


def _apart(others: Sequence[InstalledPackage]) -> list[Part]:
    """Lines about what has a newer version, or may have one, and is not updated with all others."""
    lines: list[Part] = []
    if explicit := [row for row in others if row.update_state == "RequiresExplicitUpgrade"]:
        lines += [
            "",
            say("These packages have an upgrade available, but require explicit targeting: name each by its id."),
        ]
        lines += _blocked_lines(explicit)
    listed = ("RequiresExplicitUpgrade", "Pinned", "Blocked")
    if blocked := [row for row in others if row.update_error is not None and row.update_state not in listed]:
        lines += [
            "",
            say("A newer version is available of these, which --all does not install:"),
            *_blocked_lines(blocked),
        ]
    if unknown := [row for row in others if row.update_state == "UnknownVersion"]:
        lines += ["", installed_table(unknown), "", _hint_of_unknown(unknown)]
    if hint := _hint_of_pinned(others):
        lines += ["", hint]
    return lines


def _updates(session: Session, given: Given) -> tuple[list[InstalledPackage], list[InstalledPackage]]:
    """What can be updated, and what has a newer version besides."""
    console = session.console
    session.ask("package/get", given, query=None, update_available=True, include_blocked=True)
    rows = [row for row in console.rows if isinstance(row, InstalledPackage)]
    console.rows.clear()
    unknown = given.flag("include_unknown")
    updates = [row for row in rows if row.is_update_available or (unknown and row.update_state == "UnknownVersion")]
    return updates, [row for row in rows if row not in updates]


def _note_blocked(session: Session, others: Sequence[InstalledPackage]) -> None:
    """Print each package that is left out, with the reason and its code, beside the results."""
    for row in others:
        if (error := row.update_error) is not None:
            session.console.message("Information", f"{row.name} [{row.id}]: {error.message}", error.code)


def _blocked_lines(rows: Sequence[InstalledPackage]) -> list[str]:
    """One line each and no table: a terminal would cut the reason, which is what matters."""
    return [
        f"  {row.name} [{row.id}] {row.installed_version} -> {available(row)}: {error.message} ({error.code})"
        for row in rows
        if (error := row.update_error) is not None
    ]


def _hint_of_unknown(rows: Sequence[InstalledPackage]) -> str:
    """How to update what has no known version; empty where there is none."""
    count = sum(row.update_state == "UnknownVersion" for row in rows)
    if not count:
        return ""
    return say(
        "{0} package(s) have version numbers that cannot be determined; --include-unknown updates them, too.", count
    )


def _hint_of_pinned(rows: Sequence[InstalledPackage]) -> str:
    """How many packages pins leave out, and how to see them; empty where there is none."""
    pinned = [row for row in rows if row.update_state in ("Pinned", "Blocked")]
    if not pinned:
        return ""
    more = say(", and --include-pinned shows more") if any(row.update_state == "Pinned" for row in pinned) else ""
    return say(
        "{0} package(s) have pins that prevent upgrade: `wingetpy pin list` shows the pins{1}.", len(pinned), more
    )


UPGRADE = View(
    options=(
        QUERIES, *FILTERS, *SELECTION, PRODUCT_CODE, *INSTALLING,
        Option(names=("--all", "--recurse", "-r"), member="all", help="Update every package with an update"),
        INCLUDE_UNKNOWN, INCLUDE_PINNED,
        Option(names=("--include",), member="include", value="ID", repeats=True, default="all",
               help="Of --all or the report, only packages with this id or name; * and ? are wildcards"),
        Option(names=("--exclude",), member="exclude", value="ID", repeats=True, default="none",
               help="Of --all or the report, no package with this id or name; * and ? are wildcards"),
        WHAT_IF,
        PACKAGE_AGREEMENTS, *SOURCE_ACCESS,
        Option(names=("--rename",), member="rename", value="NAME", help="The command's name, for one portable",
               default="the manifest's"),
        Option(names=("--purge",), member="purge",
               refused="an update keeps the user's files; `wingetpy uninstall --purge` removes them"),
    ),
    run=upgrade,
    examples=(
        "upgrade",
        "upgrade --all",
        "upgrade --all --what-if",
        "upgrade --all --exclude Git.Git --exclude Microsoft.*",
        "upgrade Git.Git",
    ),
)  # fmt: skip
