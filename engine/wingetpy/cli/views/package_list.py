"""`export` and `import`: files of packages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.package_options import LIMITS, METERED, PACKAGE_AGREEMENTS, SOURCE_ACCESS, WHAT_IF
from wingetpy.cli.plans import show_plans
from wingetpy.cli.results import show_outcome, summary
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.commands.objects import InstallResult
from wingetpy.errors import ErrorCode
from wingetpy.messages.language import say

if TYPE_CHECKING:
    import msgspec

    from wingetpy.commands.package_list import ExportTotals
    from wingetpy.operations.plan import Plan


def export(session: Session, given: Given) -> int:
    """Write the file; what is not in it is a warning."""
    console = session.console
    done: ExportTotals = session.ask("packageList/export", given, path=_path(given))
    if console.json:
        console.write_json(console.rows)
    else:
        console.write([_exported(done)])
    return 0


def _exported(done: ExportTotals) -> str:
    if done.exported == 1:
        return say("{0} package exported to {1}.", done.exported, done.path)
    return say("{0} packages exported to {1}.", done.exported, done.path)


def import_(session: Session, given: Given) -> int:
    """Install what the file has, or with --what-if show the plans. What is installed already is no failure."""
    console = session.console
    if given.flag("what_if"):
        done = session.ask("packageList/plan", given, path=_path(given))
        show_plans(console, console.rows)
        if not console.json:
            console.write([_planned(console.rows)])
    else:
        console.on_items = lambda rows: _show(session, rows)
        done = session.ask("packageList/import", given, path=_path(given))
    if console.json:
        console.write_json(console.rows)
    elif not given.flag("what_if"):
        console.write([summary(console.rows, 0)])
    if done.cancelled:
        return ErrorCode.CtrlSignalReceived.signed
    if not done.failed:
        return 0
    if not console.json and not given.flag("what_if"):
        console.note(say("One or more imported packages failed to install."))
    return ErrorCode.ImportInstallFailed.signed


def _planned(plans: Sequence[Plan]) -> str:
    """Return one line: how many packages would be installed and updated, stay, and cannot be installed."""
    good = [one for one in plans if one.error is None]
    counts = {
        say("to install"): sum(one.action == "Install" for one in good),
        say("to update"): sum(one.action not in ("Install", "None") for one in good),
        say("unchanged"): sum(one.action == "None" for one in good),
        say("cannot be installed"): len(plans) - len(good),
    }
    parts = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    total, done = len(plans), parts or say("nothing to do")
    return say("{0} package: {1}.", total, done) if total == 1 else say("{0} packages: {1}.", total, done)


def _show(session: Session, rows: Sequence[msgspec.Struct]) -> None:
    for row in rows:
        if isinstance(row, InstallResult) and row.error is None and row.reason == "AlreadyInstalled":
            text = say("Package is already installed: {0} [{1}] {2}", row.name, row.id, row.installed_version)
            session.console.write([] if session.console.json else [text])
        else:
            show_outcome(session.console, row)


def _path(given: Given) -> str:
    path = given.text("path") or ""
    return path if "://" in path else os.path.abspath(path)  # an address is refused as it was written


_SOURCE = ("--source", "-s")

EXPORT = View(
    options=(
        Option(names=("--output", "-o"), member="path", value="FILE", position=True, required=True,
               help="The file to write; one that is there is replaced"),
        Option(names=_SOURCE, member="source", value="SOURCE", help="Only what this source has",
               default="all that are not explicit"),
        Option(names=("--include-versions",), member="include_versions", help="With the installed versions"),
        Option(names=("--lock",), member="lock",
               help="A lock file: exact versions, installers with their hashes, dependencies"),
        *SOURCE_ACCESS,
    ),
    run=export,
    examples=("export packages.json", "export packages.json --include-versions -s winget", "export winget.lock --lock"),
)  # fmt: skip
IMPORT = View(
    options=(
        Option(names=("--import-file", "-i"), member="path", value="FILE", position=True, required=True,
               help="A package list or a lock file"),
        Option(names=("--ignore-unavailable",), member="ignore_unavailable",
               help="What no source has is left out with a warning"),
        Option(names=("--ignore-versions",), member="ignore_versions", help="Install the newest versions"),
        Option(names=("--no-upgrade",), member="no_upgrade", help="Do not update what is installed"),
        Option(names=_SOURCE, member="source", value="SOURCE", default="those that the file names",
               help="Take all packages from this source, such as an offline folder"),
        WHAT_IF, *LIMITS, METERED,
        PACKAGE_AGREEMENTS, *SOURCE_ACCESS,
    ),
    run=import_,
    examples=("import packages.json", "import packages.json --what-if", "import winget.lock --source offline"),
)  # fmt: skip
