"""Pins that should be there or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.properties import Properties, given, optional
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.model.pin import Pin, PinType
from wingetpy.operations.context import Context
from wingetpy.operations.pins import add_pin, find_pins, remove_pins, source_name
from wingetpy.operations.request import Criteria, PinRequest, Text
from wingetpy.sources.request import MatchOption

PinWord = Literal["pinning", "blocking", "gating", "skipVersion"]
_TYPES: dict[PinWord, PinType] = {
    "pinning": PinType.pinning,
    "blocking": PinType.blocking,
    "gating": PinType.gating,
    "skipVersion": PinType.skip,
}
_WORDS = {type_: word for word, type_ in _TYPES.items()}


class PinProperties(Properties, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A pin. A package has one, and besides one for each version that is skipped."""

    id: Annotated[str, Meta(description="The package's id.", min_length=1, max_length=1000)]
    source: Annotated[Text, Meta(description="The name of the package's source.")] | UnsetType = UNSET
    type: Annotated[PinWord, Meta(description="What it prevents; pinning where it is not given.")] | UnsetType = UNSET
    version: (
        Annotated[Text, Meta(description="The range of a gating pin, such as 1.2.*, or the version to skip.")]
        | UnsetType
    ) = UNSET


class PinResource:
    """A pin of a package."""

    type = "Pin"
    word = "pin"
    summary = "A pin: what updates leave alone of a package."
    properties = PinProperties
    policies: tuple[str, ...] = ()

    def check(self, wanted: PinProperties) -> None:
        _refuse_contradictions(wanted)

    def read(self, context: Context, wanted: PinProperties, call: Call) -> PinProperties:
        criteria = Criteria(
            id=wanted.id, source=optional(wanted.source), match_option=MatchOption.equals_case_insensitive
        )
        found = next((one for one in find_pins(context, criteria, call) if _is_meant(wanted, one)), None)
        if found is None:
            return PinProperties(exist=False, id=wanted.id, source=wanted.source)
        return _state(context, found)

    def drift(self, wanted: PinProperties, state: PinProperties) -> tuple[Drift, ...]:
        there = state.exist is True
        if not wanted.is_wanted and there and not _fits_filter(wanted, state):
            return ()  # another pin than the one that must not be
        if wanted.is_wanted != there:
            return (Drift("_exist", str(wanted.is_wanted).lower(), str(there).lower()),)
        if not there:
            return ()
        wish, actual = given(wanted.type, "pinning"), given(state.type, "pinning")
        found = [Drift("type", wish, actual)] if wish != actual else []
        if given(wanted.version, "") != given(state.version, ""):
            found.append(Drift("version", given(wanted.version, ""), given(state.version, "")))
        return tuple(found)

    def steps(
        self, context: Context, wanted: PinProperties, state: PinProperties, drift: Sequence[Drift], call: Call
    ) -> Sequence[DesiredStep[PinProperties]]:
        return (_PinStep(context, wanted, call),)

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[PinProperties]:
        for one in find_pins(context, Criteria(id=wanted.id, source=wanted.source), call):
            if not one.is_of_installed:
                name = f"{one.package} {_WORDS[one.type]} {one.version}".rstrip()
                yield replace(_state(context, one), instance_name=name)


class _PinStep:
    def __init__(self, context: Context, wanted: PinProperties, call: Call) -> None:
        self._context = context
        self._wanted = wanted
        self._call = call

    def preview(self, state: PinProperties) -> Preview[PinProperties]:
        wanted = self._wanted
        if not wanted.is_wanted:
            return Preview(self._sentence(), PinProperties(exist=False, id=wanted.id, source=wanted.source))
        return Preview(self._sentence(), replace(wanted, exist=True, type=given(wanted.type, "pinning")))

    def carry_out(self) -> StepReport:
        wanted = self._wanted
        criteria = Criteria(
            id=wanted.id, source=optional(wanted.source), match_option=MatchOption.equals_case_insensitive
        )
        if not wanted.is_wanted:
            remove_pins(self._context, criteria, self._call, lambda one: _is_meant(wanted, one))
            return StepReport(self._sentence())
        word = given(wanted.type, "pinning")
        request = PinRequest(
            id=criteria.id,
            source=criteria.source,
            match_option=criteria.match_option,
            version=optional(wanted.version) if word == "gating" else None,
            skip_version=optional(wanted.version) if word == "skipVersion" else None,
            blocking=word == "blocking",
            force=True,
        )
        add_pin(self._context, request, self._call)
        return StepReport(self._sentence())

    def _sentence(self) -> str:
        wanted = self._wanted
        if not wanted.is_wanted:
            return f"Remove the pin of {wanted.id}"
        return f"Pin {wanted.id} ({given(wanted.type, 'pinning')} {given(wanted.version, '')}".rstrip() + ")"


def _is_meant(wanted: PinProperties, pin: Pin) -> bool:
    """Whether a pin of the package is the one: that of a skipped version by its version, else the one it has."""
    if pin.is_of_installed:
        return False
    if given(wanted.type, "pinning") != "skipVersion":
        return pin.type is not PinType.skip
    return pin.type is PinType.skip and wanted.version in (UNSET, pin.version)


def _fits_filter(wanted: PinProperties, state: PinProperties) -> bool:
    return wanted.type in (UNSET, state.type) and wanted.version in (UNSET, state.version)


def _refuse_contradictions(wanted: PinProperties) -> None:
    word, has_version = given(wanted.type, "pinning"), wanted.version is not UNSET
    if wanted.is_wanted and has_version != (word in ("gating", "skipVersion")):
        raise BadRequest(
            f"The pin of {wanted.id}: the type {word} {'takes no' if has_version else 'needs a'} version.",
            target=wanted.id,
            remedy="Give a version with gating (a range such as 1.2.*) and skipVersion, and with no other type.",
        )


def _state(context: Context, pin: Pin) -> PinProperties:
    return PinProperties(
        exist=True,
        id=pin.package,
        source=source_name(context, pin),
        type=_WORDS[pin.type],
        version=pin.version or UNSET,
    )
