"""MSIX packages and applications of the Store on this machine: WinRT, started when a command first needs it.

The room `hosts/winrt` does the work. Where it cannot be started, the machine has no deployment, for a reason that each
refusal names; it is looked for once.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import hashlib
from collections.abc import Callable
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.packages import Packages, UnavailablePackages
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.registry import Hive, Registry
from wingetpy.hosts.store_apps import StoreApps, UnavailableStoreApps

if TYPE_CHECKING:
    from wingetpy.hosts.winrt.runtime import WinRt

Part = TypeVar("Part")

_REGISTERED = r"Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"
_OF_ALL_USERS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Appx\AppxAllUserStore\Applications"


class WindowsRuntime:
    """What of this machine is reached through WinRT, made at the first need."""

    def __init__(self, registry: Registry, processes: Processes) -> None:
        self._registry = registry
        self._processes = processes
        self._lock = RLock()

    @cached_property
    def packages(self) -> Packages:
        with self._lock:
            return self._made(self._packages, UnavailablePackages)

    @cached_property
    def store_apps(self) -> StoreApps:
        with self._lock:
            return self._made(self._store_apps, UnavailableStoreApps)

    def generation(self) -> str | None:
        """See `Packages.generation`: the names of what is registered, from the registry."""
        registered = self._registry.subkeys(Hive.user, _REGISTERED)
        if not registered:
            return None
        names = sorted([*registered, "", *self._registry.subkeys(Hive.machine, _OF_ALL_USERS)])
        return hashlib.sha256("\n".join(names).encode()).hexdigest()

    def _made(self, make: Callable[[WinRt], Part], unavailable: Callable[[str, str], Part]) -> Part:
        from wingetpy.hosts.winrt.loading import Missing  # late: start time
        from wingetpy.hosts.winrt.runtime import WinRtRefusal

        try:
            return make(self._winrt)
        except Missing as missing:
            return unavailable(missing.reason, missing.remedy)
        except WinRtRefusal as error:
            return unavailable(
                f"Windows answered 0x{error.code:08X} when it was asked for it", "Repair Windows, or use another way."
            )

    @cached_property
    def _winrt(self) -> WinRt:
        from wingetpy.hosts.winrt import loading

        loading.check(self._registry)
        return loading.start()

    def _packages(self, winrt: WinRt) -> Packages:
        from wingetpy.hosts.windows.folders import known_folder
        from wingetpy.hosts.windows.package_functions import WindowsPackageFunctions
        from wingetpy.hosts.windows.token import user_sid
        from wingetpy.hosts.winrt import app_sdk
        from wingetpy.hosts.winrt.finding import Surroundings
        from wingetpy.hosts.winrt.packages import WinRtPackages

        machine = Surroundings(
            build=sys.getwindowsversion().build,
            user=user_sid(),
            data_root=str(known_folder(KnownFolder.local_app_data) / "Packages"),
        )
        functions = WindowsPackageFunctions(self._processes)
        return WinRtPackages(winrt, functions, machine, products=app_sdk.products, generation=self.generation)

    def _store_apps(self, winrt: WinRt) -> StoreApps:
        from wingetpy.hosts.windows.token import user_sid
        from wingetpy.hosts.winrt.store_apps import WinRtStoreApps

        return WinRtStoreApps(winrt, user_sid())


class Late:
    """An object that is made when one of its members is first used."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make(), name)
