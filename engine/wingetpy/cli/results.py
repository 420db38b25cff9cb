"""What came of a change, as a person reads it, and the exit code that winget gives it."""

from __future__ import annotations

import msgspec

from wingetpy.cli.console import Console
from wingetpy.commands.objects import InstallResult, UninstallResult
from wingetpy.errors import ErrorCode


def show_outcome(console: Console, row: msgspec.Struct) -> int:
    """Print one result (nothing with `--format json`) and return its exit code, signed."""
    if not isinstance(row, InstallResult | UninstallResult):
        return 0
    if row.error is not None:
        if not console.json:
            about = "" if row.name in row.error.message else f"{row.name} [{row.id}]: "
            console.note(about + row.error.message)
            if row.error.remedy:
                console.note(row.error.remedy)
            console.note(f"{row.error.code} : {row.error.symbol}")
        return ErrorCode(int(row.error.code, 16)).signed
    if not row.changed:
        return _unchanged(console, row)
    if not console.json:
        console.write([_done(row)])
        for folder in _path_changes(row):
            console.note(folder)
    return 0


def _unchanged(console: Console, row: InstallResult | UninstallResult) -> int:
    """Nothing had to be done. The reference calls an install of what is there, with nothing newer, a failed update."""
    if isinstance(row, InstallResult) and row.reason == "AlreadyInstalled":
        if not console.json:
            console.write(
                [
                    f"Found an existing package already installed: {row.name} [{row.id}] {row.installed_version}.",
                    "No newer package versions are available from the configured sources.",
                ]
            )
        return ErrorCode.UpdateNotApplicable.signed
    if not console.json:
        console.write([f"{row.name} [{row.id}]: nothing to do."])
    return 0


def _done(row: InstallResult | UninstallResult) -> str:
    reboot = " Restart the machine to finish." if row.reboot_required else ""
    if isinstance(row, UninstallResult):
        return f"{row.name} [{row.id}] {row.installed_version}: Successfully uninstalled.{reboot}"
    return f"{row.name} [{row.id}] {row.version}: Successfully installed.{reboot}"


def _path_changes(row: InstallResult | UninstallResult) -> list[str]:
    if isinstance(row, InstallResult) and row.path_added:
        return ["Path environment variable modified; restart your shell to use the new value."]
    return []
