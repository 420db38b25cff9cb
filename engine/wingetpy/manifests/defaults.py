"""What is usual for a technology and so need not stand in a manifest: switches, and what exit codes mean."""

from __future__ import annotations

from wingetpy.manifests.installer import ExpectedReturnCode, Installer, InstallerSwitches, ReturnResponse
from wingetpy.model.technology import InstallerType

_NONE = InstallerSwitches()
_MSIEXEC = InstallerSwitches(
    silent="/quiet /norestart",
    silent_with_progress="/passive /norestart",
    log='/log "<LOGPATH>"',
    install_location='TARGETDIR="<INSTALLPATH>"',
)
_NULLSOFT = InstallerSwitches(silent="/S", silent_with_progress="/S", install_location="/D=<INSTALLPATH>")
_INNO = InstallerSwitches(
    silent="/SP- /VERYSILENT /SUPPRESSMSGBOXES /NORESTART",
    silent_with_progress="/SP- /SILENT /SUPPRESSMSGBOXES /NORESTART",
    log='/LOG="<LOGPATH>"',
    install_location='/DIR="<INSTALLPATH>"',
)
_SWITCHES: dict[InstallerType, InstallerSwitches] = {
    "msi": _MSIEXEC,
    "wix": _MSIEXEC,
    "burn": _MSIEXEC,
    "nullsoft": _NULLSOFT,
    "inno": _INNO,
}

_MSI_RESPONSES: dict[int, ReturnResponse] = {
    1618: "installInProgress",
    112: "diskFull",
    1601: "contactSupport",
    3010: "rebootRequiredToFinish",
    1641: "rebootInitiated",
    1602: "cancelledByUser",
    1638: "alreadyInstalled",
    **dict.fromkeys((1623, 1633, 1654), "systemNotSupported"),
    **dict.fromkeys((1625, 1640, 1643, 1644, 1649), "blockedByPolicy"),
    **dict.fromkeys((87, 1628, 1639, 1650), "invalidParameter"),
}
_INNO_RESPONSES: dict[int, ReturnResponse] = {
    2: "cancelledByUser",
    5: "cancelledByUser",
    8: "rebootRequiredForInstall",
}
_MSIX_RESPONSES: dict[int, ReturnResponse] = {
    **dict.fromkeys((0x80073CFD, 0x80073CF3, 0x80073D12), "missingDependency"),
    0x80073CF4: "diskFull",
    0x80073CF8: "cancelledByUser",
    0x80073CFB: "alreadyInstalled",
    0x80073D06: "downgrade",
    **dict.fromkeys((0x80073D01, 0x80073CFF), "blockedByPolicy"),
    0x80073D02: "packageInUse",
    **dict.fromkeys((0x80073D10, 0x80073D13, 0x80073D1D, 0x80073D2A), "systemNotSupported"),
}
_RESPONSES: dict[InstallerType, dict[int, ReturnResponse]] = {
    "msi": _MSI_RESPONSES,
    "wix": _MSI_RESPONSES,
    "burn": _MSI_RESPONSES,
    "inno": _INNO_RESPONSES,
    "msix": _MSIX_RESPONSES,
}


def default_switches(technology: InstallerType) -> InstallerSwitches:
    """The switches that installers of this technology take without their manifest saying so."""
    return _SWITCHES.get(technology, _NONE)


def response_to(installer: Installer, exit_code: int) -> ExpectedReturnCode | None:
    """What an exit code means, by the manifest or else by what is usual for the technology.

    Args:
        installer: The installer that ran.
        exit_code: Its unsigned 32-bit exit code.

    Returns:
        None where nobody says anything of the code, or where the manifest counts it as success.
    """
    for expected in installer.expected_return_codes:
        if expected.installer_return_code == exit_code:
            return expected
    if exit_code in installer.installer_success_codes:
        return None
    response = _RESPONSES.get(installer.effective_type, {}).get(exit_code)
    return ExpectedReturnCode(installer_return_code=exit_code, return_response=response) if response else None
