"""What every operation works with: the machine, its facts, the settings, the sources and the engine's stores."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.host import Host
from wingetpy.model.call import Call
from wingetpy.settings.model import UserSettings
from wingetpy.settings.policy import Policies

if TYPE_CHECKING:
    from wingetpy.correlation.cache import CorrelationCache
    from wingetpy.inventory.cache import InventoryCache
    from wingetpy.operations.failed_downloads import FailedDownloads
    from wingetpy.operations.judgement import JudgementCache
    from wingetpy.operations.plan_store import PlanStore
    from wingetpy.settings.log import ChangeLog
    from wingetpy.settings.userfile import LoadedSettings
    from wingetpy.sources.catalog import Sources
    from wingetpy.state.failures import FailureCache
    from wingetpy.state.pins import PinCache

T = TypeVar("T")


class Stores:
    """What an engine keeps between requests. Each store is made when it is first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[type, object] = {}
        self._pins: PinCache | None = None

    def with_pins(self, pins: PinCache) -> Stores:
        """Return the same stores, but for the pins."""
        other = Stores()
        other._lock, other._made, other._pins = self._lock, self._made, pins
        return other

    @property
    def plans(self) -> PlanStore:
        from wingetpy.operations.plan_store import PlanStore  # late: start time

        return self._one(PlanStore)

    @property
    def inventory(self) -> InventoryCache:
        from wingetpy.inventory.cache import InventoryCache  # late: start time

        return self._one(InventoryCache)

    @property
    def correlation(self) -> CorrelationCache:
        from wingetpy.correlation.cache import CorrelationCache  # late: start time

        return self._one(CorrelationCache)

    @property
    def pins(self) -> PinCache:
        from wingetpy.state.pins import PinCache  # late: start time

        return self._pins or self._one(PinCache)

    @property
    def failures(self) -> FailureCache:
        from wingetpy.state.failures import FailureCache  # late: start time

        return self._one(FailureCache)

    @property
    def failed_downloads(self) -> FailedDownloads:
        from wingetpy.operations.failed_downloads import FailedDownloads  # late: start time

        return self._one(FailedDownloads)

    @property
    def judgements(self) -> JudgementCache:
        from wingetpy.operations.judgement import JudgementCache  # late: start time

        return self._one(JudgementCache)

    def _one(self, kind: type[T]) -> T:
        with self._lock:
            if kind not in self._made:
                self._made[kind] = kind()
            return cast(T, self._made[kind])


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """One request's view of the engine.

    Attributes:
        settings_file: Where the settings come from, with what is wrong in it.
        state_folder: Native; see `Host.state_folder`.
        policies: Group Policy.
    """

    host: Host
    facts: MachineFacts
    settings: UserSettings
    settings_file: LoadedSettings
    sources: Sources
    stores: Stores
    state_folder: Path
    log: ChangeLog
    policies: Policies = Policies()

    def may_ask(self, disabled: bool) -> bool:
        """Return whether a person may be asked for administrator rights.

        Args:
            disabled: The caller wishes that nobody is asked; without it the user's setting decides.
        """
        return not (disabled or self.settings.interactivity.disable)

    def report_settings(self, call: Call) -> None:
        """Warn of the settings that could not be used."""
        for warning in self.settings_file.warnings:
            call.message("Warning", warning.text, warning.code or None)
