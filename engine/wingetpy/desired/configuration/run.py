"""Testing and applying a configuration. A unit that fails leaves out those that depend on it, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from wingetpy.desired import ensure
from wingetpy.desired.configuration.document import Configuration, Unit
from wingetpy.desired.configuration.handled import OS_VERSION, handled, settings_by_folded_name
from wingetpy.desired.configuration.order import needed, ordered
from wingetpy.desired.resource import Drift
from wingetpy.errors import BadRequest, Cancelled, EngineError, ErrorCode, HostError, OperationError
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context

Purpose = Literal["Test", "Preview", "Apply"]
_OS_VERSION_TEXT = re.compile(r"[0-9]+(\.[0-9]+){0,3}")


class UnitOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a unit.

    Attributes:
        in_desired_state: Whether it is as wanted now; None where it is not known.
        was_in_desired_state: Whether it was before.
        done: What was done, or would be, as sentences.
        error: Why it failed, or was left out.
        skipped: Whether it was left out, or is not handled.
    """

    unit: Unit
    in_desired_state: bool | None = None
    was_in_desired_state: bool | None = None
    drift: tuple[Drift, ...] = ()
    done: tuple[str, ...] = ()
    restart: bool = False
    error: EngineError | None = None
    skipped: bool = False

    @property
    def adds(self) -> tuple[str, ...]:
        """The source that the unit is about, folded; of another unit none."""
        is_source = fold(self.unit.type).rpartition("/")[2] in ("source", "wingetsource")
        return (fold(str(settings_by_folded_name(self.unit.settings).get("name", ""))),) if is_source else ()

    @property
    def holds(self) -> bool:
        """Whether units that depend on it may be applied."""
        return self.error is None and (self.unit.intent != "Assert" or self.in_desired_state is True)


def run(
    context: Context, configuration: Configuration, purpose: Purpose, call: Call, *, accepts_agreements: bool = False
) -> Iterator[UnitOutcome]:
    """Go through the units in their order, and give each outcome as soon as it is known.

    Args:
        purpose: Test them all; apply those that are to be applied, after the assertions; or say what that would do.
        accepts_agreements: Whether the caller accepts the agreements of packages and sources.

    Raises:
        BadRequest: an id twice, a missing one, a circle; nothing was done then.
    """
    units = ordered(configuration.units)
    outcomes: list[UnitOutcome] = []
    for unit, those in zip(units, needed(units), strict=True):
        before = [outcomes[place] for place in sorted(those)]
        outcome = _left_out(unit, before, outcomes, purpose) or _unit(context, unit, purpose, call, accepts_agreements)
        outcome = _awaiting_its_source(outcome, outcomes)
        outcomes.append(outcome)
        yield outcome


def check(configuration: Configuration) -> Iterator[UnitOutcome]:
    """Give each unit with what is wrong with it, without looking at the machine. Raises as `run` does."""
    for unit in ordered(configuration.units):
        try:
            if fold(unit.type) == OS_VERSION:
                _least_version(unit)
            else:
                handled(unit, accepts_agreements=False)
        except EngineError as error:
            yield UnitOutcome(unit=unit, error=error, skipped=_is_not_handled(error))
        else:
            yield UnitOutcome(unit=unit)


def _left_out(
    unit: Unit, needed_before: list[UnitOutcome], before: list[UnitOutcome], purpose: Purpose
) -> UnitOutcome | None:
    """The outcome of a unit that must not be touched; None where nothing prevents it. A test touches nothing."""
    if purpose == "Test":
        return None
    failed = next((one for one in before if one.unit.intent == "Assert" and not one.holds), None)
    if failed is not None and unit.intent != "Assert":
        return _skipped(unit, ErrorCode.ConfigErrorAssertionFailed, f"the assertion {failed.unit.label} does not hold")
    missing = next((one for one in needed_before if not one.holds), None)
    if missing is None:
        return None
    return _skipped(unit, ErrorCode.ConfigErrorDependencyUnsatisfied, f"{missing.unit.label} was not applied")


