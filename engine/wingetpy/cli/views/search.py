"""`search`: packages of the sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.cli.console import Console
from wingetpy.cli.options import Given
from wingetpy.cli.package_options import COUNT, FILTERS, QUERY, SOURCE_ACCESS, VERSION, VERSIONS, one_query
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_versions, table
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest, NotFound, Suggestion
from wingetpy.errors.suggestion import did_you_mean
from wingetpy.messages.language import say
from wingetpy.operations.wording import NO_PACKAGE

if TYPE_CHECKING:
    from wingetpy.sources.request import FoundPackage

CRITERIA = ("query", "id", "name", "moniker", "tag", "command")


def search(session: Session, given: Given) -> int:
    """Show what fits. An empty text fits everything; no text at all is a mistake."""
    if not any(given.has(member) for member in CRITERIA):
        raise BadRequest(say("search: nothing to look for."), remedy=say("Give a query or a filter such as --id."))
    console = session.console
    versions = given.flag("versions") and not console.json
    # The count is one of versions then: a count of packages would hide that several match.
    most = None if versions else given.value("count")
    found = session.ask("package/find", given, query=one_query(given) or None, count=most)
    rows: Sequence[FoundPackage] = console.rows
    if console.json:
        console.write_json(rows)
    if not rows:
        raise _nothing_found(found.suggestions)
    if console.json:
        return 0
    if versions:
        return _show_versions(console, rows, given)
    lines = ((row.name, row.id, row.version, row.match, row.source) for row in rows)
    console.write([table(("Name", "Id", "Version", "Match", "Source"), lines)])
    if found.truncated:
        console.note(say("There are more results; a larger --count shows them."))
    if found.suggestions:
        console.note(str(did_you_mean(found.suggestions)))
    return 0


def _nothing_found(suggestions: tuple[Suggestion, ...]) -> NotFound:
    elsewhere = say("Try a part of the name, or `wingetpy source list` to see which sources were searched.")
    remedy = did_you_mean(suggestions) if suggestions else elsewhere
    return NotFound(NO_PACKAGE, remedy=remedy, suggestions=suggestions)


def _show_versions(console: Console, rows: Sequence[FoundPackage], given: Given) -> int:
    if len(rows) > 1:
        raise BadRequest(
            say("search: --versions shows one package, but several match."), remedy=say("Use --id with --exact.")
        )
    [row] = rows
    most = given.value("count")
    shown = row.available_versions[:most] if isinstance(most, int) else row.available_versions
    console.write(render_versions(row.name, row.id, shown))
    if len(shown) < len(row.available_versions):
        console.note(say("There are older versions; a larger --count shows them."))
    return 0


SEARCH = View(
    options=(QUERY, *FILTERS, VERSION, COUNT, VERSIONS, *SOURCE_ACCESS),
    run=search,
    examples=("search git", "search --tag editor --source company", "search --id Git.Git --exact --versions"),
)
