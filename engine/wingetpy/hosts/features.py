"""Windows features, which dependencies of packages name: .NET Framework 3.5, Hyper-V, the subsystem for Linux."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Protocol

from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.hosts.change import change
from wingetpy.hosts.processes import Stop


class FeatureState(StrEnum):
    """As DISM names them; `pending` is enabled after a restart."""

    enabled = "Enabled"
    disabled = "Disabled"
    pending = "EnablePending"


class Features(Protocol):
    """Windows features, by the names that DISM knows them by, compared without case."""

    def state(self, name: str) -> FeatureState | None:
        """The state of a feature, for any user; None where this Windows has no such feature.

        Raises:
            BadRequest: The name cannot be one.
            HostError: HostCannot where the system does not say.
        """

    @change("{name}")
    def enable(
        self,
        name: str,
        *,
        interactive: bool = True,
        timeout_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> FeatureState:
        """Enable a feature with what it needs; may load it from Windows Update. Nothing happens if it is enabled.

        Args:
            interactive: Whether the user may be asked for administrator rights, as `Processes.run_elevated` does.

        Returns:
            `enabled`, or `pending` where it takes a restart.

        Raises:
            BadRequest: The name cannot be one.
            HostError: CommandRequiresAdmin; Timeout; CtrlSignalReceived where it was stopped; DependenciesFailed where
                there is no such feature, or Windows does not enable it, with its reason.
        """


def checked_feature(name: str) -> str:
    """Return a feature's name. Raises BadRequest if it holds what no name does (the manifest's own rule)."""
    if re.fullmatch(r"[A-Za-z0-9_-]+", name) is None:
        raise BadRequest(
            f"'{name}' cannot be the name of a Windows feature.",
            target=name,
            remedy="Report it to the maintainer of the manifest.",
        )
    return name


def not_enabled(name: str, reason: str, *, exit_code: int | None = None) -> HostError:
    """The error of a feature that could not be enabled; `reason` as a clause."""
    return HostError(
        f"The Windows feature {name} could not be enabled: {reason}.",
        code=ErrorCode.DependenciesFailed,
        category="InvalidResult",
        target=name,
        remedy="Enable it in Windows' settings (optional features), then repeat the command.",
        installer_exit_code=exit_code,
    )
