"""`install`: packages by query, by filter or by manifest."""

from __future__ import annotations

from wingetpy.cli.changes import carry_out, show_plans
from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import (
    FILTERS,
    INSTALLING,
    PACKAGE_AGREEMENTS,
    QUERIES,
    SELECTION,
    SOURCE_ACCESS,
    WHAT_IF,
)
from wingetpy.cli.requests import package_requests
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import ErrorCode


def install(session: Session, given: Given) -> int:
    if given.flag("what_if"):
        requests = package_requests(session, given, "install", "package/plan", operation="Install")
        return show_plans(session, requests, ErrorCode.MultipleInstallFailed)
    requests = package_requests(session, given, "install", "package/install")
    skip = (ErrorCode.NoApplicationsFound,) if given.flag("ignore_unavailable") else ()
    return carry_out(session, "package/install", requests, ErrorCode.MultipleInstallFailed, skip=skip)


INSTALL = View(
    options=(
        QUERIES, *FILTERS, *SELECTION, *INSTALLING,
        Option(names=("--rename", "-r"), member="rename", value="NAME", help="The command's name, for one portable",
               default="the manifest's"),
        Option(names=("--dependencies-only",), member="dependencies_only", help="Install only the dependencies"),
        Option(names=("--no-upgrade",), member="no_upgrade", help="Do not update what is installed"),
        WHAT_IF,
        PACKAGE_AGREEMENTS, *SOURCE_ACCESS,
        Option(names=("--include-unknown",), member="include_unknown", ignored=True),
        Option(names=("--dependency-source",), member="dependency_source", value="SOURCE",
               refused="dependencies come from the package's source"),
        Option(names=("--ignore-unavailable",), member="ignore_unavailable",
               help="A package that no source has is left out with a warning"),
    ),
    run=install,
    examples=("install Git.Git", "install Git.Git --scope user --what-if", "install git jq --lock-wait 600"),
)  # fmt: skip
