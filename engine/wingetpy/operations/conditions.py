"""When an operation is left for another time: its program runs, or the network is metered."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import PROGRAM_RUNS
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.search_path import expand
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call, Level, Progress
from wingetpy.model.scope import Scope
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import MeteredConnection, WhenRunning
from wingetpy.transfer.download import is_kept

LONGEST_WAIT = 600.0
"""Seconds that a running program is waited for where the caller sets no time limit."""
POLITE_SECONDS = 10.0
_LOOK_SECONDS = 0.5
_WEB = ("http://", "https://")

Report = Callable[[Level, str], None]


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation does about a running program (None: it tries) and a metered connection."""

    when_running: WhenRunning | None = None
    metered_connection: MeteredConnection = "Allow"


def reason_to_skip(host: Host, conditions: Conditions, planned: PlannedOperation, report: Report) -> str:
    """Return why an operation is skipped, `Running` or `MeteredConnection`, which is reported; empty if it is not."""
    for one in (*planned.dependencies, planned):
        if conditions.when_running == "Skip" and (running := programs_of(host, one)):
            report("Warning", f"{_of(one)} is skipped: {_named(running)}.")
            return "Running"
        if conditions.metered_connection == "Skip" and _costs(host, one) and host.metered():
            report("Warning", f"{_of(one)} is skipped: the connection is metered.")
            return "MeteredConnection"
    return ""


def await_or_end(
    host: Host, conditions: Conditions, planned: PlannedOperation, call: Call, stop: StopSignal, report: Report
) -> None:
    """Wait until the programs of a package have ended, or end them, as the caller wants it.

    Raises:
        OperationError: PackageInUse, where they still run after the bound, or are this engine's own caller.
        HostError: one cannot be ended.
        Cancelled: the caller asked to stop.
    """
    running = programs_of(host, planned) if conditions.when_running in ("Wait", "Stop") else ()
    if not running:
        return
    if any(one.is_ours for one in running):
        raise _in_use(planned, running, "this command runs in it")
    if conditions.when_running == "Stop":
        report("Warning", f"{_named(running)}; it is ended for {_of(planned, capital=False)}.")
        for one in running:
            stop()
            host.processes.end(one, POLITE_SECONDS)
    else:
        report("Information", f"{_of(planned)} waits: {_named(running)}.")
        _wait(host, planned, call, stop)
    if left := programs_of(host, planned):
        raise _in_use(planned, left, "it did not end")


def programs_of(host: Host, planned: PlannedOperation) -> Sequence[RunningProgram]:
    """Return the running programs whose files belong to what is updated, repaired, removed or installed again."""
    if (planned.installed or planned.installed_over) is None or planned.work is None:
        return ()
    folders = [folder for folder in _folders(host, planned) if _is_its_own(host, folder)]
    installed = planned.installed or planned.installed_over
    if installed is not None and installed.scope is Scope.user and host.facts().elevated:
        # Any program of the user writes such an entry, and must not have those of others ended.
        profile = host.files.known_folder(KnownFolder.profile)
        folders = [folder for folder in folders if _is_below(folder, profile)]
    if not folders:
        return ()
    return [one for one in host.processes.running() if any(_is_below(one.path, folder) for folder in folders)]


def _wait(host: Host, planned: PlannedOperation, call: Call, stop: StopSignal) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while (running := programs_of(host, planned)) and (stop.seconds_left() is not None or time.monotonic() < end):
        stop()
        call.progress(Progress(activity=_of(planned), status=f"Waiting: {_named(running)}"))
        time.sleep(_LOOK_SECONDS)


def _folders(host: Host, planned: PlannedOperation) -> list[PureWindowsPath]:
    """Where the files of the installed package are, by its entry and by the manifest."""
    installed, variables = planned.installed or planned.installed_over, host.files.variables()
    texts = [installed.install_location if installed else None]
    if planned.manifest is not None:
        texts += [one.installation_metadata.default_install_location for one in planned.manifest.installers]
    return [PureWindowsPath(expand(text.strip().strip('"'), variables)) for text in texts if text]


def _is_its_own(host: Host, folder: PureWindowsPath) -> bool:
    """Whether a folder can be one package's: not a known folder of Windows or what one lies in, nor Windows itself."""
    if not folder.is_absolute() or ".." in folder.parts:
        return False
    known = [host.files.known_folder(one) for one in KnownFolder]
    if any(_is_below(one, folder) for one in known):
        return False
    return not _is_below(folder, host.files.known_folder(KnownFolder.windows))


def _is_below(path: PureWindowsPath, folder: PureWindowsPath) -> bool:
    return path == folder or folder in path.parents


def _costs(host: Host, planned: PlannedOperation) -> bool:
    """Whether a file is downloaded over the network."""
    wanted = planned.download
    return wanted is not None and wanted.url.lower().startswith(_WEB) and not is_kept(host, wanted)


def _named(running: Sequence[RunningProgram]) -> str:
    names = ", ".join(str(one) for one in running[:5])
    more = f" and {len(running) - 5} more" if len(running) > 5 else ""
    return f"{names}{more} {'runs' if len(running) == 1 else 'run'}"


def _of(planned: PlannedOperation, *, capital: bool = True) -> str:
    plan = planned.plan
    return f"{'The' if capital else 'the'} {plan.operation.lower()} of {plan.name} [{plan.id}]"


def _in_use(planned: PlannedOperation, running: Sequence[RunningProgram], why: str) -> OperationError:
    return OperationError(
        f"{_of(planned)} was not begun: {_named(running)}, and {why}.",
        code=ErrorCode.PackageInUse,
        category="ResourceBusy",
        target=planned.plan.id,
        remedy=PROGRAM_RUNS,
        held_by=tuple(map(str, running)),
    )
