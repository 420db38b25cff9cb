"""`policy/get`: each Group Policy with its value, who decided it and its effect. It answers whatever they forbid."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text
from wingetpy.settings.policy_effects import PolicyReport


class PolicyParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`name`: only this policy, or those of its administrator's setting; `*` and `?` are wildcards."""

    name: Text | None = None


def get(context: Context, parameters: PolicyParameters, call: Call) -> Totals:
    """Emit the policies.

    Raises:
        BadRequest: There is none of this name.
        HostError: The administrator's settings cannot be read.
    """
    from fnmatch import fnmatchcase  # late: start time

    from wingetpy.settings.admin import admin_settings
    from wingetpy.settings.policy_effects import policy_report

    for text in context.policies.broken:
        call.message("Warning", text)
    rows = policy_report(context.policies, admin_settings(context.host), context.settings.source.auto_update_minutes)
    if parameters.name is not None:
        wanted = parameters.name.strip().casefold()
        rows = tuple(
            row for row in rows if any(fnmatchcase(name.casefold(), wanted) for name in (row.name, row.setting) if name)
        )
        if not rows and not set("*?") & set(wanted):
            raise BadRequest(
                f"There is no policy {parameters.name}.",
                target=parameters.name,
                remedy="List the policies without a name to see them.",
            )
    call.items(rows)
    return Totals(count=len(rows))


GET = Command(PolicyParameters, Totals, get, items=PolicyReport)
