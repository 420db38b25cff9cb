"""Carrying out a plan: its dependencies, then download, lock, recover, check, journal, change, commit, clean up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from wingetpy.errors import (
    Cancelled,
    EngineError,
    PlanStale,
)
from wingetpy.errors.system import shortage
from wingetpy.hosts.facts import MachineFacts
from wingetpy.installers.technology import ReadsInPlace, Work
from wingetpy.journal.execution import finish
from wingetpy.journal.journal import open_journal
from wingetpy.journal.staging import remove_download, sweep
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.model.sizes import size_text
from wingetpy.operations.change import LockedChange
from wingetpy.operations.conditions import (
    Conditions,
    await_or_end,
    reason_to_skip,
)
from wingetpy.operations.consent import require_agreements
from wingetpy.operations.context import Context
from wingetpy.operations.downloads import bring, bring_at_once, lacks_download, reads_in_place, refuse_failed
from wingetpy.operations.find_target import is_unchanged
from wingetpy.operations.make_plan import dependency_failed
from wingetpy.operations.needed_features import enable_features
from wingetpy.operations.observe import Observed
from wingetpy.operations.outcome import Outcome, changed_by, failed, unchanged
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.operations.record import Record
from wingetpy.operations.recovery import recover
from wingetpy.operations.request import DEFAULT_LOCK_WAIT, MeteredConnection, WhenRunning
from wingetpy.settings.log import LineLevel
from wingetpy.transfer.download import download
from wingetpy.transfer.wanted import Downloaded


class ExecuteOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan is carried out. Seconds; `timeout_seconds` None for no limit."""

    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT
    accept_package_agreements: bool = False
    when_running: WhenRunning | None = None
    metered_connection: MeteredConnection | None = None

    def conditions(self, context: Context, planned: PlannedOperation) -> Conditions:
        """Return what holds for a package; the setting for metered connections is for packages that nobody named."""
        unattended = planned.among_many and context.settings.network.skips_metered
        usual: MeteredConnection = "Skip" if unattended else "Allow"
        return Conditions(when_running=self.when_running, metered_connection=self.metered_connection or usual)


def execute(context: Context, planned: PlannedOperation, call: Call, options: ExecuteOptions) -> Outcome:
    """Carry out a plan with the plans of its dependencies.

    Whatever fails is in the outcome's `error`, never raised: one failed package does not end a batch. The machine is
    then as it was before, unless the error's text says what remains.
    """
    return Execution(context, call, options).run(planned)


def require_consent(planned: PlannedOperation, accepted: bool) -> None:
    """Raise ConsentMissing with the texts if the package or a dependency has agreements that were not accepted."""
    asking = [(plan.name, plan.id, agreement) for plan, agreement in planned.agreements]
    require_agreements(asking, planned.plan.id, accepted)