def _awaiting_its_source(outcome: UnitOutcome, before: list[UnitOutcome]) -> UnitOutcome:
    """The outcome of a unit whose source a unit before it will add: not as wanted, rather than failed."""
    error = outcome.error
    if error is None or error.code is not ErrorCode.SourceNameDoesNotExist or not error.target:
        return outcome
    if not any(fold(error.target) in one.adds for one in before if one.in_desired_state is False):
        return outcome
    drift = (Drift("source", error.target, "not configured yet"),)
    return UnitOutcome(unit=outcome.unit, in_desired_state=False, was_in_desired_state=False, drift=drift)


def _unit(context: Context, unit: Unit, purpose: Purpose, call: Call, accepts_agreements: bool) -> UnitOutcome:
    try:
        if unit.security_context == "elevated" and not context.facts.elevated:
            raise HostError(
                f"{unit.label} needs administrator rights.",
                code=ErrorCode.CommandRequiresAdmin,
                target=unit.id or unit.type,
                remedy="Run it as administrator.",
            )
        if fold(unit.type) == OS_VERSION:
            return _os_version(context, unit)
        return _handle(context, unit, purpose, call, accepts_agreements)
    except Cancelled:
        raise
    except EngineError as error:
        return UnitOutcome(unit=unit, error=error, skipped=_is_not_handled(error))


def _handle(context: Context, unit: Unit, purpose: Purpose, call: Call, accepts_agreements: bool) -> UnitOutcome:
    found = handled(unit, accepts_agreements=accepts_agreements)
    if context.policies.disables("EnableSettings") and found.resource.policies:
        from wingetpy.settings.policy import blocked  # late: seldom

        raise blocked("EnableSettings", unit.id or unit.type)
    if purpose == "Test" or unit.intent != "Apply":
        comparison = ensure.test(found.resource, context, found.wanted, call)
        is_so = not comparison.drift
        return UnitOutcome(unit=unit, in_desired_state=is_so, was_in_desired_state=is_so, drift=comparison.drift)
    make: Callable[..., ensure.Applied[object]] = ensure.preview if purpose == "Preview" else ensure.apply  # type: ignore[type-var]
    applied = make(found.resource, context, found.wanted, call)
    return UnitOutcome(
        unit=unit,
        in_desired_state=not applied.drift if purpose == "Preview" else True,
        was_in_desired_state=not applied.drift,
        drift=applied.drift,
        done=applied.done,
        restart=applied.restart,
    )


def _os_version(context: Context, unit: Unit) -> UnitOutcome:
    """The usual assertion: Windows is at least of a version."""
    least = _least_version(unit)
    actual = context.facts.os_version
    is_so = Version.parse(actual) >= Version.parse(least)
    drift = () if is_so else (Drift("MinVersion", least, actual),)
    if not is_so and unit.intent == "Apply":
        raise OperationError(
            f"{unit.label}: this Windows is {actual}, and cannot be changed to {least}.", target=unit.id
        )
    return UnitOutcome(unit=unit, in_desired_state=is_so, was_in_desired_state=is_so, drift=drift)


def _least_version(unit: Unit) -> str:
    least = str(settings_by_folded_name(unit.settings).get("minversion", ""))
    if not _OS_VERSION_TEXT.fullmatch(least):
        raise BadRequest(
            f"{unit.label}: MinVersion '{least}' is no version.", target=unit.id, remedy="Write 10.0.19041."
        )
    return least


def _skipped(unit: Unit, code: ErrorCode, reason: str) -> UnitOutcome:
    error = OperationError(f"{unit.label} was left out: {reason}.", code=code, target=unit.id or unit.type)
    return UnitOutcome(unit=unit, error=error, skipped=True)


def _is_not_handled(error: EngineError) -> bool:
    return error.code is ErrorCode.ConfigErrorNotSupportedByProcessor
