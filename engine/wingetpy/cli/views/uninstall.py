"""`uninstall`: installed packages by query, by filter or by manifest."""

from __future__ import annotations

import msgspec

from wingetpy.cli.changes import carry_out, show_plans
from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import (
    FILTERS,
    LIMITS,
    MANIFEST,
    MODE,
    PRODUCT_CODE,
    QUERIES,
    SCOPE,
    SOURCE_ACCESS,
    WHAT_IF,
)
from wingetpy.cli.requests import package_requests
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import ErrorCode


def uninstall(session: Session, given: Given) -> int:
    if given.flag("what_if"):
        requests = package_requests(session, given, "uninstall", "package/plan", operation="Uninstall")
        if given.flag("all_versions"):
            requests = [one for request in requests for one in _of_each_version(session, given, request)]
        return show_plans(session, requests, ErrorCode.MultipleUninstallFailed)
    requests = package_requests(session, given, "uninstall", "package/uninstall")
    return carry_out(session, "package/uninstall", requests, ErrorCode.MultipleUninstallFailed)


def _of_each_version(session: Session, given: Given, request: msgspec.Struct) -> list[msgspec.Struct]:
    """The requests for the plans of all installed versions of one package; the request itself where it is not one."""
    session.check("package/plan", request)
    console = session.console
    session.ask("package/get", given, query=getattr(request, "query", None), single=True)
    rows = [row for row in console.rows if isinstance(row, InstalledPackage)]
    console.rows.clear()
    if len({row.id for row in rows}) != 1 or len(rows) == 1:
        return [request]
    return [
        msgspec.structs.replace(
            request, query=None, id=row.id, product_code=row.product_code or None, scope=row.scope, all_versions=False
        )
        for row in rows
    ]


UNINSTALL = View(
    options=(
        QUERIES, *FILTERS, MANIFEST, PRODUCT_CODE, SCOPE,
        Option(names=("--version", "-v"), member="version", value="VERSION", help="The installed version that is meant",
               default="the only one"),
        Option(names=("--all", "--all-versions"), member="all_versions", help="All installed versions"),
        *MODE,
        Option(names=("--log", "-o"), member="log", value="PATH", help="Where the uninstaller writes its log"),
        Option(names=("--force",), member="force", help="Remove changed files, too"),
        Option(names=("--purge",), member="purge", group="keep", help="Remove the user's files in its folder, too"),
        Option(names=("--preserve",), member="preserve", group="keep",
               help="Keep the folder with all files that are not the package's"),
        WHAT_IF,
        *LIMITS,
        *SOURCE_ACCESS,
    ),
    run=uninstall,
    examples=("uninstall Git.Git", "uninstall --product-code {GUID}", "uninstall git --purge --what-if"),
)  # fmt: skip
