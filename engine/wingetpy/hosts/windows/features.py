"""Windows features: asked of WMI, which answers any user, and enabled by DISM, which needs administrator rights."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.features import FeatureState, checked_feature, not_enabled
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.processes import Processes, Stop
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.pywin32 import os_errors

_STATES = {1: FeatureState.enabled, 2: FeatureState.disabled, 3: FeatureState.disabled}
"""Win32_OptionalFeature.InstallState: enabled, disabled, absent (its files are to be loaded)."""


class WindowsFeatures:
    """See `wingetpy.hosts.features.Features`."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    def state(self, name: str) -> FeatureState | None:
        found = _install_state(checked_feature(name))
        return None if found is None else _STATES.get(found)

    def enable(
        self,
        name: str,
        *,
        interactive: bool = True,
        timeout_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> FeatureState:
        dism = known_folder(KnownFolder.system) / "dism.exe"
        status = self._processes.run_elevated(
            f'"{dism}" /Online /Enable-Feature /FeatureName:{checked_feature(name)} /All /NoRestart /Quiet',
            interactive=interactive,
            timeout_seconds=timeout_seconds,
            stop=stop,
        )
        if status.timed_out or status.stopped:
            raise _ended(name, timed_out=status.timed_out)
        match status.exit_code:
            case 0:
                return FeatureState.enabled
            case 3010:  # ERROR_SUCCESS_REBOOT_REQUIRED
                return FeatureState.pending
            case 0x800F_080C:  # CBS_E_UNKNOWN_UPDATE
                raise not_enabled(name, "this Windows has no such feature", exit_code=status.exit_code)
        raise not_enabled(name, f"DISM ended with 0x{status.exit_code:08X}", exit_code=status.exit_code)


def _install_state(name: str) -> int | None:
    """The state that WMI gives; None where it knows no such feature."""
    try:
        with os_errors():
            import pythoncom

            pythoncom.CoInitialize()
            try:
                return _asked(name)
            finally:
                pythoncom.CoUninitialize()
    except OSError as error:
        raise HostError(
            f"Windows does not say whether the feature {name} is enabled: {error.strerror}.",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=name,
            remedy="Look at it in Windows' settings (optional features); skip the dependencies if it is enabled.",
        ) from error


def _asked(name: str) -> int | None:
    import win32com.client

    service = win32com.client.GetObject(r"winmgmts:root\cimv2")
    query = f"SELECT InstallState FROM Win32_OptionalFeature WHERE Name = '{name}'"
    return next((int(found.InstallState) for found in service.ExecQuery(query)), None)


def _ended(name: str, *, timed_out: bool) -> HostError:
    error = not_enabled(name, "the time limit ended it" if timed_out else "it was stopped")
    error.code = ErrorCode.Timeout if timed_out else ErrorCode.CtrlSignalReceived
    return error
