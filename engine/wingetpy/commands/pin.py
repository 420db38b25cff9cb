"""`pin/add|list|remove|reset`: which packages are left alone by updates, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.model.call import Call
from wingetpy.model.pin import Pin, PinType
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.pins import add_pin, find_pins, remove_pins, reset_pins, source_name
from wingetpy.operations.request import Criteria, PinRequest, Text


class PinRow(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One pin.

    Attributes:
        id: The package's id; of a pin on what is installed, its product code or package family name.
        source: The name of the source; empty for a pin on what is installed.
        type: Pinning, Blocking, Gating or SkipVersion.
        version: The range of a gating pin, or the version that is skipped.
        installed: Whether it is on what is installed.
        created: Unix seconds.
    """

    id: str
    name: str
    source: str = ""
    type: str
    version: str = ""
    installed: bool = False
    created: float = 0.0


class PinAddParameters(PinRequest, frozen=True, rename="pascal", kw_only=True):
    """Without `version`, `blocking` and `skip_version` a pinning pin."""


class PinRemoveParameters(Criteria, frozen=True, rename="pascal", kw_only=True):
    """Without `type` and `version` every pin of the package. `installed`: only pins on what is installed."""

    installed: bool = False
    type: PinType | None = None
    version: Text | None = None


class PinResetParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """`source`: only the pins of this one."""

    source: Text | None = None


class PinAdded(Totals, frozen=True, rename="pascal", kw_only=True):
    """`changed` is false where the very same pin was there already."""

    changed: bool


def add(context: Context, parameters: PinAddParameters, call: Call) -> PinAdded:
    """Pin one package; it need not be installed."""
    pin, changed = add_pin(context, parameters, call)
    _emit(context, [pin], call)
    return PinAdded(count=1, changed=changed)


def list_pins(context: Context, parameters: Criteria, call: Call) -> Totals:
    return _emit(context, find_pins(context, parameters, call), call)


def remove(context: Context, parameters: PinRemoveParameters, call: Call) -> Totals:
    """Remove every pin of one package, and emit what was removed."""
    return _emit(context, remove_pins(context, parameters, call, _meant_by(parameters)), call)


def _meant_by(parameters: PinRemoveParameters) -> Callable[[Pin], bool]:
    """Return whether a pin may be meant, whatever package it is of."""
    return lambda pin: (
        (pin.is_of_installed or not parameters.installed)
        and parameters.type in (None, pin.type)
        and parameters.version in (None, pin.version)
    )


def reset(context: Context, parameters: PinResetParameters, call: Call) -> Totals:
    """Remove every pin, and emit what was removed."""
    return _emit(context, reset_pins(context, parameters.source), call)


def _emit(context: Context, pins: Iterable[Pin], call: Call) -> Totals:
    rows = [
        PinRow(
            id=pin.package,
            name=pin.name or pin.package,
            source=source_name(context, pin),
            type=pin.type.value,
            version=pin.version,
            installed=pin.is_of_installed,
            created=pin.created,
        )
        for pin in pins
    ]
    call.items(rows)
    return Totals(count=len(rows))


ADD = Command(PinAddParameters, PinAdded, add, items=PinRow)
LIST = Command(Criteria, Totals, list_pins, items=PinRow)
REMOVE = Command(PinRemoveParameters, Totals, remove, items=PinRow)
RESET = Command(PinResetParameters, Totals, reset, items=PinRow)
