"""Get, test and set, the same for each resource: a set does nothing where nothing differs."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from wingetpy.desired.properties import Properties, RestartRequired
from wingetpy.desired.resource import DesiredResource, Drift, StepReport
from wingetpy.model.call import Call
from wingetpy.operations.context import Context

P = TypeVar("P", bound=Properties)


class Comparison(msgspec.Struct, Generic[P], frozen=True):
    """What is, and what of it is not as wanted."""

    state: P
    drift: tuple[Drift, ...]

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of the properties that are not as wanted."""
        return tuple(dict.fromkeys(one.member for one in self.drift))


class Applied(Comparison[P], Generic[P], frozen=True):
    """What is after a set, or would be, and what of it was not as wanted before.

    Attributes:
        done: What was done, or would be, as sentences.
        restart: Whether the system has to restart.
    """

    done: tuple[str, ...] = ()
    restart: bool = False


def get(resource: DesiredResource[P], context: Context, wanted: P, call: Call) -> P:
    """Return what is. Raises EngineError where it cannot be known."""
    return resource.read(context, wanted, call).without_wishes()


def test(resource: DesiredResource[P], context: Context, wanted: P, call: Call) -> Comparison[P]:
    """Compare what is with what is wanted. Raises EngineError where it cannot be known."""
    resource.check(wanted)
    state = resource.read(context, wanted, call)
    drift = resource.drift(wanted, state)
    return Comparison(msgspec.structs.replace(state, in_desired_state=not drift), drift)


def preview(resource: DesiredResource[P], context: Context, wanted: P, call: Call) -> Applied[P]:
    """Return what a set would do. Nothing is changed. Raises EngineError where it could not be done."""
    resource.check(wanted)
    state = resource.read(context, wanted, call)
    drift = resource.drift(wanted, state)
    done: list[str] = []
    for step in resource.steps(context, wanted, state, drift, call) if drift else ():
        seen = step.preview(state)
        state = seen.state
        done.append(seen.text)
    if done:
        state = msgspec.structs.replace(state, metadata={"whatIf": done})
    return Applied(state, drift, tuple(done))


def apply(resource: DesiredResource[P], context: Context, wanted: P, call: Call) -> Applied[P]:
    """Make what is as wanted; nothing is done where nothing differs.

    Raises:
        EngineError: what was done before it failed stays; a further set goes on from there.
    """
    resource.check(wanted)
    state = resource.read(context, wanted, call)
    drift = resource.drift(wanted, state)
    if not drift:
        return Applied(state, ())
    done: list[StepReport] = []
    for step in resource.steps(context, wanted, state, drift, call):
        done.append(step.carry_out())
        call.message("Verbose", f"{done[-1].text}.")
    after = resource.read(context, wanted, call)
    for left in resource.drift(wanted, after):
        text = f"{left.name} is {left.actual or 'missing'} after the change; wanted is {left.wanted}."
        call.message("Warning", text)
    restart = any(one.restart for one in done)
    if restart:
        import platform  # late: start time

        after = msgspec.structs.replace(after, restart_required=(RestartRequired(platform.node() or "localhost"),))
    if any(one.path_changed for one in done):
        after = msgspec.structs.replace(after, metadata=_REFRESH)
    return Applied(after, drift, tuple(one.text for one in done), restart)


_REFRESH = {"_refreshEnv": True}
"""Has dsc read the environment again before the next resource."""
