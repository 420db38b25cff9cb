"""`check`: whether a package is installed as its manifest says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wingetpy.cli.options import Given
from wingetpy.cli.package_options import FILTERS, PRODUCT_CODE, QUERY, SCOPE, SOURCE_ACCESS, one_query
from wingetpy.cli.session import Session
from wingetpy.cli.tables import Part, table
from wingetpy.cli.verbs import View
from wingetpy.commands.objects import InstalledStatus
from wingetpy.messages.language import say

_FAILED = 1


def check(session: Session, given: Given) -> int:
    """Show what was looked at; the exit code is 1 where a package is not Ok."""
    console = session.console
    session.ask("package/check", given, query=one_query(given) or None)
    rows = [row for row in console.rows if isinstance(row, InstalledStatus)]
    if console.json:
        console.write_json(rows)
    else:
        for row in rows:
            console.write(list(_lines(row)))
    return 0 if all(row.status == "Ok" for row in rows) else _FAILED


def _lines(row: InstalledStatus) -> Iterator[Part]:
    compared = say(", compared with {0}", row.checked_version) if row.checked_version != row.installed_version else ""
    installed = f" {row.installed_version}" if row.installed_version else ""
    yield f"{row.name} [{row.id}]{installed}: {row.status}{compared if row.checked_version else ''}"
    if row.checks:
        yield table(("Installer", "What", "Path", "Status", "Code"), _cells(row))


def _cells(row: InstalledStatus) -> Sequence[tuple[str, ...]]:
    return [(one.installer, one.type, one.path, one.symbol, one.status) for one in row.checks]


CHECK = View(
    options=(QUERY, *FILTERS, PRODUCT_CODE, SCOPE, *SOURCE_ACCESS),
    run=check,
    examples=("check Git.Git", "check --id Git.Git --scope machine --format json"),
)
