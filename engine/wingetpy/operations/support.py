"""What this engine cannot carry out yet, or this host cannot at all: the errors that say which host or release can."""

from __future__ import annotations

from wingetpy.errors import BadRequest, EngineError, ErrorCode, HostError, NotFound, OperationError
from wingetpy.hosts.host import Host
from wingetpy.installers.switches import Mode
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.manifests.model import Installer
from wingetpy.operations.plan import InstallOptions, PlanStep

_MODES: dict[Mode, str] = {"Silent": " /quiet /norestart", "Default": " /passive /norestart", "Interactive": ""}


def refusal_of_installer(host: Host, installer: Installer, package: str) -> EngineError:
    """Why an installer that is no portable is not run here."""
    return _refusal(host, f"The {installer.effective_type} installer of {package}", package)


def refuse_unsuited_location(
    installer: Installer, options: InstallOptions, package: str, installed: InstalledEntry | None
) -> None:
    """The manifest may say that its installer takes no location, or needs one. What is installed has one.

    Raises:
        BadRequest: UnsupportedArgument, InstallLocationRequired.
    """
    if installer.install_location_required and options.location is None and installed is None:
        raise BadRequest(
            f"The installer of {package} needs to be told where to install: its manifest says so.",
            code=ErrorCode.InstallLocationRequired,
            target=package,
            remedy="Name a folder with --location (Location), or set installBehavior.defaultInstallRoot.",
        )
    unsupported = {argument.lower() for argument in installer.unsupported_arguments}
    if options.location is not None and "location" in unsupported:
        raise BadRequest(
            f"The installer of {package} takes no location: its manifest says so.",
            code=ErrorCode.UnsupportedArgument,
            target=package,
            remedy="Leave out --location (Location).",
        )


def refusal_of_uninstall(
    host: Host, installed: InstalledEntry, mode: Mode
) -> tuple[EngineError, tuple[PlanStep, ...], str]:
    """Why what is no portable is not removed here, with the steps and command line that it would take."""
    command = _uninstall_command(installed, mode)
    if command is None:
        error = NotFound(
            "The Windows Package Manager cannot locate the uninstall command for this application. "
            "Please reach out to the application publisher for support.",
            code=ErrorCode.NoUninstallInfoFound,
            target=installed.local_id,
            remedy="Remove it by its own means.",
        )
        return error, (), ""
    step = PlanStep("Run", command, f"Run the uninstaller of {installed.name}: {command}")
    return _refusal(host, f"The uninstaller of {installed.name}", installed.local_id), (step,), command


def _uninstall_command(installed: InstalledEntry, mode: Mode) -> str | None:
    if installed.installer_type == "msix":
        return f"Remove-AppxPackage {installed.family_name or installed.name}"
    if installed.installer_type in ("msi", "wix") and installed.product_code:
        return f"msiexec /x{installed.product_code}{_MODES[mode]}"
    if mode == "Interactive":
        return installed.uninstall_string or None
    return installed.quiet_uninstall_string or installed.uninstall_string or None


def _refusal(host: Host, what: str, target: str) -> EngineError:
    if host.name != "windows":
        return HostError(
            f"{what} is a Windows program; the host '{host.name}' runs none.",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=target,
            remedy="It needs a host that runs Windows installers: use --host windows on Windows or under Wine.",
        )
    return OperationError(
        f"{what} is not run yet: this release handles portable packages and archives of them.",
        code=ErrorCode.NotSupported,
        category="NotImplemented",
        target=target,
        remedy="It comes with a later release.",
    )