class Execution:
    """One request's way through a plan and its dependencies; one time limit holds for all of it."""

    def __init__(self, context: Context, call: Call, options: ExecuteOptions) -> None:
        self._context = context
        self._host = context.host
        self._call = call
        self._options = options
        self._stop = StopSignal(call, options.timeout_seconds)
        self._waiting_reported = False
        self._alone = False
        self._seen_in_failure = Observed()

    @contextmanager
    def alone(self, keep_download_of: tuple[str, str] | None = None) -> Iterator[None]:
        """Hold the change lock with nothing left to recover: nothing else changes the machine. It may be nested.

        Args:
            keep_download_of: Id and version whose installer is about to be used.

        Raises:
            Busy: the lock was not free within the bound.
            Cancelled: the caller asked to stop while it waited.
            OperationError: what was interrupted cannot be undone now.
        """
        if self._alone:
            yield
            return
        with self._host.change_lock(self._options.lock_wait_seconds, self._waiting):
            recover(self._host, self._report, keep_download_of)
            self._alone = True
            try:
                yield
            finally:
                self._alone = False

    def run(self, planned: PlannedOperation) -> Outcome:
        record = Record(self._context, planned, self._report)
        outcome = self._run(planned, record)
        record.end(outcome)
        return outcome

    def _run(self, planned: PlannedOperation, record: Record) -> Outcome:
        plan = planned.plan
        changed = False
        try:
            require_consent(planned, self._options.accept_package_agreements)
            if planned.refusal is not None:
                raise planned.refusal
            if plan.plan_id:
                self._require_same_manifests(planned)
            conditions = self._options.conditions(self._context, planned)
            if reason := reason_to_skip(self._host, conditions, planned, self._report):
                return msgspec.structs.replace(unchanged(planned, False), reason=reason)
            refuse_failed(self._context, planned)
            bring_at_once(self._host, planned, self._call, self._stop)
            enabled = enable_features(self._host, planned.features, self._call, self._stop)
            for dependency in planned.dependencies:
                changed = self._install_dependency(plan, dependency) or changed
            changed = changed or enabled.any
            if planned.work is None:
                return msgspec.structs.replace(unchanged(planned, changed), reboot_required=enabled.restart)
            outcome = self._change(planned, planned.work, record)
            return msgspec.structs.replace(
                outcome, changed=True, reboot_required=enabled.restart or outcome.reboot_required
            )
        except (EngineError, OSError, MemoryError, ModuleNotFoundError) as caught:
            error = caught if isinstance(caught, EngineError) else shortage(caught, _activity(plan))
            if error is None:
                raise
            if plan.action != "None":
                self._log("Error", f"{plan.operation} of {plan.id} failed: {error.text} ({error.code.hex})")
            return failed(planned, error, changed, self._seen_in_failure)

    def lacks(self, planned: PlannedOperation) -> bool:
        """Whether a plan that may be carried out needs a download that is not there."""
        if planned.refusal is not None or (planned.agreements and not self._options.accept_package_agreements):
            return False
        return lacks_download(self._host, planned)

    def bring(self, planned: PlannedOperation) -> EngineError | None:
        """Download what a plan needs, outside of the lock. Returns what went wrong."""
        return bring(self._host, planned, self._call, self._stop)

    def _install_dependency(self, plan: Plan, dependency: PlannedOperation) -> bool:
        """Install a dependency as planned. Whether the machine was changed; raises DependenciesFailed."""
        outcome = self.run(msgspec.structs.replace(dependency, dependencies=()))
        if isinstance(outcome.error, Cancelled | PlanStale):
            raise outcome.error
        if outcome.error is not None:
            raise dependency_failed(plan, dependency.plan, outcome.error)
        self._call.message(
            "Information",
            f"{dependency.plan.id} {dependency.plan.to_version}, a dependency of {plan.id}: successfully installed.",
        )
        return outcome.changed

    def _require_same_manifests(self, planned: PlannedOperation) -> None:
        """Raise PlanStale if a manifest or its source is no longer what was shown: the installer would be another."""
        for one in (*planned.dependencies, planned):
            if one.target is None or one.manifest is None:
                continue
            if not is_unchanged(self._context, one.target, one.manifest, self._call):
                raise _stale(planned.plan, f"the manifest or the source of {one.plan.id}")

    def _change(self, planned: PlannedOperation, work: Work, record: Record) -> Outcome:
        plan, host = planned.plan, self._host
        work, downloaded = self._with_installer(planned, work)
        conditions = self._options.conditions(self._context, planned)
        await_or_end(host, conditions, planned, self._call, self._stop, self._report)
        with self.alone(keep_download_of=(plan.id, plan.to_version) if downloaded else None):
            self._require_same_machine(planned, work)
            with open_journal(host.state_folder()) as journal:
                self._log("Information", f"{plan.operation} of {plan.id} {plan.to_version or plan.from_version} begins")
                operation = journal.begin(
                    plan.operation, plan.id, plan.source, plan.from_version, plan.to_version, host.clock.now()
                )
                record.begin(operation)
                change = LockedChange(host, planned, work, self._call, self._stop, self._report, self._log)
                try:
                    done = change.carry_out(journal, operation, downloaded, self._options.lock_wait_seconds)
                finally:
                    self._seen_in_failure = change.seen_in_failure
                for error in finish(host, journal, operation):
                    self._report("Warning", f"One step remains for the next change: {error.text}", error.code.hex)
            sweep(host)
            if planned.download:
                remove_download(host, plan.id, plan.to_version)
            self._log("Information", f"{plan.operation} of {plan.id} is complete, {done.steps} steps")
        outcome = changed_by(planned, work, done)
        if outcome.saved_bytes:
            self._report("Information", _saving(plan, outcome.fetched_bytes or 0, outcome.saved_bytes))
        return outcome

    def _with_installer(self, planned: PlannedOperation, work: Work) -> tuple[Work, Downloaded | None]:
        """Return the work with its installer's file, or one that reads the installer where it lies."""
        wanted = planned.download
        if wanted is None:
            return work, None
        if isinstance(work, ReadsInPlace) and reads_in_place(self._host, planned):
            there = work.in_place(self._host, wanted, self._call, self._stop)
            if there is not None:
                return there, None
        return work, download(self._host, wanted, self._call, self._stop)

    def _require_same_machine(self, planned: PlannedOperation, work: Work) -> None:
        """Raise PlanStale if what the plan rests on has changed since it was made."""
        if work.is_stale(self._host):
            raise _stale(planned.plan, "what is installed")
        if _lasting(self._host.facts()) != _lasting(planned.facts):
            raise _stale(planned.plan, "the machine")

    def _waiting(self) -> bool:
        """Report that another change is running. False when the caller asked to stop."""
        if not self._waiting_reported:
            self._waiting_reported = True
            self._report("Information", "Another change is running; waiting for it to end.")
        return not self._call.cancelled

    def _report(self, level: LineLevel, text: str, code: str | None = None) -> None:
        self._log(level, text)
        self._call.message(level, text, code)

    def _log(self, level: LineLevel, text: str) -> None:
        self._context.log.write(level, text)


def _lasting(facts: MachineFacts) -> MachineFacts:
    return msgspec.structs.replace(facts, pending_reboot=False)


def _stale(plan: Plan, what: str) -> PlanStale:
    return PlanStale(
        f"The plan for {plan.id} is no longer valid: {what} has changed since it was made.",
        target=plan.id,
        remedy="Make a new plan.",
    )


def _saving(plan: Plan, fetched: int, saved: int) -> str:
    there = f"{size_text(saved)} ({saved * 100 // (saved + fetched)} %) were there already"
    return f"{plan.id} {plan.to_version}: {size_text(fetched)} were needed; {there}."


def _activity(plan: Plan) -> str:
    return f"The {plan.operation.lower()} of {plan.name}"
