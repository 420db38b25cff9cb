"""One deployment: an asynchronous operation of PackageManager, as a `DeploymentAnswer`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wingetpy.errors import ErrorCode
from wingetpy.errors.windows_codes import windows_code
from wingetpy.hosts.packages import Deploying, DeployingStage, DeploymentAnswer, Step
from wingetpy.hosts.packages.deploying import NO_ACTIVITY
from wingetpy.hosts.winrt import names
from wingetpy.hosts.winrt.operations import Bounds, Ended, finish
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal

_REPORTS = (names.RESULT, names.PROGRESS)
_PROCESSING = 1


class Deployment:
    """Runs operations of one PackageManager."""

    def __init__(self, winrt: WinRt, bounds: Bounds) -> None:
        self._winrt = winrt
        self._bounds = bounds

    def run(self, start: Callable[[], Any], stage: DeployingStage, deploying: Deploying) -> DeploymentAnswer:
        """Start a deployment and wait for it; never raises for what Windows answers.

        Args:
            stage: What it is called once it is no longer queued: Windows gives one percentage for all its stages.
        """
        fractions = Fractions(stage, deploying.progress)

        def report(value: Any) -> None:
            fractions.reach(min(int(value.percentage), 100) / 100, begun=int(value.state) == _PROCESSING)

        deploying.progress(Step(stage=DeployingStage.queued, fraction=0.0))
        outcome = finish(
            self._winrt, start, reports=_REPORTS, progress=report, go_on=deploying.go_on, bounds=self._bounds
        )
        return self._answer(outcome)

    def _answer(self, outcome: Ended) -> DeploymentAnswer:
        result = outcome.result
        text = extended = activity = None
        is_registered = False
        if result is not None:
            try:
                with self._winrt.errors():
                    text, extended, activity = result.ErrorText, result.ExtendedErrorCode, result.ActivityId
                    is_registered = bool(getattr(result, "IsRegistered", True))  # of Windows 10 2004
            except WinRtRefusal as error:
                return failed(outcome.error or error.code, outcome.text or error.text)
        inner = 0 if extended is None else self._winrt.refused(extended).code
        activity_id = NO_ACTIVITY if activity is None else str(activity).lower()
        if not outcome.error:
            return DeploymentAnswer(is_registered=is_registered, activity_id=activity_id)
        return failed(outcome.error, str(text or "") or outcome.text, extended=inner, activity_id=activity_id)


class Fractions:
    """The progress of one deployment, which never goes back.

    Args:
        stage: What it is called once it is no longer queued.
    """

    def __init__(self, stage: DeployingStage, progress: Callable[[Step], None]) -> None:
        self._stage = stage
        self._progress = progress
        self._most = 0.0

    def reach(self, fraction: float, *, begun: bool) -> None:
        """Report how far it is, 0.0 to 1.0; `begun`: it is no longer queued."""
        self._most = max(self._most, fraction)
        self._progress(Step(stage=self._stage if begun else DeployingStage.queued, fraction=self._most))


def failed(code: int, text: str, *, extended: int = 0, activity_id: str = NO_ACTIVITY) -> DeploymentAnswer:
    """Return the answer of a failure; without Windows' own words, with ours."""
    if not text:
        known = windows_code(code)
        text = known.text if known else f"Windows answered 0x{code:08X}."
    return DeploymentAnswer(error=int(code), extended_error=int(extended), error_text=text, activity_id=activity_id)


def not_registered(full_name: str) -> DeploymentAnswer:
    """Return what repair and reset answer for a package that the caller does not have (reference, 3.4)."""
    return failed(
        ErrorCode.InstallPackageNotFound,
        f"The package {full_name} is not registered for the user.",
        extended=ErrorCode.NotFound,
    )
