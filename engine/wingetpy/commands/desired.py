"""`desired/get|test|set|export`: what should be, compared with what is, and made so."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.desired import ensure
from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.kinds import AnyResource, kind_named
from wingetpy.desired.properties import Properties, read_properties
from wingetpy.desired.resource import Drift
from wingetpy.desired.secure import masked, secrets_in
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call, CallWarnedOnce
from wingetpy.model.decoding import converted
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text

Json = dict[str, Any]


class DesiredParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """One resource, and what is wanted of it.

    Attributes:
        resource: Its word or type: `package`, `WinGetPy/Package`.
        properties: The resource's own members (docs/dsc.md).
    """

    resource: Text
    properties: Json = msgspec.field(default_factory=dict)


class DesiredChange(DesiredParameters, frozen=True, rename="pascal", kw_only=True):
    """`what_if`: nothing is changed, and the state that would be is answered."""

    what_if: bool = False


class DesiredState(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`state` has the resource's own members."""

    state: Json


class DesiredTest(DesiredState, frozen=True, rename="pascal", kw_only=True):
    """What is, and what of it is not as wanted: `differing` are the resource's properties, `drift` says all."""

    in_desired_state: bool
    differing: tuple[str, ...]
    drift: tuple[Drift, ...]


class DesiredSet(DesiredState, frozen=True, rename="pascal", kw_only=True):
    """What is after it, or would be.

    Attributes:
        changed: Whether anything was not as wanted.
        differing, drift: What was not as wanted before.
        done: What was done, or would be, as sentences without a full stop.
    """

    changed: bool
    differing: tuple[str, ...]
    drift: tuple[Drift, ...]
    done: tuple[str, ...]
    reboot_required: bool = False


class DesiredExport(Totals, frozen=True, rename="pascal", kw_only=True):
    """`states`: the instances that there are."""

    states: tuple[Json, ...]


def get(context: Context, parameters: DesiredParameters, call: Call) -> DesiredState:
    resource, wanted = _asked(parameters)
    return DesiredState(state=_answered(ensure.get(resource, context, wanted, CallWarnedOnce(call)), parameters))


def test(context: Context, parameters: DesiredParameters, call: Call) -> DesiredTest:
    resource, wanted = _asked(parameters)
    comparison = ensure.test(resource, context, wanted, CallWarnedOnce(call))
    return DesiredTest(
        state=_answered(comparison.state, parameters),
        in_desired_state=not comparison.drift,
        differing=comparison.differing,
        drift=comparison.drift,
    )


def set_state(context: Context, parameters: DesiredChange, call: Call) -> DesiredSet:
    resource, wanted = _asked(parameters)
    make = ensure.preview if parameters.what_if else ensure.apply
    applied = make(resource, context, wanted, CallWarnedOnce(call))
    return DesiredSet(
        state=_answered(applied.state, parameters),
        changed=bool(applied.drift),
        differing=applied.differing,
        drift=applied.drift,
        done=applied.done,
        reboot_required=applied.restart,
    )


def export(context: Context, parameters: DesiredParameters, call: Call) -> DesiredExport:
    resource = kind_named(parameters.resource).resource()
    try:
        wanted = converted(parameters.properties, ExportFilter)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The filter of {resource.type} cannot be read: {error}.", target=resource.type) from error
    states = tuple(_answered(one, parameters) for one in resource.export(context, wanted, call))
    return DesiredExport(count=len(states), states=states)


def _asked(parameters: DesiredParameters) -> tuple[AnyResource, Any]:
    resource = kind_named(parameters.resource).resource()
    return resource, read_properties(parameters.properties, resource.properties, resource.type)


def _answered(state: Properties, parameters: DesiredParameters) -> Json:
    """The members that are given, as JSON values; without what the caller gave as a secret."""
    plain: Json = msgspec.to_builtins(state.shown())
    secrets = secrets_in(parameters.properties)
    return cast("Json", masked(plain, secrets)) if secrets else plain


def _policies(parameters: DesiredParameters) -> tuple[str, ...]:
    return kind_named(parameters.resource).resource().policies


GET = Command(DesiredParameters, DesiredState, get, policy=_policies)
TEST = Command(DesiredParameters, DesiredTest, test, policy=_policies)
SET = Command(DesiredChange, DesiredSet, set_state, policy=_policies)
EXPORT = Command(DesiredParameters, DesiredExport, export, policy=_policies)
