"""The order of a configuration's units: dependencies first, else as in the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from wingetpy.desired.configuration.document import Reference, Unit
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.model.text import fold

_ORDER = {"Assert": 0, "Inform": 1, "Apply": 2}
Places = Mapping[str, Sequence[int]]


def ordered(units: Sequence[Unit]) -> list[Unit]:
    """Return the units in their order: assertions, what is read, what is applied; in each, dependencies first.

    Raises:
        BadRequest: an id that two units have, one that no unit has, or a circle.
    """
    _refuse_doubles(units)
    needs = needed(units)
    waiting: dict[int, list[int]] = defaultdict(list)
    for place, those in enumerate(needs):
        for one in those:
            waiting[one].append(place)
    missing = [len(those) for those in needs]
    ready = [(_ORDER[unit.intent], place) for place, unit in enumerate(units) if not missing[place]]
    heapify(ready)
    done: list[int] = []
    while ready:
        _, place = heappop(ready)
        done.append(place)
        for one in waiting[place]:
            missing[one] -= 1
            if not missing[one]:
                heappush(ready, (_ORDER[units[one].intent], one))
    if len(done) < len(units):
        raise _circle([unit for place, unit in enumerate(units) if missing[place]])
    return [units[place] for place in done]


def needed(units: Sequence[Unit]) -> list[set[int]]:
    """Return for each unit the places of those that it depends on: a group's name means all in it.

    Raises:
        BadRequest: an id that no unit has.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        name = fold(unit.id)
        places[name].append(place)
        if not unit.is_classic:
            for end in (end for end, letter in enumerate(name) if letter == "/"):
                places[name[: end + 1]].append(place)
    return [{one for reference in unit.depends_on for one in _meant(reference, units, places, unit)} for unit in units]


def _meant(reference: Reference, units: Sequence[Unit], places: Places, of: Unit) -> Sequence[int]:
    """The places of the units that a reference means. A unit in a group means those beside it before all others."""
    name, type_, group = fold(reference.name), fold(reference.type), "" if of.is_classic else fold(of.id)
    while True:
        group = group.rpartition("/")[0]
        inner = f"{group}/{name}" if group else name
        equal = [one for one in places.get(inner, ()) if not type_ or fold(units[one].type) == type_]
        found = equal or places.get(f"{inner}/", ())
        if found:
            return found
        if not group:
            break
    raise BadRequest(
        f"{of.label} depends on '{reference.name}', and no unit has this id.",
        code=ErrorCode.ConfigErrorMissingDependency,
        target=reference.name,
        remedy="Correct the id, or add the unit.",
    )


def _refuse_doubles(units: Sequence[Unit]) -> None:
    seen: set[tuple[str, str]] = set()
    for unit in units:
        key = ("" if unit.is_classic else fold(unit.type), fold(unit.id))
        if unit.id and key in seen:
            raise BadRequest(
                f"Two units have the id '{unit.id}'.",
                code=ErrorCode.ConfigErrorDuplicateIdentifier,
                target=unit.id,
                remedy="Give each its own.",
            )
        seen.add(key)


def _circle(units: Sequence[Unit]) -> BadRequest:
    return BadRequest(
        f"Units depend on each other in a circle: {', '.join(one.label for one in units)}.",
        code=ErrorCode.ConfigErrorSetDependencyCycle,
        target=units[0].id,
        remedy="Remove one of the dependencies.",
    )
