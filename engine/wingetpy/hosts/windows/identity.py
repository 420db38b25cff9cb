"""The id of this Windows: of its MachineGuid and its name, hashed with a key of our own.

Programs recognise a machine by its MachineGuid, so it is not passed on. The name tells apart machines that were cloned
with their MachineGuid.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from wingetpy.errors import HostError
from wingetpy.hosts.registry import Hive, Registry

_KEY = b"WinGetPy machine id 1"
_CRYPTOGRAPHY = r"SOFTWARE\Microsoft\Cryptography"
_COMPUTER_NAME = r"SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName"
_LETTERS = 32


def machine_id(registry: Registry) -> str:
    """Return the id, 32 hexadecimal digits; empty where Windows does not give a MachineGuid."""
    import hmac  # late: start time

    guid, name = _text(registry, _CRYPTOGRAPHY, "MachineGuid"), _text(registry, _COMPUTER_NAME, "ComputerName")
    if not guid:
        return ""
    return hmac.digest(_KEY, f"{guid}\n{name}".lower().encode(), "sha256").hex()[:_LETTERS]


def _text(registry: Registry, key: str, name: str) -> str:
    try:
        value = (registry.values(Hive.machine, key) or {}).get(name)
    except HostError:
        return ""
    return value.data if value is not None and isinstance(value.data, str) else ""
