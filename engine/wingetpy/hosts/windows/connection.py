"""What the network costs, by the Network List Manager."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes

from wingetpy.hosts.windows.com import com_object

_MANAGER = "DCB00C01-570F-4A9B-8D69-199FDBA5723B"
_COST_MANAGER = "DCB00008-570F-4A9B-8D69-199FDBA5723B"
_GET_COST = 3
_UNRESTRICTED, _FIXED, _VARIABLE = 0x1, 0x2, 0x4
_OVER_LIMIT, _ROAMING = 0x1_0000, 0x4_0000
_COSTS = _FIXED | _VARIABLE | _OVER_LIMIT | _ROAMING


def metered() -> bool | None:
    """Whether what is transferred costs or is limited; None where Windows does not know, or has no such service."""
    cost = ctypes.c_uint32()
    try:
        with com_object(_MANAGER, _COST_MANAGER) as manager:
            manager.call(_GET_COST, ctypes.byref(cost), None)
    except OSError:
        return None
    if cost.value & _COSTS:
        return True
    return False if cost.value & _UNRESTRICTED else None
