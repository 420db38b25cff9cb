"""What a plan and the plans of its dependencies have to download, and downloading it before anything is installed."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.errors import EngineError
from wingetpy.hosts.host import Host
from wingetpy.installers.technology import ReadsInPlace
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.make_plan import dependency_failed
from wingetpy.operations.plan import PlannedOperation
from wingetpy.transfer.download import download, is_kept
from wingetpy.transfer.several import download_several
from wingetpy.transfer.wanted import Wanted


def lacks_download(host: Host, planned: PlannedOperation) -> bool:
    """Whether a file that a plan needs has not been downloaded."""
    return any(not is_kept(host, wanted) for wanted in _downloads(host, planned))


def bring(host: Host, planned: PlannedOperation, call: Call, stop: StopSignal) -> EngineError | None:
    """Download all that a plan needs. Returns what went wrong."""
    wanted = _downloads(host, planned)
    try:
        if len(wanted) == 1:
            download(host, wanted[0], call, stop)
            return None
        results = download_several(host, wanted, call, stop)
    except EngineError as error:
        return error
    return next((one for one in results if isinstance(one, EngineError)), None)


def bring_at_once(host: Host, planned: PlannedOperation, call: Call, stop: StopSignal) -> None:
    """Download the files of a package and of its dependencies before the first of them is installed.

    Raises:
        TransferError, HostError: the package's own file cannot be brought.
        OperationError: DependenciesFailed, for a file of a dependency.
    """
    lacking = [one for one in _downloading(host, planned) if one.download and not is_kept(host, one.download)]
    if len(lacking) < 2:
        return
    results = download_several(host, [one.download for one in lacking if one.download], call, stop)
    for place, result in enumerate(results):
        if isinstance(result, EngineError):
            failed = lacking[place]
            raise result if failed is planned else dependency_failed(planned.plan, failed.plan, result)


def refuse_failed(context: Context, planned: PlannedOperation) -> None:
    """Raise why a file that a plan needs was not brought by a `bring_for_several` just before, instead of another try.

    Raises:
        TransferError: the package's own file.
        OperationError: DependenciesFailed, for a file of a dependency.
    """
    for one in _downloading(context.host, planned):
        if one.download is None or is_kept(context.host, one.download):
            continue
        error = context.stores.failed_downloads.take(one.download)
        if error is not None:
            raise error if one is planned else dependency_failed(planned.plan, one.plan, error)


def bring_for_several(
    context: Context,
    plans: Sequence[PlannedOperation],
    call: Call,
    stop: StopSignal,
    *,
    accepted: bool,
    remember: bool = False,
) -> dict[int, EngineError]:
    """Download the files of several plans before the first of them is carried out.

    Args:
        accepted: Whether the agreements of packages are accepted; nothing is downloaded of one that still asks.
        remember: Another request carries the plans out; it is not to try again what has failed now.

    Returns:
        What went wrong, by the place of the plan whose own file it is. A dependency's file that is missing is
        tried again when its plan is carried out, unless it is remembered.

    Raises:
        Cancelled, OperationError: as `stop` raises.
    """
    places: list[int | None] = []
    wanted: dict[tuple[str, str], Wanted] = {}
    for place, planned in enumerate(plans):
        if planned.refusal is not None or (planned.agreements and not accepted):
            continue
        for one in _downloading(context.host, planned):
            if one.download is None or is_kept(context.host, one.download):
                continue
            key = (str(one.download.folder), one.download.sha256 or one.download.url)
            if key not in wanted:
                wanted[key] = one.download
                places.append(place if one is planned else None)
    if len(wanted) < 2:
        return {}
    at_once = context.settings.network.downloads_at_once
    results = download_several(context.host, list(wanted.values()), call, stop, at_once)
    if remember:
        for number, file in enumerate(wanted.values()):
            context.stores.failed_downloads.note(file, results[number])
    failed: dict[int, EngineError] = {}
    for number, result in enumerate(results):
        owner = places[number]
        if owner is not None and isinstance(result, EngineError):
            failed[owner] = result
    return failed


def reads_in_place(host: Host, planned: PlannedOperation) -> bool:
    """Whether the work of a plan will try to read its installer where it lies."""
    work, wanted = planned.work, planned.download
    return isinstance(work, ReadsInPlace) and wanted is not None and work.may_read_in_place(host, wanted)


def _downloads(host: Host, planned: PlannedOperation) -> list[Wanted]:
    """What a plan and the plans of its dependencies download."""
    return [one.download for one in _downloading(host, planned) if one.download]


def _downloading(host: Host, planned: PlannedOperation) -> list[PlannedOperation]:
    """A plan and the plans of its dependencies, of those that download a file."""
    every = (*planned.dependencies, planned)
    return [one for one in every if one.work and one.download and not reads_in_place(host, one)]
