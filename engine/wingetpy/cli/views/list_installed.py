"""`list`: what is installed."""

from __future__ import annotations

from wingetpy.cli.installed import available, installed_table
from wingetpy.cli.installed_details import installed_details
from wingetpy.cli.options import Given, OneOf, Option
from wingetpy.cli.package_options import (
    COUNT,
    FILTERS,
    INCLUDE_PINNED,
    INCLUDE_UNKNOWN,
    PRODUCT_CODE,
    QUERY,
    SCOPE,
    SOURCE_ACCESS,
    one_query,
)
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import NotFound
from wingetpy.messages.language import say
from wingetpy.model.version import Version


def list_installed(session: Session, given: Given) -> int:
    console = session.console
    found = session.ask("package/get", given, query=one_query(given) or None)
    rows = _sorted([row for row in console.rows if isinstance(row, InstalledPackage)], given)
    if console.json:
        console.write_json(rows)
    if not rows:
        raise NotFound(
            say("No installed package found matching input criteria."),
            remedy=say("`wingetpy list` shows all that is installed."),
        )
    if console.json:
        return 0
    console.write(installed_details(rows) if given.flag("details") else [installed_table(rows)])
    if found.truncated:
        console.note(say("There are more results; a larger --count shows them."))
    return 0


def _sorted(rows: list[InstalledPackage], given: Given) -> list[InstalledPackage]:
    """The rows by the columns of --sort, the first counting most; `relevance` is the order they came in."""
    for column in reversed(given.texts("sort")):
        if column != "relevance":
            rows = sorted(rows, key=_KEYS[column])
    return rows[::-1] if given.value("order") == "descending" else rows


_KEYS = {
    "name": lambda row: row.name.casefold(),
    "id": lambda row: row.id.casefold(),
    "version": lambda row: Version.parse(row.installed_version),
    "source": lambda row: row.source.casefold(),
    "available": lambda row: Version.parse(available(row) or "0"),
}


LIST = View(
    options=(
        QUERY, *FILTERS, COUNT, SCOPE, PRODUCT_CODE,
        Option(names=("--upgrade-available",), member="update_available", help="Only packages with an update"),
        Option(names=INCLUDE_UNKNOWN.names, member=INCLUDE_UNKNOWN.member, help=INCLUDE_UNKNOWN.help,
               needs="update_available"),
        Option(names=INCLUDE_PINNED.names, member=INCLUDE_PINNED.member, help=INCLUDE_PINNED.help,
               needs="update_available"),
        Option(names=("--details",), member="details", help="Show all that is known of each package"),
        Option(names=("--sort",), member="sort", value="COLUMN", repeats=True, default="name",
               read=OneOf("name", "id", "version", "source", "available", "relevance"),
               help="name, id, version, source, available or relevance; several sort within each other"),
        Option(names=("--asc",), member="order", constant="ascending", group="order", default="on",
               help="Sort upwards"),
        Option(names=("--desc",), member="order", constant="descending", group="order", help="Sort downwards"),
        *SOURCE_ACCESS,
    ),
    run=list_installed,
    examples=("list", "list --upgrade-available", "list git --source company --sort version --desc"),
)  # fmt: skip
