"""Changes by the deployment API: under the change lock, with their entry in the history, and what they changed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.results import PackageDeploymentProgress, PackageDeploymentResult
from wingetpy.deployment.support import PackageVerb
from wingetpy.deployment.work import EVERY_TYPE
from wingetpy.errors import Cancelled, EngineError, ErrorCode, OperationError
from wingetpy.errors.remedies import Remedy
from wingetpy.errors.windows_codes import windows_code
from wingetpy.errors.windows_remedies import windows_remedy
from wingetpy.hosts.packages import MsixPackage
from wingetpy.hosts.packages.deploying import NO_ACTIVITY
from wingetpy.hosts.packages.provisioned import provisioned_families
from wingetpy.model.call import Call, Progress
from wingetpy.model.sizes import size_text
from wingetpy.model.text import fold
from wingetpy.msix.identity import is_family_name
from wingetpy.operations.context import Context
from wingetpy.operations.execute import ExecuteOptions, Execution
from wingetpy.operations.package_task import PackageTask
from wingetpy.operations.record import HistoryLine
from wingetpy.settings.log import LineLevel
from wingetpy.state.history import HistoryEntry

_CATEGORIES = {
    ErrorCode.AccessDenied: "PermissionDenied",
    ErrorCode.InstallPackageNotFound: "ObjectNotFound",
    ErrorCode.InstallOpenPackageFailed: "OpenError",
    ErrorCode.InstallNetworkFailure: "ConnectionError",
    ErrorCode.InstallOutOfDiskSpace: "ResourceUnavailable",
    ErrorCode.PackagesInUse: "ResourceBusy",
    ErrorCode.InstallPackageDowngrade: "InvalidOperation",
    ErrorCode.Cancelled: "OperationStopped",
}


class Deployed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a change.

    Attributes:
        added: Packages that are on the machine now and were not, or that a user has and had not.
        removed: Packages that are there no more, or that a user has no more.
        changed: Whether anything of what is on the machine is another now.
        error: Why it failed.
    """

    task: PackageTask
    result: PackageDeploymentResult
    added: tuple[MsixPackage, ...] = ()
    removed: tuple[MsixPackage, ...] = ()
    changed: bool = False
    error: EngineError | None = None


def deploy(context: Context, task: PackageTask, call: Call, options: ExecuteOptions) -> Deployed:
    """Do it. What the system answers is in the result, never raised.

    Raises:
        BadRequest: the verb does not take the target or the options.
        HostError: HostCannot: the machine deploys no packages.
        Busy, Cancelled: while it waited for another change.
    """
    task.check()
    if (refusal := context.host.packages.refusal(task.subject)) is not None:
        raise refusal
    return _PackageChange(context, task, call, options).run()


