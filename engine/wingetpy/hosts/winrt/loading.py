"""Starting .NET for WinRT: the .NET Framework that every Windows has, the only .NET that still knows WinRT's types."""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from threading import Lock

from wingetpy.errors import HostError
from wingetpy.hosts.registry import Hive, Registry
from wingetpy.hosts.winrt.runtime import WinRt

_FRAMEWORK = r"SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full"
_RELEASE_OF_4_7_2 = 461808  # what pythonnet needs
_OF_A_LOADER = (ImportError, OSError, RuntimeError)
_lock = Lock()


class Missing(Exception):
    """There is no WinRT here: a clause that says why, and a sentence that says what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def check(registry: Registry) -> None:
    """Look, without starting .NET, whether it can be started. Raises Missing."""
    if sysconfig.get_platform() == "win-arm64":
        raise Missing(
            "pythonnet has no build for a Python of the architecture arm64",
            "Install a Python of the architecture x64 and the engine in it; Windows on arm64 runs it.",
        )
    if importlib.util.find_spec("pythonnet") is None:
        raise Missing(
            "the Python package pythonnet is not installed", "Install pythonnet into the Python of the engine."
        )
    if _release(registry) < _RELEASE_OF_4_7_2:
        raise Missing("the .NET Framework 4.7.2 or newer is not there", "Install the .NET Framework 4.8.")


def _release(registry: Registry) -> int:
    try:
        values = registry.values(Hive.machine, _FRAMEWORK) or {}
    except HostError:
        return 0
    release = values.get("Release")
    return release.data if release and isinstance(release.data, int) else 0


def _is_of_dotnet(error: Exception) -> bool:
    """Whether .NET threw it; its types are not to be had where .NET did not start."""
    return type(error).__module__.partition(".")[0] == "System"


def start() -> WinRt:
    """Start the .NET Framework in this process, once. Raises Missing with the loader's own reason."""
    with _lock:
        try:
            import pythonnet

            pythonnet.load("netfx")
            return WinRt()
        except Exception as error:
            if not isinstance(error, _OF_A_LOADER) and not _is_of_dotnet(error):
                raise
            raise Missing(
                f"the .NET Framework did not start: {error}",
                f"Repair the .NET Framework and pythonnet of {sys.executable}.",
            ) from error
