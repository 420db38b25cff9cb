"""`repair`: installed packages by query, by filter or by manifest."""

from __future__ import annotations

from wingetpy.cli.changes import carry_out, show_plans
from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import (
    ARCHIVE_SCAN,
    FILTERS,
    LIMITS,
    MODE,
    PACKAGE_AGREEMENTS,
    PRODUCT_CODE,
    QUERIES,
    SELECTION,
    SOURCE_ACCESS,
    WHAT_IF,
)
from wingetpy.cli.requests import package_requests
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import ErrorCode


def repair(session: Session, given: Given) -> int:
    if given.flag("what_if"):
        requests = package_requests(session, given, "repair", "package/plan", operation="Repair")
        return show_plans(session, requests, ErrorCode.ExecRepairFailed)
    requests = package_requests(session, given, "repair", "package/repair")
    return carry_out(session, "package/repair", requests, ErrorCode.ExecRepairFailed)


REPAIR = View(
    options=(
        QUERIES, *FILTERS, PRODUCT_CODE, *SELECTION, *MODE,
        Option(names=("--log", "-o"), member="log", value="PATH", help="Where the repair writes its log"),
        Option(names=("--force",), member="force", ignored=True),
        Option(names=("--ignore-security-hash",), member="allow_hash_mismatch",
               help="Accept an installer whose hash differs, never when elevated"),
        ARCHIVE_SCAN,
        *LIMITS, WHAT_IF, PACKAGE_AGREEMENTS, *SOURCE_ACCESS,
    ),
    run=repair,
    examples=("repair Git.Git", "repair Git.Git --silent --what-if"),
)  # fmt: skip
