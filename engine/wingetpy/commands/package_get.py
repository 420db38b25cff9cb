"""`package/get`: what is installed, and what has an update."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.objects import InstalledPackage
from wingetpy.commands.parameters import Found, GetParameters
from wingetpy.correlation.correlated import Correlated
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.installed import matching, take_inventory
from wingetpy.selection.availability import is_update_shown
from wingetpy.sources.request import MatchOption


def get(context: Context, parameters: GetParameters, call: Call) -> Found:
    """Everything that fits, sorted by name. Works without any source, but not for updates (NoSourcesDefined)."""
    inventory = take_inventory(context, call, parameters.source, needs_source=parameters.update_available)
    rows = matching(inventory, parameters, parameters.scope, single=False, default=MatchOption.contains)
    if parameters.update_available:
        rows = [one for one in rows if is_update_shown(one.state, include_unknown=parameters.include_unknown)]
    shown = rows if parameters.count is None else rows[: parameters.count]
    call.items([installed_package(one) for one in shown])
    return Found(count=len(shown), truncated=len(shown) < len(rows))


def installed_package(one: Correlated) -> InstalledPackage:
    entry = one.entry
    return InstalledPackage(
        id=one.id,
        name=entry.name,
        installed_version=one.version,
        available_versions=one.available_versions,
        is_update_available=one.is_update_available,
        update_state=one.state.value,
        source=one.package.source if one.package else "",
        scope=entry.scope.value,
        architecture=entry.architecture or "",
        installer_type=entry.installer_type,
        publisher=entry.publisher,
        product_code=entry.product_code or "",
        package_family_name=entry.family_name or "",
        install_location=entry.install_location or "",
        local_id=entry.local_id,
    )


GET = Command(GetParameters, Found, get, items=InstalledPackage)
