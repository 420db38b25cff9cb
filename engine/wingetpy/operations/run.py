"""Carrying out a plan: download, lock, recover, look again, write down, change, commit, clean up."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import Cancelled, EngineError, ErrorCode, HostError, OperationError, PlanStale
from wingetpy.hosts.host import Host
from wingetpy.installers.portable.entry import read_entry
from wingetpy.journal.execution import carry_out, finish, take_back
from wingetpy.journal.journal import Journal, open_journal
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace, download_folder, remove_download, sweep
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan import PlannedOperation, PortableWork, RemovalWork
from wingetpy.operations.portable_run import portable_script, removal_script
from wingetpy.operations.recovery import recover
from wingetpy.settings.log import ChangeLog, LineLevel, log_path
from wingetpy.transfer.download import download
from wingetpy.transfer.wanted import Downloaded, Wanted

DEFAULT_LOCK_WAIT = 120.0
_MOST_LOGGED = 100


class RunOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan is carried out. Seconds; `timeout_seconds` None for no limit."""

    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT


class Run:
    """One operation on its way."""

    def __init__(self, host: Host, planned: PlannedOperation, call: Call, options: RunOptions) -> None:
        self.host = host
        self.planned = planned
        self.plan = planned.plan
        self.call = call
        self.options = options
        self.going = StopSignal(call, options.timeout_seconds)
        self._log = ChangeLog(log_path(host), host.clock)

    def tell(self, level: LineLevel, text: str, code: str | None = None) -> None:
        self._log.write(level, text)
        self.call.message(level, text, code)

    def log_steps(self, script: Script) -> None:
        """The first steps one by one: the story of a change, not the list of an archive's files."""
        steps = [*script.steps, *script.last]
        for step in steps[:_MOST_LOGGED]:
            self._log.write("Information", f"to do: {step.sentence()}")
        if len(steps) > _MOST_LOGGED:
            self._log.write("Information", f"to do: {len(steps) - _MOST_LOGGED} more steps")

    def log(self, level: LineLevel, text: str) -> None:
        self._log.write(level, text)

    def waiting(self) -> bool:
        """Another change is running. False when the caller asked to stop."""
        if not self._told_of_waiting:
            self._told_of_waiting = True
            self.tell("Information", "Another change is running; waiting for it to end.")
        return not self.call.cancelled

    _told_of_waiting = False


def run_plan(host: Host, planned: PlannedOperation, call: Call, options: RunOptions | None = None) -> Outcome:
    """Carry out what was planned.

    Whatever fails is in the outcome's `error`, never raised: one failed package is not the end of a batch. The machine
    is then as it was before, unless the error's text says what is left.
    """
    plan, work = planned.plan, planned.work
    if plan.action == "None":
        return Outcome(reason=plan.reason, version_before=plan.from_version, version_after=plan.from_version)
    run = Run(host, planned, call, options or RunOptions())
    try:
        if planned.refusal is not None:
            raise planned.refusal
        if isinstance(work, PortableWork):
            return _run_portable(run, work)
        if isinstance(work, RemovalWork):
            return _run_removal(run, work)
        raise OperationError(f"There is no way to carry out the {plan.operation} of {plan.id}.", target=plan.id)
    except EngineError as error:
        run.log("Error", f"{plan.operation} of {plan.id} failed: {error.text} ({error.code.hex})")
        return Outcome(
            status="Cancelled" if isinstance(error, Cancelled) else "Failed",
            version_before=plan.from_version,
            version_after=plan.from_version,
            error=error,
        )


