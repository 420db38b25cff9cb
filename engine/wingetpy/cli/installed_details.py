"""What `list --details` shows of each installed package: the reference's fields, then what else is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wingetpy.cli.tables import render_fields
from wingetpy.commands.objects import InstalledPackage


def installed_details(rows: Sequence[InstalledPackage]) -> list[str]:
    """Lines of all packages, one after the other; several are counted."""
    lines: list[str] = []
    for place, row in enumerate(rows, 1):
        count = f"({place}/{len(rows)}) " if len(rows) > 1 else ""
        lines.append(f"{count}{row.name} [{row.id}]")
        lines.extend(f"  {line}" for line in render_fields(_fields(row)))
    return lines


def _fields(row: InstalledPackage) -> Iterator[tuple[str, str]]:
    yield "Version", row.installed_version
    if row.is_version_inferred:
        yield "Listed Version", row.display_version
    yield "Publisher", row.publisher
    if row.local_id != row.id:
        yield "Local Identifier", row.local_id
    yield "Package Family Name", row.package_family_name
    yield "Product Code", row.product_code
    yield "Upgrade Code", row.upgrade_code
    yield "Installer Category", row.installer_type
    yield "Installed Scope", row.scope
    yield "Installed Architecture", row.architecture
    yield "Installed Locale", row.language
    yield "Installed Location", row.install_location
    yield "Install Date", row.install_date
    yield "Size", _size(row.size)
    yield "Uninstall Command", row.uninstall_string
    yield "Silent Uninstall Command", row.quiet_uninstall_string
    yield "Modify Command", row.modify_path
    yield "Source", row.source
    if row.is_update_available:
        yield "Available Upgrades", f"{row.source} [{row.update_version or row.available_versions[0]}]"
    yield "Update State", row.update_state
    yield "Update Reason", row.update_reason
    yield "Pin", row.pin


def _size(size: int | None) -> str:
    """In megabytes, as Apps & Features shows it; of the smallest in kilobytes."""
    if size is None:
        return ""
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"
