"""Why an installer cannot be taken, in the reference client's own bits."""

from __future__ import annotations

from enum import IntFlag


class Flag(IntFlag):
    """One bit a rule; several may hold for one installer. `Elevation` is this engine's own."""

    OSVersion = 0x1
    InstalledScope = 0x2
    InstalledType = 0x4
    InstalledLocale = 0x8
    Locale = 0x10
    Scope = 0x20
    MachineArchitecture = 0x40
    Market = 0x80
    InstallerType = 0x100
    ElevationProhibited = 0x200
    ElevationRequired = 0x400
