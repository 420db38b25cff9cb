"""What is usual for an installer's type and so need not be in a manifest: switches, and what exit codes mean."""

from __future__ import annotations

from wingetpy.manifests.installer import ExpectedReturnCode, Installer, InstallerSwitches
from wingetpy.model.technology import InstallerType, traits_of


def default_switches(technology: InstallerType) -> InstallerSwitches:
    """Return the switches that installers of this type accept without their manifest saying so."""
    usual = traits_of(technology).switches
    return InstallerSwitches(
        silent=usual.silent,
        silent_with_progress=usual.silent_with_progress,
        log=usual.log,
        install_location=usual.install_location,
    )


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
    response = traits_of(installer.effective_type).responses.get(exit_code)
    return ExpectedReturnCode(installer_return_code=exit_code, return_response=response) if response else None
