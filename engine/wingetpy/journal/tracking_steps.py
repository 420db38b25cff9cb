"""Steps that record what is installed. They come last: the record says what is so."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.journal.step import BaseStep
from wingetpy.state.tracking import TrackedPackage, open_tracking


class RememberPackage(BaseStep, frozen=True, kw_only=True, tag="remember-package"):
    """Record a package as installed."""

    package: TrackedPackage

    def do(self, host: Host) -> None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.remember(self.package)

    def undo(self, host: Host) -> str | None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.forget(self.package.product_code, self.package.scope)
        return None

    def sentence(self) -> str:
        return f"Record {self.package.package} as installed"


class ForgetPackage(BaseStep, frozen=True, kw_only=True, tag="forget-package"):
    """Remove the record of a package. Without it correlation still works, so its undo does nothing."""

    product_code: str
    scope: str = ""

    def do(self, host: Host) -> None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.forget(self.product_code, self.scope)

    def undo(self, host: Host) -> str | None:
        return None

    def sentence(self) -> str:
        return f"Remove the record of {self.product_code}"
