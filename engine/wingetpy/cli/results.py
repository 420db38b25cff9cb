"""What came of a change, as a person reads it, and the exit code that winget gives it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.cli.console import Console
from wingetpy.cli.remedies import remedy_of
from wingetpy.commands.objects import DownloadResult, InstallResult, RepairResult, UninstallResult
from wingetpy.errors import ErrorCode, ErrorReport
from wingetpy.messages.language import say, translated
from wingetpy.model.version import Version


def show_outcome(console: Console, row: msgspec.Struct, wanted: str | None = None) -> int:
    """Print one result (nothing with `--format json`) and return its exit code, signed.

    Args:
        wanted: The version that was asked for.
    """
    if not isinstance(row, InstallResult | UninstallResult | RepairResult | DownloadResult):
        return 0
    if row.error is not None:
        if not console.json:
            show_error(console, row.error, f"{row.name} [{row.id}]")
        return ErrorCode(int(row.error.code, 16)).signed
    if isinstance(row, DownloadResult):
        if not console.json:
            console.write([say("{0} [{1}] {2}: Installer downloaded: {3}", row.name, row.id, row.version, row.path)])
        return 0
    if not row.changed:
        return _unchanged(console, row, wanted)
    if not console.json:
        console.write([_done(row), *_notes(row)])
        if isinstance(row, InstallResult) and row.path_added:
            console.note(say("Path environment variable modified; restart your shell to use the new value."))
    return 0


def summary(rows: Sequence[msgspec.Struct], refused: int, cancelled: int = 0) -> str:
    """Return one line for several packages: how many were changed, needed nothing, failed and were left out.

    Args:
        refused: How many failed without a result.
        cancelled: How many have none because the user stopped the command.
    """
    results = [one for one in rows if isinstance(one, InstallResult | UninstallResult | DownloadResult)]
    failed = sum(one.error is not None for one in results) + refused
    good = [one for one in results if one.error is None]
    counts = {
        "removed": sum(isinstance(one, UninstallResult) and one.changed for one in good),
        "downloaded": sum(isinstance(one, DownloadResult) for one in good),
        "installed": sum(isinstance(one, InstallResult) and one.changed for one in good),
        "unchanged": sum(not isinstance(one, DownloadResult) and not one.changed for one in good),
        "failed": failed,
        "cancelled": cancelled,
    }
    total = len(results) + refused + cancelled
    parts = ", ".join(f"{count} {translated(word)}" for word, count in counts.items() if count)
    done = parts or say("nothing done")
    return say("{0} package: {1}.", total, done) if total == 1 else say("{0} packages: {1}.", total, done)


def show_error(console: Console, error: ErrorReport, package: str) -> None:
    """Print the error of one package of several: its name where the text lacks it, the remedy, the code."""
    name = package.partition(" [")[0]
    console.note(error.message if name in error.message else f"{package}: {error.message}")
    if remedy := remedy_of(error):
        console.note(remedy)
    console.note(f"{error.code} : {error.symbol}")


_IDLE = {
    "Running": "skipped, its program runs",
    "MeteredConnection": "skipped, the connection is metered",
}
"""Why nothing was done, by the reason of a result."""


def _unchanged(console: Console, row: InstallResult | UninstallResult | RepairResult, wanted: str | None) -> int:
    """Nothing had to be done. The reference calls an install of what is installed, with nothing newer, a failure.

    Where an older version was asked for, the engine's message is the reason.
    """
    if isinstance(row, InstallResult) and row.reason == "AlreadyInstalled":
        if not console.json:
            there = say(
                "Found an existing package already installed: {0} [{1}] {2}.", row.name, row.id, row.installed_version
            )
            is_older = wanted is not None and Version.parse(wanted) < Version.parse(row.installed_version)
            nothing_newer = say("No newer package versions are available from the configured sources.")
            console.write([there] if is_older else [there, nothing_newer])
        return ErrorCode.UpdateNotApplicable.signed
    if not console.json:
        console.write([f"{row.name} [{row.id}]: {translated(_IDLE.get(row.reason, 'nothing to do'))}."])
    return 0


def _done(row: InstallResult | UninstallResult | RepairResult) -> str:
    reboot = say(" Restart the machine to finish.") if row.reboot_required else ""
    if isinstance(row, RepairResult):
        return say(
            "{0} [{1}] {2}: Repair operation completed successfully.{3}",
            row.name,
            row.id,
            row.installed_version,
            reboot,
        )
    if isinstance(row, UninstallResult):
        return say("{0} [{1}] {2}: Successfully uninstalled.{3}", row.name, row.id, row.installed_version, reboot)
    if row.reason == "DependenciesOnly":
        return say("{0} [{1}]: its dependencies are installed, the package itself is not.", row.name, row.id)
    return say("{0} [{1}] {2}: Successfully installed.{3}", row.name, row.id, row.version, reboot)


def _notes(row: InstallResult | UninstallResult | RepairResult) -> list[str]:
    if not isinstance(row, InstallResult) or not row.installation_notes.strip():
        return []
    return [say("Notes:"), *(f"  {line}" for line in row.installation_notes.strip().splitlines())]
