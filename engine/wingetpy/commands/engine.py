"""What the commands work with for as long as an engine lives: the host, its settings, its log, its sources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wingetpy.hosts.facts import MachineFacts
    from wingetpy.hosts.host import Host
    from wingetpy.model.call import Call
    from wingetpy.operations.plan_store import PlanStore
    from wingetpy.settings.log import ChangeLog
    from wingetpy.settings.userfile import LoadedSettings
    from wingetpy.sources.catalog import Sources


class Engine:
    """One engine on one host. What costs time to make is made when it is first asked for."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._settings: tuple[int, LoadedSettings] | None = None

    def settings(self) -> LoadedSettings:
        """The user's settings, read again when their file has changed."""
        from wingetpy.settings.userfile import load_settings, settings_file  # late: start time

        try:
            stamp = settings_file(self.host).stat().st_mtime_ns
        except FileNotFoundError:
            stamp = 0
        if self._settings is None or self._settings[0] != stamp:
            self._settings = (stamp, load_settings(self.host))
        return self._settings[1]

    def tell_of_settings(self, call: Call) -> None:
        """Warn of what in the settings could not be understood."""
        for warning in self.settings().warnings:
            call.message("Warning", warning.text, warning.code or None)

    @cached_property
    def log(self) -> ChangeLog:
        from wingetpy.settings.log import ChangeLog, log_path  # late: start time

        return ChangeLog(log_path(self.host), self.host.clock, self.settings().settings.logging.level)

    @cached_property
    def sources(self) -> Sources:
        from wingetpy.sources.catalog import Sources  # late: start time

        return Sources(
            self.host.state_folder(),
            shared=self.host.shared_state_folder(),
            fresh_minutes=lambda: self.settings().settings.source.auto_update_minutes,
        )

    @cached_property
    def plans(self) -> PlanStore:
        from wingetpy.operations.plan_store import PlanStore  # late: start time

        return PlanStore()

    @cached_property
    def facts(self) -> MachineFacts:
        return self.host.facts()
