"""`upgrade`: the report of updates, named packages, or all that have an update."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.cli.changes import carry_out, show_plans
from wingetpy.cli.installed import installed_table
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
from wingetpy.cli.requests import names_a_package, package_requests
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import BadRequest, ErrorCode

NO_UPDATE = "No installed package has an update available."
FOR_PACKAGES = (
    "version", "architecture", "installer_type", "locale", "location", "rename", "mode", "log", "override", "custom",
    "force", "allow_hash_mismatch", "skip_dependencies", "uninstall_previous",
)  # fmt: skip
"""What means nothing in the report."""


def upgrade(session: Session, given: Given) -> int:
    if given.flag("all"):
        return _all(session, given)
    if not names_a_package(given):
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
        session.console.write([NO_UPDATE])
    return code


def _plans_of_all(session: Session, given: Given) -> Sequence[msgspec.Struct]:
    return [
        session.parameters(
            "package/plan", given, operation="Update", all=None, query=None, id=row.id, source=row.source or None,
            product_code=row.product_code or None, match_option="Equals",
        )
        for row in _outdated(session, given)
    ]  # fmt: skip


def _report(session: Session, given: Given) -> int:
    console = session.console
    useless = [one.names[0] for one in UPGRADE.options if given.has(one.member) and one.member in FOR_PACKAGES]
    if useless:
        raise BadRequest(
            f"upgrade: {useless[0]} means nothing without a package.", remedy="Name a package, or give --all."
        )
    rows = _outdated(session, given)
    if console.json:
        console.write_json(rows)
    elif rows:
        console.write([*installed_table(rows, console.width), "", f"{len(rows)} upgrades available."])
    else:
        console.write([NO_UPDATE])
    return 0


def _outdated(session: Session, given: Given) -> list[InstalledPackage]:
    console = session.console
    session.ask("package/get", given, query=None, update_available=True)
    rows = [row for row in console.rows if isinstance(row, InstalledPackage)]
    console.rows.clear()
    return rows


UPGRADE = View(
    options=(
        QUERIES, *FILTERS, *SELECTION, PRODUCT_CODE, *INSTALLING,
        Option(names=("--all", "--recurse", "-r"), member="all", help="Update every package with an update"),
        INCLUDE_UNKNOWN, INCLUDE_PINNED,
        WHAT_IF,
        PACKAGE_AGREEMENTS, *SOURCE_ACCESS,
        Option(names=("--rename",), member="rename", value="NAME", help="The command's name, for one portable",
               default="the manifest's"),
        Option(names=("--purge",), member="purge",
               refused="an update keeps the user's files; `wingetpy uninstall --purge` removes them"),
    ),
    run=upgrade,
    examples=("upgrade", "upgrade --all", "upgrade --all --what-if", "upgrade Git.Git"),
)  # fmt: skip