def _run_portable(run: Run, work: PortableWork) -> Outcome:
    plan, host = run.plan, run.host
    wanted = Wanted(
        url=plan.url,
        sha256=plan.sha256 or None,
        folder=download_folder(host, plan.id, plan.to_version),
        name=f"{plan.name} {plan.to_version}",
        source_folder=work.origin.folder,
        allow_mismatch=work.options.allow_hash_mismatch,
    )
    got = download(host, wanted, run.call, run.going)

    def script(workplace: Workplace) -> Script:
        # Another engine's recovery may have taken the download away while this one waited for the lock.
        there = got if got.path.is_file() else download(host, wanted, run.call, run.going)
        return portable_script(host, work, there, workplace, run.going)

    outcome = _change(run, work, script, got)
    remove_download(host, plan.id, plan.to_version)
    return outcome


def _run_removal(run: Run, work: RemovalWork) -> Outcome:
    return _change(run, work, lambda workplace: removal_script(run.host, work, workplace), None)


def _change(
    run: Run, work: PortableWork | RemovalWork, make_script: Callable[[Workplace], Script], got: Downloaded | None
) -> Outcome:
    host, plan = run.host, run.plan
    with host.change_lock(run.options.lock_wait_seconds, run.waiting):
        recover(host, run.tell, keep_download_of=(plan.id, plan.to_version) if got else None)
        _look_again(host, run.planned, work)
        with open_journal(host.state_folder()) as journal:
            run.log("Information", f"{plan.operation} of {plan.id} {plan.to_version or plan.from_version} begins")
            operation = journal.begin(
                plan.operation, plan.id, plan.source, plan.from_version, plan.to_version, host.clock.now()
            )
            script = _do(run, journal, operation, make_script)
            for error in finish(host, journal, operation):
                run.tell("Warning", f"One thing is left to do at the next change: {error.text}", error.code.hex)
        sweep(host)
        run.log("Information", f"{plan.operation} of {plan.id} is complete, {len(script.steps)} steps")
    return Outcome(
        changed=True,
        version_before=plan.from_version,
        version_after="" if isinstance(work, RemovalWork) else plan.to_version,
        product_code=(work.before if isinstance(work, RemovalWork) else work).place.product_code,
        path_added=tuple(script.added_to_path()),
        path_removed=tuple(script.removed_from_path()),
        warnings=tuple(script.warnings),
    )


def _do(run: Run, journal: Journal, operation: int, make_script: Callable[[Workplace], Script]) -> Script:
    host, plan = run.host, run.plan
    try:
        run.going()
        script = make_script(Workplace(host, operation))
        for warning in script.warnings:
            run.tell("Warning", warning)
        run.log_steps(script)
        carry_out(host, journal, operation, script, run.call, run.going, f"{plan.operation} of {plan.name}")
    except Exception as error:
        left, failures = take_back(host, journal, operation)
        for text in left:
            run.tell("Warning", text, ErrorCode.OperationInterrupted.hex)
        if failures and isinstance(error, EngineError):
            raise _not_taken_back(error, failures) from error
        if not failures:
            sweep(host)
        raise
    return script


def _look_again(host: Host, planned: PlannedOperation, work: PortableWork | RemovalWork) -> None:
    """See that the machine is still as it was when the plan was made."""
    place = work.before.place if work.before else (work.place if isinstance(work, PortableWork) else None)
    entry_changed = place is not None and read_entry(host, place) != work.before
    facts_changed = _of_plan(host.facts()) != _of_plan(planned.facts)
    if entry_changed or facts_changed:
        what = "what is installed" if entry_changed else "the machine"
        raise PlanStale(
            f"The plan for {planned.plan.id} does not hold any more: {what} has changed since it was made.",
            target=planned.plan.id,
            remedy="Make a new plan.",
        )


def _of_plan(facts: msgspec.Struct) -> msgspec.Struct:
    return msgspec.structs.replace(facts, pending_reboot=False)


def _not_taken_back(error: EngineError, failures: list[HostError]) -> OperationError:
    return OperationError(
        f"{error.text} It could not all be taken back: {failures[0].text}",
        code=error.code,
        category=error.category,
        target=failures[0].target or error.target,
        remedy="Remove the cause; the next change takes back the rest before it begins.",
    )
