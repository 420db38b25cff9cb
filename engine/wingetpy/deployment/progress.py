"""The progress of a request made of that of its operations: 0.0 to 1.0, and never back."""

from __future__ import annotations

import threading

from wingetpy.deployment.results import Listener, PackageDeploymentProgress, PackageDeploymentProgressStatus
from wingetpy.hosts.packages import Step

VALIDATED = 0.10
"""Where a set is after its validation, and a request before its first installation."""
CHECKING = 0.01


class RequestProgress:
    """Tells a listener how far a request is. Any thread may report.

    Args:
        listener: None where nobody listens.
    """

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._reached = 0.0
        self._begin, self._share = 0.0, 1.0

    def queued(self) -> None:
        self._tell(PackageDeploymentProgressStatus.Queued, 0.0)

    def reach(self, fraction: float) -> None:
        """Raise the progress to a fraction of the whole."""
        self._tell(PackageDeploymentProgressStatus.InProgress, fraction)

    def part(self, number: int, of: int, begin: float = 0.0) -> None:
        """Say which of several operations, counted from 0, comes now; they share what is left after `begin`."""
        self._share = (1.0 - begin) / max(of, 1)
        self._begin = begin + self._share * number
        self.reach(self._begin)

    def step(self, step: Step) -> None:
        """Take the progress of the operation that runs."""
        fraction = min(max(step.fraction, 0.0), 1.0)
        self._tell(PackageDeploymentProgressStatus.InProgress, self._begin + self._share * fraction, step)

    def part_done(self) -> None:
        self.reach(self._begin + self._share)

    def succeeded(self) -> None:
        self._tell(PackageDeploymentProgressStatus.CompletedSuccess, 1.0)

    def _tell(self, status: PackageDeploymentProgressStatus, fraction: float, step: Step | None = None) -> None:
        if self._listener is None:
            return
        with self._lock:
            self._reached = max(self._reached, min(fraction, 1.0))
            self._listener(PackageDeploymentProgress(status=status, percentage=self._reached, step=step))
