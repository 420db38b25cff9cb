"""What the user gave at an install is kept at later updates, also where the update comes as a dependency."""

from __future__ import annotations

from pathlib import PureWindowsPath

from msgspec.structs import replace

from wingetpy.installers.technology import InstallOptions
from wingetpy.manifests.model import Installer
from wingetpy.model.call import Call
from wingetpy.operations.request import InstallRequest
from wingetpy.state.tracking import InstallWishes


def given_or_kept(request: InstallRequest, kept: InstallWishes) -> InstallWishes:
    """Return what the user gives now, else what was recorded at the install."""
    return InstallWishes(
        locale=request.locale or kept.locale,
        architecture=request.architecture or kept.architecture,
        scope=request.scope or kept.scope,
        location=request.location or kept.location,
        rename=request.rename or kept.rename,
        override=request.override or kept.override,
        custom=request.custom or kept.custom,
    )


def usable(kept: InstallWishes, installer: Installer, package: str, call: Call) -> InstallWishes:
    """Return the kept wishes without those that a newer installer does not take: they must not prevent an update."""
    programs = len(installer.nested_installer_files)
    if kept.rename and programs > 1:
        text = f"{package} has {programs} commands now; the name '{kept.rename}' of its single one is not used."
        call.message("Warning", text)
        kept = replace(kept, rename="")
    return kept if installer.takes("location") else replace(kept, location="")


def with_wishes(options: InstallOptions, wishes: InstallWishes) -> InstallOptions:
    """Return the options with the wishes that concern the installer itself, not its choice."""
    return replace(
        options,
        location=PureWindowsPath(wishes.location) if wishes.location else None,
        rename=wishes.rename or None,
        override=wishes.override or None,
        custom=wishes.custom or None,
    )
