"""`packageList/export|plan|import`: files of packages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.package_plan import consent_shown
from wingetpy.commands.parameters import Totals
from wingetpy.commands.results import execute_options, install_result, totals
from wingetpy.desired.lists.carry_out import carry_out, pins_to_add
from wingetpy.desired.lists.make import LeftOut, ListedRow, ListWishes, make_list
from wingetpy.desired.lists.read import read_list
from wingetpy.desired.lists.resolve import ImportWishes, Resolved, resolve
from wingetpy.errors import BadRequest
from wingetpy.hosts.native_files import write_named
from wingetpy.model.call import Call
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan import Plan
from wingetpy.operations.request import DEFAULT_LOCK_WAIT, LongText, MeteredConnection, Text, WhenRunning

if TYPE_CHECKING:
    from wingetpy.desired.lists.document import PackageListDocument

_ADDRESS = re.compile("[A-Za-z][A-Za-z0-9+.-]+://")


class ExportParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """What is written where. `path` is on the engine's disk; a file that is there is replaced, unless `no_clobber`.

    Attributes:
        source: Only what this source knows.
        include_versions: With the installed versions.
        lock: A lock file: exact versions, installers with their hashes, dependencies.
    """

    path: LongText
    source: Text | None = None
    include_versions: bool = False
    lock: bool = False
    no_clobber: bool = False


class ExportedPackage(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One installed package and what the file has of it.

    Attributes:
        version: As the file has it; empty where it has none.
        scope: Where it is installed.
        pin: `Gating 1.2.*`; empty without one.
        exported: Whether it is in the file; `reason` is then empty.
        warning: A sentence.
    """

    id: str
    name: str
    source: str = ""
    installed_version: str = ""
    version: str = ""
    scope: str = ""
    pin: str = ""
    exported: bool = True
    reason: LeftOut = ""
    warning: str = ""


class ExportTotals(Totals, frozen=True, rename="pascal", kw_only=True):
    """`exported`: how many packages are in the file; `path`: where it is."""

    path: str
    exported: int


class PlanListParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """A file on the engine's disk, and how it is understood (`ImportWishes`)."""

    path: LongText
    source: Text | None = None
    ignore_unavailable: bool = False
    ignore_versions: bool = False
    no_upgrade: bool = False
    disable_interactivity: bool = False
    accept_package_agreements: bool = False


class ImportParameters(PlanListParameters, frozen=True, rename="pascal", kw_only=True):
    """The time limit is for each package."""

    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT
    when_running: WhenRunning | None = None
    metered_connection: MeteredConnection | None = None


def export(context: Context, parameters: ExportParameters, call: Call) -> ExportTotals:
    """Emit one row for each installed package, and write the file."""
    path = _path(parameters.path)
    if parameters.no_clobber and path.exists():
        raise _exists(path)
    wishes = ListWishes(source=parameters.source, versions=parameters.include_versions, lock=parameters.lock)
    document, rows = make_list(context, wishes, call)
    for row in rows:
        if row.warning:
            call.message("Warning", row.warning)
    write_named(path, _text(document))
    emitted = [_exported(row) for row in rows]
    call.items(emitted)
    exported = sum(one.exported for one in emitted)
    context.log.write("Information", f"package list written: {path}, {exported} packages")
    return ExportTotals(count=len(emitted), path=str(path), exported=exported)


def plan(context: Context, parameters: PlanListParameters, call: Call) -> Totals:
    """Emit the plan of each package of a file; nothing is changed, and no plan is kept."""
    found = _resolved(context, parameters, call)
    plans = [consent_shown(one.planned, parameters.accept_package_agreements).plan for one in found]
    for pin in (pin for one in found for pin in pins_to_add(context, one)):
        call.message("Information", f"{pin.package} would be pinned: {pin.type.value} {pin.version}".rstrip() + ".")
    call.items(plans)
    failed = sum(one.error is not None for one in plans)
    return Totals(count=len(plans), failed=failed, cancelled=call.cancelled)


def import_list(context: Context, parameters: ImportParameters, call: Call) -> Totals:
    """Raise what is wrong with the file or missing in the sources, before anything is changed; what fails afterwards
    is in the result of its package."""
    found = _resolved(context, parameters, call)
    options = execute_options(parameters, accepted=parameters.accept_package_agreements)
    outcomes: list[Outcome] = []
    for outcome in carry_out(context, found, call, options):
        outcomes.append(outcome)
        call.items([install_result(outcome)])
    left = len(found) - len(outcomes)
    if left:
        packages = "package of the list was" if left == 1 else "packages of the list were"
        call.message("Warning", f"The import was stopped; {left} {packages} not begun.")
    return totals(outcomes, stopped=left > 0)


def _resolved(context: Context, parameters: PlanListParameters, call: Call) -> Sequence[Resolved]:
    document = read_list(_path(parameters.path), call)
    wishes = ImportWishes(
        source=parameters.source,
        ignore_unavailable=parameters.ignore_unavailable,
        ignore_versions=parameters.ignore_versions,
        no_upgrade=parameters.no_upgrade,
        disable_interactivity=parameters.disable_interactivity,
    )
    return resolve(context, document, wishes, call)


def _exported(row: ListedRow) -> ExportedPackage:
    one, package = row.installed, row.package
    return ExportedPackage(
        id=one.id,
        name=one.entry.name,
        source=one.package.source if one.package else "",
        installed_version=one.version,
        version=package.version if package else "",
        scope=one.entry.scope.value,
        pin=str(package.pin) if package and package.pin else "",
        exported=package is not None,
        reason=row.left_out,
        warning=row.warning,
    )


def _text(document: PackageListDocument) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _path(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise BadRequest("No file is named.", target="Path", remedy="Name one.")
    if _ADDRESS.match(text):
        raise BadRequest(
            f"'{text}' is an address; package lists are files.",
            target=text,
            remedy="Download the list, and name the file.",
        )
    return Path(text)


def _exists(path: Path) -> BadRequest:
    return BadRequest(
        f"The file {path} exists.",
        category="ResourceExists",
        target=str(path),
        remedy="Name another file, or let this one be replaced.",
    )


EXPORT = Command(ExportParameters, ExportTotals, export, items=ExportedPackage)
PLAN = Command(PlanListParameters, Totals, plan, items=Plan)
IMPORT = Command(ImportParameters, Totals, import_list, items=InstallResult)
