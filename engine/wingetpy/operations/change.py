"""One change of the machine, under the change lock and the journal: from the verified file to the record of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from wingetpy.errors import EngineError, ErrorCode, HostError, OperationError, TransferError
from wingetpy.errors.system import shortage
from wingetpy.hosts.host import Host
from wingetpy.installers.technology import Work
from wingetpy.journal.execution import carry_out, take_back
from wingetpy.journal.journal import Journal
from wingetpy.journal.running import Running
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace, sweep
from wingetpy.journal.step import StepResult
from wingetpy.journal.steps import Step
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.journal.tracking_steps import ForgetPackage, RememberPackage
from wingetpy.model.call import Call, Level
from wingetpy.operations.observe import Observed, observer_of
from wingetpy.operations.outcome import Done
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.state.tracking import TrackedPackage
from wingetpy.transfer.download import download
from wingetpy.transfer.private_copy import private_copy
from wingetpy.transfer.security_check import pass_security_check
from wingetpy.transfer.wanted import Downloaded, Wanted

_MOST_LOGGED = 100
_DOWNLOADS = 3
"""How often an installer is brought that others remove or change before it is used."""

Report = Callable[..., None]
"""Takes a level, a text and perhaps a code: written to the log and sent to the caller."""


class LockedChange:
    """What is done of one plan while nothing else changes the machine.

    Args:
        stop: Raises when the operation is to stop.
        report: Writes to the log and to the caller.
        log: Writes to the log alone.

    Attributes:
        seen_in_failure: What Apps & Features says after a failure; unchanged where no program ran.
    """

    def __init__(
        self,
        host: Host,
        planned: PlannedOperation,
        work: Work,
        call: Call,
        stop: StopSignal,
        report: Report,
        log: Callable[[Level, str], None],
    ) -> None:
        self._host = host
        self._planned = planned
        self._work = work
        self._call = call
        self._stop = stop
        self._report = report
        self._log = log
        self._observed = Observed()
        self._code = ""
        self.seen_in_failure = Observed()

    def carry_out(
        self, journal: Journal, operation: int, downloaded: Downloaded | None, busy_wait_seconds: float
    ) -> Done:
        """Do the steps of the work; what fails is undone.

        Args:
            busy_wait_seconds: How long an installer may be tried again while another installation is in progress.

        Raises:
            EngineError: what went wrong.
        """
        host, plan = self._host, self._planned.plan
        running = Running(self._call, self._stop, f"{plan.operation} of {plan.name}", busy_wait_seconds)
        observe = None
        try:
            self._stop()
            workplace = Workplace(host, operation)
            own = self._verified(downloaded, workplace) if downloaded else None
            script = self._work.script(host, workplace, own, self._stop)
            self._code = script.code or self._work.preview.product_code
            if self._work.observes_inventory:
                observe = observer_of(host, self._planned)
            else:
                script.last += self._records(downloaded, Observed(gone=True))
            for warning in (*plan.warnings, *script.warnings):
                self._report("Warning", warning)
            self._log_steps(script)

            def conclude(results: list[StepResult]) -> list[Step]:
                """Look at what the program did, and return the steps that record it."""
                if observe is None:
                    return []
                self._note(observe(results, running))
                self._call.message("Verbose", f"{plan.id}: {self._observed.sentence()}")
                return self._records(downloaded, self._observed)

            results = carry_out(host, journal, operation, script, running, conclude)
            for result in results:
                for warning in result.warnings:
                    self._report("Warning", warning)
        except Exception as caught:
            error = shortage(caught, f"The {plan.operation.lower()} of {plan.name}") or caught
            left, failures = take_back(host, journal, operation)
            for text in left:
                self._report("Warning", text, ErrorCode.OperationInterrupted.hex)
            if observe is not None and isinstance(error, EngineError):
                with suppress(HostError):  # what failed counts more than what cannot be looked at
                    self._note(observe(None, running))
                    self.seen_in_failure = self._observed
                    for step in self._forgotten(self._observed):
                        step.do(host)
            if failures and isinstance(error, EngineError):
                raise _not_undone(error, failures) from error
            if not failures:
                sweep(host)
            if error is caught:
                raise
            raise error from caught
        return Done(script, results, self._observed)

    def _note(self, observed: Observed) -> None:
        self._observed = observed
        for text in observed.warnings:
            self._report("Warning", text)

    def _verified(self, downloaded: Downloaded, workplace: Workplace) -> Downloaded:
        """Return the download as a file of this operation alone, hashed again; brought once more if it is gone."""
        wanted, package = self._planned.download, self._planned.plan.id
        assert wanted is not None
        folder = self._host.files.local(workplace.folder)
        for _ in range(_DOWNLOADS):
            if (own := private_copy(downloaded, folder)) is not None:
                self._pass_security_check(workplace, own, wanted, downloaded)
                return own
            downloaded = download(self._host, wanted, self._call, self._stop)
        raise TransferError(
            f"The installer of {package} was changed after it was downloaded and verified.",
            code=ErrorCode.InstallerHashMismatch,
            category="SecurityError",
            target=package,
            remedy="Find out which program changes the engine's own files, then run the command again.",
        )

    def _pass_security_check(
        self, workplace: Workplace, own: Downloaded, wanted: Wanted, downloaded: Downloaded
    ) -> None:
        """Have the system check the file; one that it refuses is kept nowhere."""
        try:
            pass_security_check(self._host, workplace.folder / own.path.name, wanted, own.sha256)
        except HostError as error:
            if error.code is ErrorCode.InstallerSecurityCheckFailed:
                downloaded.path.unlink(missing_ok=True)
            raise

    def _records(self, downloaded: Downloaded | None, observed: Observed) -> list[Step]:
        """Return the steps that record what is installed afterwards."""
        planned, entry = self._planned, observed.entry
        plan: Plan = planned.plan
        if plan.operation == "Repair":
            return []
        code = (entry.product_code if entry else None) or self._code
        if planned.target is None:
            return [ForgetPackage(product_code=code, scope=plan.scope)] if observed.gone else []
        package = TrackedPackage(
            source=planned.target.origin.identifier,
            package=plan.id,
            product_code=code,
            scope=entry.scope.value if entry else plan.scope,
            version=plan.to_version,
            location=(entry.install_location if entry else None) or plan.location,
            installer_sha256=self._sha256(downloaded),
            installed=self._host.clock.now(),
            wishes=planned.wishes,
        )
        return [*self._forgotten(observed), RememberPackage(package=package)]

    def _sha256(self, downloaded: Downloaded | None) -> str:
        """Return the hash of the installer: what the manifest says of one that was read where it lies."""
        wanted = self._planned.download
        return downloaded.sha256 if downloaded else (wanted.sha256 if wanted else None) or ""

    def _forgotten(self, observed: Observed) -> list[Step]:
        """Return the step that removes the record of the version before, if its entry has gone."""
        previous = self._planned.installed
        if not observed.previous_gone or previous is None or not previous.product_code:
            return []
        return [ForgetPackage(product_code=previous.product_code, scope=previous.scope.value)]

    def _log_steps(self, script: Script) -> None:
        """Log the first steps one by one: the story of a change, not the list of an archive's files."""
        sentences = list(dict.fromkeys(step.sentence() for step in (*script.steps, *script.last)))
        for sentence in sentences[:_MOST_LOGGED]:
            self._log("Information", f"to do: {sentence}")
        if len(sentences) > _MOST_LOGGED:
            self._log("Information", f"to do: {len(sentences) - _MOST_LOGGED} more steps")


def _not_undone(error: EngineError, failures: list[HostError]) -> OperationError:
    return OperationError(
        f"{error.text} Not all of it could be undone: {failures[0].text}",
        code=error.code,
        category=error.category,
        target=failures[0].target or error.target,
        remedy="Remove the cause; the next change undoes the rest before it begins.",
        held_by=failures[0].held_by or error.held_by,
    )
