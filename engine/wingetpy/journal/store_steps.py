"""The step that has the Microsoft Store install an application. It cannot be undone."""

from __future__ import annotations

from typing import ClassVar, Literal

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.windows_codes import windows_code
from wingetpy.hosts.host import Host
from wingetpy.hosts.store_apps import StoreAnswer, StoreOptions, StoreState, StoreStep, StoreWatch
from wingetpy.journal.running import Running
from wingetpy.journal.step import BaseStep, StepResult
from wingetpy.model.call import Progress

_PAUSED = "The Store has paused"
_DOING = {
    StoreState.AcquiringLicense: "Acquiring the licence of",
    StoreState.Downloading: "Downloading",
    StoreState.Installing: "Installing",
    StoreState.RestoringData: "Restoring the data of",
    StoreState.Paused: _PAUSED,
    StoreState.PausedLowBattery: _PAUSED,
    StoreState.PausedWiFiRecommended: _PAUSED,
    StoreState.PausedWiFiRequired: _PAUSED,
}


class AskStore(BaseStep, frozen=True, kw_only=True, tag="ask-store"):
    """Have the Store install, update or repair an application.

    Attributes:
        package: What it is called in messages.
        product_id: The Store's own id.
        wanted: What is asked of the Store.
        all_users, silent: See `StoreOptions`.
    """

    alone: ClassVar[bool] = True
    undoable: ClassVar[bool] = False

    package: str
    product_id: str
    wanted: Literal["install", "update", "repair"] = "install"
    all_users: bool = False
    silent: bool = True

    def do_within(self, host: Host, running: Running) -> StepResult:
        """
        Raises:
            OperationError: why the Store does not.
            Cancelled: the Store was told to stop, and has.
        """

        def progress(step: StoreStep) -> None:
            running.call.progress(
                Progress(
                    activity=running.activity,
                    status=f"{_DOING.get(step.state, 'The Store handles')} {self.package}",
                    percent_complete=int(100 * min(1.0, max(0.0, step.fraction))),
                    bytes=step.bytes_done,
                    total_bytes=step.total_bytes,
                )
            )

        ask = {
            "install": host.store_apps.install,
            "update": host.store_apps.update,
            "repair": host.store_apps.repair,
        }[self.wanted]
        options = StoreOptions(all_users=self.all_users, silent=self.silent)
        answer = ask(self.product_id, options, StoreWatch(progress=progress, go_on=running.go_on))
        if not answer.succeeded:
            raise self._failure(answer)
        return StepResult()

    def undo(self, host: Host) -> str | None:
        return f"The Store was asked to {self.wanted} {self.package}; what it has done cannot be undone."

    def sentence(self) -> str:
        return f"Have the Microsoft Store {self.wanted} {self.product_id}"

    def _failure(self, answer: StoreAnswer) -> OperationError:
        known = windows_code(answer.error)
        own = answer.error in tuple(ErrorCode)
        text = answer.error_text or (known.text if known else "it gives no reason.")
        return OperationError(
            f"The Microsoft Store did not {self.wanted} {self.package} (0x{answer.error:08X}): {text}",
            code=ErrorCode(answer.error) if own else ErrorCode.MsstoreInstallFailed,
            target=self.product_id,
            remedy="Look in the Microsoft Store what it says of the application.",
            installer_exit_code=answer.error,
        )
