"""The pins as they will be: a package is judged by the pin that is wanted for it, which is set before it is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import UnsetType
from msgspec.structs import replace

from wingetpy.desired.packages.properties import PackageProperties, WantedPin
from wingetpy.desired.packages.wishes import pin_text
from wingetpy.desired.properties import given, optional
from wingetpy.model.pin import Pin, PinType
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.state.pins import PinCache

_TYPES = {"pinning": PinType.pinning, "gating": PinType.gating}


def with_wanted_pin(context: Context, wanted: PackageProperties, id: str, kept: WantedPin | UnsetType) -> Context:
    """Return the context in which a package has the pin that is wanted. A blocking one is set after the package.

    Args:
        id: The package's, which may be spelled in another way than the wanted one.
        kept: The pin that it has.
    """
    pin = wanted.pin
    if not isinstance(pin, WantedPin) or pin.type == "blocking":
        return context
    if isinstance(kept, WantedPin) and pin_text(kept) == pin_text(pin):
        return context
    source = optional(wanted.source)
    sources = {one.identifier for one in context.sources.list() if source is None or fold(one.name) == fold(source)}
    ahead = [
        Pin(package=id, source=one, type=_TYPES[pin.type], version=given(pin.version, ""))
        for one in sources
        if pin.type in _TYPES
    ]
    pins = _PinsAhead(context.stores.pins, id, sources if source else None, ahead)
    return replace(context, stores=context.stores.with_pins(pins))


class _PinsAhead(PinCache):
    """The kept pins, but of one package those that will be; versions that are skipped stay.

    Args:
        sources: Identifiers of the sources whose pins of the package go; None for all.
    """

    def __init__(self, kept: PinCache, id: str, sources: Collection[str] | None, ahead: Sequence[Pin]) -> None:
        super().__init__()
        self._kept_pins = kept
        self._id = fold(id)
        self._sources = sources
        self._ahead = ahead

    def pins(self, state_folder: Path) -> tuple[Pin, ...]:
        return (*(one for one in self._kept_pins.pins(state_folder) if not self._goes(one)), *self._ahead)

    def _goes(self, pin: Pin) -> bool:
        meant = pin.type is not PinType.skip and fold(pin.package) == self._id
        return meant and (self._sources is None or pin.source in self._sources)
