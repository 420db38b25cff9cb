"""`configuration/show|test|apply`: configuration files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.desired.configuration.read import read_configuration
from wingetpy.desired.configuration.run import Purpose, UnitOutcome, check, run
from wingetpy.desired.resource import Drift
from wingetpy.errors import BadRequest, ErrorReport
from wingetpy.model.call import Call, CallWarnedOnce
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText

UnitState = Literal["Pending", "Completed", "Failed", "Skipped"]
ConfigurationVerdict = Literal["Positive", "Negative", "Failed", "NotRun"]


class FileParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """A file on the engine's disk, and values of its parameters by name."""

    path: LongText
    parameters: dict[str, Any] = msgspec.field(default_factory=dict)


class RunParameters(FileParameters, frozen=True, rename="pascal", kw_only=True):
    """`accept_configuration_agreements`: those of the packages and sources that the file names are accepted."""

    accept_configuration_agreements: bool = False


class ApplyParameters(RunParameters, frozen=True, rename="pascal", kw_only=True):
    """`what_if`: nothing is changed, and what would be is answered."""

    what_if: bool = False


class ConfigurationUnit(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A unit of a file, with what came of it.

    Attributes:
        type: As the file writes it.
        intent: `Assert` (tested only), `Inform` (read only) or `Apply`.
        state: `Pending`: nothing was tried, as in a show. `Skipped`: left out, or not handled; `error` says why.
        in_desired_state: Null where it is not known.
        done: What was done, or would be, as sentences without a full stop.
    """

    id: str
    type: str
    intent: str
    state: UnitState
    in_desired_state: bool | None = None
    previously_in_desired_state: bool | None = None
    drift: tuple[Drift, ...] = ()
    done: tuple[str, ...] = ()
    reboot_required: bool = False
    depends_on: tuple[str, ...] = ()
    description: str = ""
    error_code: str = ""
    error: ErrorReport | None = None


class ConfigurationResult(Totals, frozen=True, rename="pascal", kw_only=True):
    """What came of a file.

    Attributes:
        result: `Positive`: all is as wanted. `Negative`: something is not. `Failed`: a unit failed or was left out.
            `NotRun`: nothing was tried.
        changed: How many units were changed, or would be.
        skipped: How many were left out, or are not handled.
    """

    result: ConfigurationVerdict
    changed: int = 0
    skipped: int = 0
    reboot_required: bool = False


def show(context: Context, parameters: FileParameters, call: Call) -> ConfigurationResult:
    """Emit the units in their order, with what is wrong with them; the machine is not looked at."""
    configuration = read_configuration(_path(parameters), parameters.parameters)
    return _emit(check(configuration), call, tried=False)


def test(context: Context, parameters: RunParameters, call: Call) -> ConfigurationResult:
    """Compare each unit with what is."""
    return _run(context, parameters, "Test", call)


def apply(context: Context, parameters: ApplyParameters, call: Call) -> ConfigurationResult:
    """Make what is as the units want it, assertions first."""
    return _run(context, parameters, "Preview" if parameters.what_if else "Apply", call)


def _run(context: Context, parameters: RunParameters, purpose: Purpose, call: Call) -> ConfigurationResult:
    configuration = read_configuration(_path(parameters), parameters.parameters)
    accepts = parameters.accept_configuration_agreements
    outcomes = run(context, configuration, purpose, CallWarnedOnce(call), accepts_agreements=accepts)
    return _emit(outcomes, call, tried=True)


def _emit(outcomes: Iterable[UnitOutcome], call: Call, *, tried: bool) -> ConfigurationResult:
    rows: list[ConfigurationUnit] = []
    stopped = False
    for outcome in outcomes:
        rows.append(_row(outcome, tried))
        call.items(rows[-1:])
        if stopped := call.cancelled:
            break
    return ConfigurationResult(
        count=len(rows),
        failed=sum(row.state == "Failed" for row in rows),
        cancelled=stopped,
        result=_verdict(rows) if tried and rows else "NotRun",
        changed=sum(bool(row.done) for row in rows),
        skipped=sum(row.state == "Skipped" for row in rows),
        reboot_required=any(row.reboot_required for row in rows),
    )


def _row(outcome: UnitOutcome, tried: bool) -> ConfigurationUnit:
    unit, error = outcome.unit, outcome.error
    state: UnitState = "Completed" if tried else "Pending"
    if error is not None:
        state = "Skipped" if outcome.skipped else "Failed"
    return ConfigurationUnit(
        id=unit.id,
        type=unit.type,
        intent=unit.intent,
        state=state,
        in_desired_state=outcome.in_desired_state,
        previously_in_desired_state=outcome.was_in_desired_state,
        drift=outcome.drift,
        done=outcome.done,
        reboot_required=outcome.restart,
        depends_on=tuple(one.name for one in unit.depends_on),
        description=unit.description,
        error_code=error.code.hex if error else "",
        error=ErrorReport.of(error) if error else None,
    )


def _verdict(rows: list[ConfigurationUnit]) -> ConfigurationVerdict:
    if any(row.error is not None for row in rows):
        return "Failed"
    return "Positive" if all(row.in_desired_state for row in rows) else "Negative"


def _path(parameters: FileParameters) -> Path:
    if not parameters.path.strip():
        raise BadRequest("No configuration file is named.", target="Path", remedy="Name one.")
    return Path(parameters.path)


def _policies(_parameters: FileParameters) -> tuple[str, ...]:
    return ("EnableWindowsPackageManagerConfiguration",)


SHOW = Command(FileParameters, ConfigurationResult, show, items=ConfigurationUnit, policy=_policies)
TEST = Command(RunParameters, ConfigurationResult, test, items=ConfigurationUnit, policy=_policies)
APPLY = Command(ApplyParameters, ConfigurationResult, apply, items=ConfigurationUnit, policy=_policies)
