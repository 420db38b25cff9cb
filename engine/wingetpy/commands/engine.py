"""The engine: what lives as long as its process, and the context that each request gets of it."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import msgspec

    from wingetpy.hosts.host import Host
    from wingetpy.model.call import Call
    from wingetpy.operations.context import Context, Stores
    from wingetpy.settings.log import ChangeLog
    from wingetpy.settings.policy import Policies, PolicyReader
    from wingetpy.settings.userfile import LoadedSettings
    from wingetpy.sources.catalog import Sources


class Engine:
    """One engine on one host. What costs time to make is made when it is first asked for."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self._settings: LoadedSettings | None = None
        self._stamp = -1
        self._context: Context | None = None

    def context(self) -> Context:
        """Return what a request works with; a new one when the settings or the machine's facts have changed."""
        loaded, facts, policies = self.settings(), self.host.facts(), self.policies()
        known = self._context
        if (
            known is None
            or known.settings_file is not loaded
            or known.policies is not policies
            or (known.facts is not facts and known.facts != facts)
        ):
            from wingetpy.operations.context import Context  # late: start time

            self.log.level = loaded.settings.logging.level
            known = self._context = Context(
                host=self.host,
                facts=facts,
                settings=loaded.settings,
                settings_file=loaded,
                sources=self.sources,
                stores=self._stores,
                state_folder=self.host.state_folder(),
                log=self.log,
                policies=policies,
            )
        return known

    def known_context(self) -> Context:
        """Return the context of the last request, for one that only computes: nothing is asked of the machine."""
        return self._context or self.context()

    def settings(self) -> LoadedSettings:
        """Return the user's settings, read again when their file has changed; the defaults where a policy says so."""
        from wingetpy.settings.userfile import load_settings  # late: start time

        if self.policies().disables("EnableSettings"):
            return self._default_settings
        try:
            stamp = os.stat(self._settings_file).st_mtime_ns
        except OSError:  # it does not exist, or cannot be read, which the settings report
            stamp = 0
        if self._settings is None or self._stamp != stamp:
            self._stamp, self._settings = stamp, load_settings(self.host)
        return self._settings

    def policies(self) -> Policies:
        """Return the Group Policies that hold now. Raises HostError where they cannot be read."""
        return self._policies.current()

    def require(self, names: Sequence[str]) -> None:
        """Refuse what a policy of these forbids, or what its administrator's setting does not allow."""
        from wingetpy.settings.admin import require  # late: start time

        require(self.host, self.policies(), names)

    def with_proxy(self, call: Call, parameters: msgspec.Struct) -> Call:
        """Return the call with the machine's default proxy, where it uses the network and its caller names none."""
        from wingetpy.model.call import CallThrough  # late: start time
        from wingetpy.model.proxy import NetworkParameters, Proxy
        from wingetpy.settings.admin import admin_settings
        from wingetpy.settings.decisions import default_proxy

        if not isinstance(parameters, NetworkParameters) or (call.proxy is not None and call.proxy.named):
            return call
        address = default_proxy(self.policies(), admin_settings(self.host)).value
        return CallThrough(call, Proxy(http=address, https=address)) if address else call

    @cached_property
    def _policies(self) -> PolicyReader:
        from wingetpy.settings.policy import PolicyReader  # late: start time

        return PolicyReader(self.host.registry)

    @cached_property
    def _default_settings(self) -> LoadedSettings:
        from wingetpy.settings.userfile import LoadedSettings  # late: start time

        return LoadedSettings(self._settings_file)

    @cached_property
    def _settings_file(self) -> Path:
        from wingetpy.settings.userfile import settings_file  # late: start time

        return settings_file(self.host)

    @cached_property
    def log(self) -> ChangeLog:
        from wingetpy.settings.log import ChangeLog, log_path  # late: start time

        return ChangeLog(log_path(self.host), self.host.clock, self.settings().settings.logging.level)

    @cached_property
    def sources(self) -> Sources:
        from wingetpy.settings.admin import admin_settings  # late: start time
        from wingetpy.settings.decisions import pinning
        from wingetpy.sources.catalog import Sources
        from wingetpy.sources.credentials import VaultCredentials
        from wingetpy.sources.rules import SourceRules

        return Sources(
            self.host.state_folder(),
            shared=self.host.shared_state_folder(),
            fresh_minutes=self._fresh_minutes,
            rules=SourceRules(
                policies=self.policies,
                pinning=lambda: pinning(self.policies(), admin_settings(self.host)).value,
                market=lambda: self.host.facts().market,
                credentials=VaultCredentials(self.host.vault),
                has_defaults=self.host.name == "windows",
            ),
        )

    def _fresh_minutes(self) -> int:
        from wingetpy.settings.decisions import source_interval  # late: start time

        return source_interval(self.policies(), self.settings().settings.source.auto_update_minutes).value

    @cached_property
    def _stores(self) -> Stores:
        from wingetpy.operations.context import Stores  # late: start time

        return Stores()
