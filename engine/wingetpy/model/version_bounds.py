"""A range of versions as people write it: `>=1.2 <2`, `1.4.*`, or both."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import eq, ge, gt, le, lt
from typing import Self

import msgspec

from wingetpy.model.pin import gate_fault, is_in_gate
from wingetpy.model.version import Version, is_version

_SIGNS: dict[str, Callable[[Version, Version], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt, "=": eq}
_PART = re.compile(r"(>=|<=|>|<|=)?\s*(v?\d[^\s,<>=^~]*|\*)(?:[\s,]+|$)", re.IGNORECASE)


class VersionBounds(msgspec.Struct, frozen=True):
    """Conditions that a version must all meet.

    Attributes:
        text: As it was given.
        conditions: A sign and a version each; the sign `*` means a prefix such as `1.4.*`.
    """

    text: str
    conditions: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read conditions that are separated by blanks or commas.

        Raises:
            ValueError: with a clause that says what is wrong.
        """
        conditions: list[tuple[str, str]] = []
        rest = text.strip()
        if not rest:
            raise ValueError("it is blank")
        while rest:
            found = _PART.match(rest)
            if found is None:
                raise ValueError(f"'{rest}' is no condition such as >=1.2, <2 or 1.4.*")
            sign, version = found[1] or ("*" if found[2].endswith("*") else "="), found[2]
            if sign == "*" and (fault := gate_fault(version)):
                raise ValueError(f"'{version}' {fault}")
            if sign != "*" and (not is_version(version) or "*" in version):
                raise ValueError(f"'{version}' is no version")
            conditions.append((sign, version))
            rest = rest[found.end() :]
        return cls(text, tuple(conditions))

    def contains(self, version: Version) -> bool:
        """Whether a version meets every condition; an unknown one meets none."""
        return not version.is_unknown and all(self._meets(version, *one) for one in self.conditions)

    def lies_below(self, version: Version) -> bool:
        """Whether a version is above all that the range lets through, as far as its upper bounds say."""
        return any(
            not self._meets(version, sign, bound)
            and (sign in ("<", "<=") or version > Version.parse(bound.rstrip("*").rstrip(".") or "0"))
            for sign, bound in self.conditions
            if sign not in (">", ">=")
        )

    def _meets(self, version: Version, sign: str, bound: str) -> bool:
        if sign == "*":
            return is_in_gate(bound, version)
        return _SIGNS[sign](version, Version.parse(bound))
