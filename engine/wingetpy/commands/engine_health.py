"""`engine/check` and `engine/mend`: the engine's own files, sources and records."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import NoParameters, Totals
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.health import HealthReport, check_health, mend_health


class MendParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`force`: files that nobody can read and that have no backup are set aside."""

    force: bool = False


def check(context: Context, parameters: NoParameters, call: Call) -> Totals:
    return _emit(check_health(context, call), call)


def mend(context: Context, parameters: MendParameters, call: Call) -> Totals:
    return _emit(mend_health(context, call, force=parameters.force), call)


def _emit(reports: Iterable[HealthReport], call: Call) -> Totals:
    count = failed = 0
    for report in reports:
        call.items((report,))
        count += 1
        failed += not report.passed
        if call.cancelled:
            break
    return Totals(count=count, failed=failed, cancelled=call.cancelled)


CHECK = Command(NoParameters, Totals, check, items=HealthReport)
MEND = Command(MendParameters, Totals, mend, items=HealthReport)
