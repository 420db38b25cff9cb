"""Which packages fit a machine, from its facts."""

from __future__ import annotations

from wingetpy.errors import ErrorCode
from wingetpy.hosts.facts import MachineFacts
from wingetpy.msix.applicability import MachineFit, os_fits, runs_here
from wingetpy.msix.manifest import PackageManifest


def machine_fit(facts: MachineFacts) -> MachineFit:
    """Return what the packages of a bundle are chosen for."""
    version = ".".join([*(part for part in facts.os_version.split(".") if part.isdigit()), "0", "0", "0"][:4])
    return MachineFit(architecture=facts.architecture, os_version=version, languages=facts.locales)


def misfit(manifest: PackageManifest, facts: MachineFacts) -> tuple[ErrorCode, str] | None:
    """Return why a package does not run on a machine: InstallWrongProcessorArchitecture or InstallPrerequisiteFailed,
    with a sentence. None where it does.
    """
    fit, name = machine_fit(facts), manifest.identity.full_name
    if not runs_here(manifest.identity.architecture, fit):
        text = f"The package {name} does not run on the architecture {facts.architecture} of this machine."
        return ErrorCode.InstallWrongProcessorArchitecture, text
    if not os_fits(manifest.dependencies.device_families, fit.os_version):
        wanted = manifest.minimum_os_version
        reason = f"it needs Windows {wanted}" if wanted else "it is for other devices than a desktop"
        text = f"The package {name} cannot be installed on Windows {fit.os_version}: {reason}."
        return ErrorCode.InstallPrerequisiteFailed, text
    return None
