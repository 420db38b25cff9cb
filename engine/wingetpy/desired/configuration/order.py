"""The order of a configuration's units: dependencies first, else as in the file."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.desired.configuration.document import Unit
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.model.text import fold

_ORDER = {"Assert": 0, "Inform": 1, "Apply": 2}


def ordered(units: Sequence[Unit]) -> list[Unit]:
    """Return the units in their order: assertions, what is read, what is applied; in each, dependencies first.

    Raises:
        BadRequest: an id that two units have, one that no unit has, or a circle.
    """
    _refuse_doubles(units)
    needs = [{needed for name in unit.depends_on for needed in dependencies(name, units, unit)} for unit in units]
    left = sorted(range(len(units)), key=lambda place: (_ORDER[units[place].intent], place))
    done: list[int] = []
    while left:
        place = next((one for one in left if needs[one] <= set(done)), None)
        if place is None:
            raise _circle([units[one] for one in left])
        left.remove(place)
        done.append(place)
    return [units[place] for place in done]


def dependencies(name: str, units: Sequence[Unit], of: Unit) -> list[int]:
    """Return the places of the units that a name means: one, or all of a group.

    Raises:
        BadRequest: there is none.
    """
    wanted = fold(name)
    found = [
        place for place, one in enumerate(units) if fold(one.id) == wanted or fold(one.id).startswith(f"{wanted}/")
    ]
    if not found:
        raise BadRequest(
            f"{of.label} depends on '{name}', and no unit has this id.",
            code=ErrorCode.ConfigErrorMissingDependency,
            target=name,
            remedy="Correct the id, or add the unit.",
        )
    return found


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
