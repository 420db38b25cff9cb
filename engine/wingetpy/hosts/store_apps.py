"""Applications of the Microsoft Store, by their product ids: installed, updated and repaired by the Store itself.

What the Store answers to one request is a `StoreAnswer`; raised are `Cancelled`, once the Store has stopped, and
HostCannot where the machine has no Store.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NoReturn, Protocol

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.change import change


class StoreState(IntEnum):
    """What the Store does with an application: AppInstallState, of AppInstallManager."""

    Pending = 0
    Starting = 1
    AcquiringLicense = 2
    Downloading = 3
    RestoringData = 4
    Installing = 5
    Completed = 6
    Canceled = 7
    Paused = 8
    Error = 9
    PausedLowBattery = 10
    PausedWiFiRecommended = 11
    PausedWiFiRequired = 12
    ReadyToDownload = 13


class StoreStep(msgspec.Struct, frozen=True, kw_only=True):
    """How far a request is.

    Attributes:
        state: Of the application that is least far.
        fraction: Of the whole, 0.0 to 1.0; never goes back.
        bytes_done, total_bytes: Of all downloads; None where the Store does not say.
    """

    state: StoreState
    fraction: float
    bytes_done: int | None = None
    total_bytes: int | None = None


class StoreOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How the Store is asked.

    Attributes:
        all_users: For every user; the Store takes it of SYSTEM only (see `StoreApps.install`).
        silent: No notifications of the Store's own.
        allow_restart: The application may be closed and started again.
    """

    all_users: bool = False
    silent: bool = True
    allow_restart: bool = False


class StoreWatch(msgspec.Struct, frozen=True, kw_only=True):
    """A running request as its backend sees it.

    Attributes:
        progress: Told how far it is; may be called from any thread.
        go_on: Called about ten times a second; raises Cancelled to stop: the Store is told, and waited for.
    """

    progress: Callable[[StoreStep], None]
    go_on: Callable[[], None]


class StoreAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the Store answered.

    Attributes:
        error: HRESULT, unsigned 32-bit: the Store's own, or one of winget's (UpdateNotApplicable,
            InstallSystemNotSupported). 0: success.
        error_text: For a person; empty on success.
        family_names: The package families that it installed or updated.
    """

    error: int = 0
    error_text: str = ""
    family_names: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        return self.error == 0


class StoreUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """An installed application that the Store has a newer version of; it does not say which."""

    product_id: str
    family_name: str


class StoreApps(Protocol):
    """The Store of the machine. A product id is such as `9NBLGGH4NNS1`."""

    def available(self) -> bool:
        """Whether the machine has a Store that can be asked. Quick; raises nothing."""

    def find_updates(self, go_on: Callable[[], None]) -> list[StoreUpdate]:
        """Ask the Store which installed applications it has updates of; installs none. Takes seconds.

        Raises:
            HostError: HostCannot; with the Store's own HRESULT where it cannot be asked (no network).
        """

    def find_update(self, product_id: str, go_on: Callable[[], None]) -> StoreUpdate | None:
        """Likewise, for one application; None: the newest is installed, or none of it. Raises as `find_updates`."""

    @change("{product_id}")
    def install(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        """Acquire a free application and install it.

        Its licence is asked for the user, else for the device; the Store decides whether it goes without. For all
        users it is InstallSystemNotSupported, unless the caller is SYSTEM.
        """

    @change("{product_id}")
    def update(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        """Update an installed application; UpdateNotApplicable where there is nothing newer."""

    @change("{product_id}")
    def repair(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        """Install over what is there."""


class UnavailableStoreApps:
    """A machine without a Store: every request is refused with the reason.

    Args:
        reason: Why there is none, as a clause.
        remedy: What the user can do, as a sentence.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        self._reason = reason
        self._remedy = remedy

    def available(self) -> bool:
        return False

    def find_updates(self, go_on: Callable[[], None]) -> list[StoreUpdate]:
        self._refuse("the Microsoft Store")

    def find_update(self, product_id: str, go_on: Callable[[], None]) -> StoreUpdate | None:
        self._refuse(product_id)

    def install(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        self._refuse(product_id)

    def update(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        self._refuse(product_id)

    def repair(self, product_id: str, options: StoreOptions, watch: StoreWatch) -> StoreAnswer:
        self._refuse(product_id)

    def _refuse(self, target: str) -> NoReturn:
        raise HostError(
            f"Applications of the Microsoft Store cannot be installed on this machine: {self._reason}.",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=target,
            remedy=self._remedy,
        )