class _PackageChange:
    def __init__(self, context: Context, task: PackageTask, call: Call, options: ExecuteOptions) -> None:
        self._context = context
        self._task = task
        self._call = call
        self._options = options
        self._line = HistoryLine(context.host, self._report)

    def run(self) -> Deployed:
        context, task = self._context, self._task
        manager = PackageDeploymentManager(context.host, self._call, self._options.timeout_seconds)
        entry = HistoryEntry(
            operation=task.verb,
            package=task.subject,
            user=context.facts.user_name,
            elevated=context.facts.elevated,
            started=context.host.clock.now(),
            installer_type=task.technology,
        )
        with Execution(context, self._call, self._options).alone():
            before = self._seen()
            entry = self._line.write(entry)
            self._log("Information", f"{task.verb} of {task.subject} begins")
            try:
                result = task.run(manager, self._progress)
            except EngineError as error:
                self._line.write(self._ended(entry, error))
                raise
            after = self._seen()
        deployed = Deployed(
            task=task,
            result=result,
            added=_more(after, before),
            removed=_more(before, after),
            changed=before != after or (result.succeeded and self._changes_unseen(result)),
            error=None if result.succeeded else _error(task, result),
        )
        self._line.write(self._ended(_with_packages(entry, deployed), deployed.error))
        return deployed

    def _changes_unseen(self, result: PackageDeploymentResult) -> bool:
        """Whether a success changed what does not show in the list of packages: files and data, or, to a caller who
        does not see it, what is only staged."""
        return self._task.verb in (PackageVerb.repair, PackageVerb.reset) or result.fetched_bytes is not None

    def _ended(self, entry: HistoryEntry, error: EngineError | None) -> HistoryEntry:
        finished = max(self._context.host.clock.now(), entry.started)
        if error is None:
            self._log("Information", f"{entry.operation} of {self._task.subject} is complete")
            return replace(entry, finished=finished, result="Succeeded")
        self._log("Error", f"{entry.operation} of {self._task.subject} failed: {error.text} ({error.code.hex})")
        return replace(
            entry,
            finished=finished,
            result="Cancelled" if isinstance(error, Cancelled) else "Failed",
            error_code=error.code.hex,
            error=error.text,
        )

    def _seen(self) -> dict[str, MsixPackage]:
        """Return what is on the machine, as far as the caller may see."""
        packages = self._context.host.packages
        provisioned = provisioned_families(packages)
        found = packages.find(types=EVERY_TYPE, all_users=self._context.facts.elevated)
        return {fold(one.full_name): replace(one, provisioned=fold(one.family_name) in provisioned) for one in found}

    def _progress(self, progress: PackageDeploymentProgress) -> None:
        step, verb = progress.step, self._task.verb
        saved = f"{size_text(step.saved_bytes)} are there already" if step and step.saved_bytes else ""
        self._call.progress(
            Progress(
                activity=f"{step.stage if step else verb} {self._task.subject}",
                status=(saved or verb) if step else progress.status.name,
                percent_complete=int(progress.percentage * 100),
                bytes=step.bytes_done if step else None,
                total_bytes=step.total_bytes if step else None,
            )
        )

    def _report(self, level: LineLevel, text: str, code: str | None = None) -> None:
        self._log(level, text)
        self._call.message(level, text, code)

    def _log(self, level: LineLevel, text: str) -> None:
        self._context.log.write(level, text)


def _more(these: dict[str, MsixPackage], than: dict[str, MsixPackage]) -> tuple[MsixPackage, ...]:
    """Return the packages that are here and not there, or that here somebody has who has them not there."""
    return tuple(
        one for name, one in these.items() if (other := than.get(name)) is None or set(one.users) - set(other.users)
    )


def _with_packages(entry: HistoryEntry, deployed: Deployed) -> HistoryEntry:
    """Return an entry with what was changed; with versions where it was one family."""
    families = {one.family_name for one in (*deployed.added, *deployed.removed)}
    entry = replace(entry, changed=deployed.changed)
    if len(families) != 1:
        return entry
    return replace(
        entry,
        package=families.pop(),
        name=next((one.display_name for one in (*deployed.added, *deployed.removed) if one.display_name), ""),
        from_version=_version(deployed.removed),
        to_version=_version(deployed.added),
        architecture=next((one.architecture for one in (*deployed.added, *deployed.removed)), ""),
        location=next((one.install_location for one in deployed.added if one.install_location), ""),
    )


def _version(packages: Sequence[MsixPackage]) -> str:
    return next((one.version for one in packages), "")


def _error(task: PackageTask, result: PackageDeploymentResult) -> EngineError:
    """Return what a failure is to a person: the system's text, with its nearer reason."""
    text = result.error_text.strip().rstrip(".")
    nearer = windows_code(result.extended_error) if result.extended_error not in (0, result.error) else None
    reason = f" The nearer reason: {nearer.text}" if nearer is not None and nearer.text not in result.error_text else ""
    known = result.error in set(ErrorCode)
    code = ErrorCode(result.error) if known else ErrorCode.CommandFailed
    shown = "" if known else f" (0x{result.error:08X})"
    has_log = result.activity_id != NO_ACTIVITY
    noted = f" What the system noted of it is kept under the activity id {result.activity_id}." if has_log else ""
    if code is ErrorCode.Cancelled:
        return Cancelled(f"{task.verb} of '{task.subject}' was cancelled.", target=task.subject)
    return OperationError(
        f"{task.verb} of '{task.subject}' failed{shown}: {text or 'the system gives no reason'}.{reason}{noted}",
        code=code,
        category=_CATEGORIES.get(code),
        target=task.subject,
        remedy=_remedy(task, result) or None,
    )


def _remedy(task: PackageTask, result: PackageDeploymentResult) -> str | Remedy:
    """Return what to do about a failure. A family that is not there is no path, whatever the code says."""
    if result.extended_error == ErrorCode.PathNotFound and is_family_name(task.subject):
        return windows_remedy(ErrorCode.NotFound)
    return windows_remedy(result.extended_error, result.error)
