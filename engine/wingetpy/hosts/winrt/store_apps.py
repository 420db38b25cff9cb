"""`StoreApps` through AppInstallManager, as winget's own Store workflow does it (reference, MSStore)."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import msgspec

from wingetpy.errors import Cancelled, ErrorCode
from wingetpy.hosts.store_apps import StoreAnswer, StoreOptions, StoreState, StoreStep, StoreUpdate, StoreWatch
from wingetpy.hosts.winrt import names
from wingetpy.hosts.winrt.finding import asking, refuse
from wingetpy.hosts.winrt.operations import Bounds, Ended, finish
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal, needed

CLIENT = "WinGetPy"
"""What the Store is told of the caller."""
_SYSTEM = "S-1-5-18"
_NO_STORE_ACCOUNT = 1  # GetEntitlementStatus
_NO_TOAST = 3
_STATES = {int(one): one for one in StoreState}
_PAUSED = frozenset(
    {StoreState.Paused, StoreState.PausedLowBattery, StoreState.PausedWiFiRecommended, StoreState.PausedWiFiRequired}
)
_FAILED = frozenset({StoreState.Canceled, StoreState.Error})
_ENDED = _FAILED | {StoreState.Completed}
_SETTLE_SECONDS = 0.5
_UPDATES, _UPDATE = "the Microsoft Store for updates of applications", "the Microsoft Store for an update"


class WinRtStoreApps:
    """See `StoreApps`.

    Args:
        user: Security id of the caller: only SYSTEM may install for all users.

    Raises:
        WinRtRefusal: Windows has no AppInstallManager.
    """

    def __init__(self, winrt: WinRt, user: str, *, bounds: Bounds | None = None) -> None:
        self._winrt = winrt
        self._user = user
        self._manager = winrt.make(names.INSTALL_MANAGER)
        self._bounds = bounds or Bounds()

    def available(self) -> bool:
        return True

    def find_updates(self, go_on: Callable[[], None]) -> list[StoreUpdate]:
        def start() -> Any:
            return self._manager.SearchForAllUpdatesAsync("", CLIENT, self._update_options(query=True))

        items = self._result(_UPDATES, "", self._finish(start, go_on))
        with asking(_UPDATES, ""):
            return [self._update(one) for one in self._winrt.elements(items, names.INSTALL_ITEM)]

    def find_update(self, product_id: str, go_on: Callable[[], None]) -> StoreUpdate | None:
        with asking(_UPDATE, product_id):
            asked = self._update_options(True)
        item = self._result(_UPDATE, product_id, self._searched(product_id, asked, go_on))
        with asking(_UPDATE, product_id):
            return None if item is None else self._update(item)

    def install(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        return self._install(product_id, options, watch, repair=False)

    def repair(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        return self._install(product_id, options, watch, repair=True)

    def update(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        self._acquire(product_id, options, watch.go_on)

        def items() -> list[Any] | Ended:
            asked = self._update_options(False)
            with self._winrt.errors():
                asked.AllowForcedAppRestart = options.allow_restart
            outcome = self._searched(product_id, asked, watch.go_on)
            if outcome.error:
                return outcome
            if outcome.result is None:
                return Ended(error=ErrorCode.UpdateNotApplicable, text="The Store has no newer version.")
            return [outcome.result]

        return self._carried_out(product_id, items, options, watch)

    def _install(self, product_id: str, options: StoreOptions, watch: StoreWatch, *, repair: bool) -> StoreAnswer:
        if options.all_users and self._user != _SYSTEM:
            return StoreAnswer(
                error=ErrorCode.InstallSystemNotSupported,
                error_text="The Store installs for all users only for a process of SYSTEM.",
            )
        self._acquire(product_id, options, watch.go_on)

        def items() -> list[Any] | Ended:
            asked = self._install_options(options, repair)
            outcome = self._finish(
                lambda: self._manager.StartProductInstallAsync(product_id, "", CLIENT, "", asked), watch.go_on
            )
            return outcome if outcome.error else self._winrt.elements(outcome.result, names.INSTALL_ITEM)

        return self._carried_out(product_id, items, options, watch)

    def _acquire(self, product_id: str, options: StoreOptions, go_on: Callable[[], None]) -> None:
        """Ask for the licence of a free application: the user's; the device's without an account, or for all users.

        The answer decides nothing: who has one already is refused it, too, and the Store says what is missing.
        """

        def device() -> Any:
            return self._manager.GetFreeDeviceEntitlementAsync(product_id, "", "")

        def user() -> Any:
            return self._manager.GetFreeUserEntitlementAsync(product_id, "", "")

        if not options.all_users:
            outcome = self._finish(user, go_on)
            if not outcome.error and self._has_account(outcome):
                return
        self._finish(device, go_on)

    def _has_account(self, outcome: Ended) -> bool:
        try:
            with self._winrt.errors():
                return outcome.result is not None and int(outcome.result.Status) != _NO_STORE_ACCOUNT
        except WinRtRefusal:
            return False

    def _carried_out(
        self, product_id: str, items: Callable[[], list[Any] | Ended], options: StoreOptions, watch: StoreWatch
    ) -> StoreAnswer:
        """Start what `items` starts, once more if the Store still had an unfinished request, and wait for it."""
        try:
            found = items()
            if isinstance(found, list) and self._clears_what_was(product_id, found):
                sleep(_SETTLE_SECONDS)
                found = items()
            if isinstance(found, Ended):
                return _answer(found.error, found.text)
            return self._wait(product_id, found, options, watch)
        except WinRtRefusal as error:
            return _answer(error.code, error.text)

    def _clears_what_was(self, product_id: str, items: list[Any]) -> bool:
        """Cancel what had failed before, or start again what was paused; whether there was such a thing."""
        states = {one.state for one in map(self._progress_of, items)}
        with self._winrt.errors():
            if states & _FAILED:
                self._manager.Cancel(product_id)
            elif states & _PAUSED:
                self._manager.Restart(product_id)
        return bool(states & (_FAILED | _PAUSED))

    def _wait(self, product_id: str, items: list[Any], options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        if not items:
            return _answer(ErrorCode.NotFound, "The Store knows no application of this product for this machine.")
        if options.silent:
            self._without_toasts(items)
        most, heard_at, known = 0.0, monotonic(), None
        while True:
            now = [self._progress_of(one) for one in items]
            if bad := next((one for one in now if one.error), None):
                self._cancel(product_id)
                return _answer(bad.error, bad.text)
            if any(one.state is StoreState.Canceled for one in now):
                return _answer(ErrorCode.Cancelled, "It was cancelled in the Store.")
            if all(one.state is StoreState.Completed for one in now):
                watch.progress(_step(now, 1.0))
                return StoreAnswer(family_names=self._families(items))
            if now != known:
                most, heard_at, known = max(most, sum(one.percent for one in now) / 100 / len(now)), monotonic(), now
                watch.progress(_step(now, min(most, 1.0)))
            try:
                watch.go_on()
            except Cancelled:
                if refused := self._cancel(product_id, items):
                    return _answer(refused.code, f"The Store does not stop, and goes on: {refused.text}")
                self._wait_for_the_end(items)
                raise
            if monotonic() - heard_at > self._bounds.silence_seconds:
                self._cancel(product_id, items)
                text = f"The Store reported no progress for {self._bounds.silence_seconds:.0f} seconds."
                return _answer(ErrorCode.Timeout, text)
            sleep(self._bounds.look_seconds)

    def _cancel(self, product_id: str, items: list[Any] | None = None) -> WinRtRefusal | None:
        """Cancel what was asked, in each way there is; return why the Store does not, in none of them. What it has
        ended already is cancelled.
        """
        refusals = [_refusal(self._winrt, one.Cancel) for one in items or []]
        refusals.append(_refusal(self._winrt, lambda: self._manager.Cancel(product_id)))
        return refusals[-1] if all(refusals) else None

    def _wait_for_the_end(self, items: list[Any]) -> None:
        """Wait until the Store has stopped, at most the time that Windows has for it."""
        began = monotonic()
        while not all(self._progress_of(one).state in _ENDED for one in items):
            if monotonic() - began > self._bounds.grace_seconds:
                return
            sleep(self._bounds.look_seconds)

    def _progress_of(self, item: Any) -> _Progress:
        with self._winrt.errors():
            status = needed(item.GetCurrentStatus(), "status of an application")
            reason = status.ErrorCode
            refused = None if reason is None else self._winrt.refused(reason)
            state = _STATES.get(int(status.InstallState), StoreState.Pending)
            return _Progress(
                state=state,
                percent=float(status.PercentComplete),
                bytes_done=int(status.BytesDownloaded),
                total_bytes=int(status.DownloadSizeInBytes),
                error=refused.code if refused else ErrorCode.InternalError if state is StoreState.Error else 0,
                text=refused.text if refused else "",
            )

    def _searched(self, product_id: str, options: Any, go_on: Callable[[], None]) -> Ended:
        def start() -> Any:
            return self._manager.SearchForUpdatesAsync(product_id, "", "", CLIENT, options)

        return self._finish(start, go_on)

    def _finish(self, start: Callable[[], Any], go_on: Callable[[], None]) -> Ended:
        """Wait for an operation. Raises Cancelled where the caller stopped it."""
        outcome = finish(self._winrt, start, go_on=go_on, bounds=self._bounds)
        if outcome.stop and outcome.error:
            raise outcome.stop
        return outcome

    def _result(self, what: str, product_id: str, outcome: Ended) -> Any:
        if outcome.error:
            refuse(what, product_id, WinRtRefusal(outcome.error, outcome.text))
        return outcome.result

    def _update(self, item: Any) -> StoreUpdate:
        with self._winrt.errors():
            return StoreUpdate(product_id=str(item.ProductId or ""), family_name=str(item.PackageFamilyName or ""))

    def _families(self, items: list[Any]) -> tuple[str, ...]:
        with self._winrt.errors():
            return tuple(str(one.PackageFamilyName) for one in items if one.PackageFamilyName)

    def _update_options(self, query: bool) -> Any:
        options = self._winrt.make(names.UPDATE_OPTIONS)
        with self._winrt.errors():
            options.AutomaticallyDownloadAndInstallUpdateIfFound = not query
        return options

    def _install_options(self, options: StoreOptions, repair: bool) -> Any:
        made = self._winrt.make(names.INSTALL_OPTIONS)
        with self._winrt.errors():
            made.AllowForcedAppRestart = options.allow_restart
            made.InstallForAllUsers = options.all_users
            made.Repair = repair
        if options.silent:
            self._without_toasts([made])
        return made

    def _without_toasts(self, targets: list[Any]) -> None:
        silent = self._winrt.enum(names.TOASTS, _NO_TOAST)
        with self._winrt.errors():
            for one in targets:
                one.InstallInProgressToastNotificationMode = silent
                one.CompletedInstallToastNotificationMode = silent


class _Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What the Store says of one application."""

    state: StoreState
    percent: float
    bytes_done: int
    total_bytes: int
    error: int
    text: str


def _refusal(winrt: WinRt, cancel: Callable[[], None]) -> WinRtRefusal | None:
    try:
        with winrt.errors():
            cancel()
    except WinRtRefusal as error:
        if error.code not in (ErrorCode.NotFound, ErrorCode.InvalidParameter, ErrorCode.Cancelled):
            return error
    return None


def _step(now: list[_Progress], fraction: float) -> StoreStep:
    total = sum(one.total_bytes for one in now)
    return StoreStep(
        state=min(now, key=lambda one: one.percent).state,
        fraction=fraction,
        bytes_done=sum(one.bytes_done for one in now) if total else None,
        total_bytes=total or None,
    )


def _answer(code: int, text: str) -> StoreAnswer:
    return StoreAnswer(error=code, error_text=text or f"The Store answered 0x{code:08X}.")
