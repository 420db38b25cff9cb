"""What holds for every resource: what a set reports besides its state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

import pytest

from kit.calls import Listener
from wingetpy.desired import ensure
from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.properties import Properties
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.model.call import Call
from wingetpy.operations.context import Context

NO_CONTEXT = cast("Context", None)


class Lamp:
    """A resource that is on or off; a broken one stays as it is."""

    type, word, summary, policies = "Lamp", "lamp", "A lamp", ()
    properties = Properties

    def __init__(self, *, broken: bool = False, report: StepReport | None = None) -> None:
        self.on, self.broken = False, broken
        self.report = report or StepReport("Switch it on")

    def check(self, wanted: Properties) -> None:
        """Nothing cannot be."""

    def read(self, context: Context, wanted: Properties, call: Call) -> Properties:
        return Properties(exist=self.on)

    def drift(self, wanted: Properties, state: Properties) -> tuple[Drift, ...]:
        return () if state.exist is wanted.is_wanted else (Drift("_exist", "true", "false"),)

    def steps(
        self, context: Context, wanted: Properties, state: Properties, drift: Sequence[Drift], call: Call
    ) -> Sequence[DesiredStep[Properties]]:
        return (self,)

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[Properties]:
        return ()

    def preview(self, state: Properties) -> Preview[Properties]:
        return Preview("Switch it on", Properties(exist=True))

    def carry_out(self) -> StepReport:
        self.on = not self.broken
        return self.report


def test_a_restart_and_a_change_of_path_are_reported_once() -> None:
    lamp, call = Lamp(report=StepReport("Switch it on", restart=True, path_changed=True)), Listener()
    first = ensure.apply(lamp, NO_CONTEXT, Properties(), call)
    assert first.restart
    assert first.state.metadata == {"_refreshEnv": True}
    assert isinstance(first.state.restart_required, tuple)
    assert first.state.restart_required[0].system
    again = ensure.apply(lamp, NO_CONTEXT, Properties(), call)
    assert (again.restart, again.state, again.done) == (False, Properties(exist=True), ())


def test_what_still_differs_after_a_change_is_warned_of() -> None:
    call = Listener()
    ensure.apply(Lamp(broken=True), NO_CONTEXT, Properties(), call)
    assert call.warnings() == ["_exist is false after the change; wanted is true."]


@pytest.mark.parametrize("what_if", [False, True])
def test_nothing_is_done_where_nothing_differs(what_if: bool) -> None:
    make = ensure.preview if what_if else ensure.apply
    lamp = Lamp(report=StepReport("never"))
    assert make(lamp, NO_CONTEXT, Properties(exist=False), Listener()).done == ()
    assert not lamp.on
