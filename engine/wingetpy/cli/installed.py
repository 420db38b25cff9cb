"""The table of installed packages, as `list` and `upgrade` show it."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.cli.tables import Table, table
from wingetpy.commands.objects import InstalledPackage


def installed_table(rows: Sequence[InstalledPackage]) -> Table:
    """Return the table; `Available` is empty where nothing newer is offered."""
    return table(
        ("Name", "Id", "Version", "Available", "Source"),
        ((row.name, row.id, row.installed_version, available(row), row.source) for row in rows),
    )


def available(row: InstalledPackage) -> str:
    """The version that an update would install, where it is known; else the newest, where it may be an update."""
    offered = row.is_update_available or row.update_state == "UnknownVersion"
    return row.update_version or (row.available_versions[0] if offered and row.available_versions else "")
