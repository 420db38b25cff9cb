"""A pin: what the user decided about the updates of one package."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

import msgspec

from wingetpy.model.text import fold
from wingetpy.model.version import Part, Version, is_version, split_parts

INSTALLED_SOURCE = "*PredefinedInstalledSource"
"""The source identifier of a pin on what is installed, whatever source knows it; the reference client's own."""


class PinType(StrEnum):
    """What a pin does, the strictest last."""

    skip = "SkipVersion"
    """Leaves out one version, and no other."""
    pinning = "Pinning"
    """Leaves the package out of updates of many; naming the package updates it."""
    gating = "Gating"
    """Only versions that fit its range are installed."""
    blocking = "Blocking"
    """Nothing updates it."""

    @property
    def strictness(self) -> int:
        """A number that is higher the more a pin prevents."""
        return tuple(type(self)).index(self)


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """One pin.

    Attributes:
        package: The package's id; of a pin on what is installed, its product code or package family name.
        source: The source's identifier, or INSTALLED_SOURCE.
        version: The range of a gating pin (`1.2.*`), or the version that is skipped; else empty.
        created: Unix seconds.
        name: What the package was called when it was pinned.
    """

    package: str
    source: str
    type: PinType
    version: str = ""
    created: float = 0.0
    name: str = ""

    @property
    def is_of_installed(self) -> bool:
        """Whether it holds for what is installed, whatever source knows it."""
        return self.source == INSTALLED_SOURCE

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it one pin: a package has one, and besides one for each version that is skipped."""
        return (fold(self.package), self.source, self.version.strip().lower() if self.type is PinType.skip else "")

    def same_as(self, other: Self) -> bool:
        """Whether it prevents the same."""
        return (self.key, self.type, self.version) == (other.key, other.type, other.version)

    def fits(self, version: Version) -> bool:
        """Whether the pin lets this version through, with no one asking for more."""
        match self.type:
            case PinType.gating:
                return is_in_gate(self.version, version)
            case PinType.skip:
                return version != Version.or_unknown(self.version)
            case _:
                return False


def is_in_gate(gate: str, version: Version) -> bool:
    """Whether a version is in a range: `1.2.*` takes each that begins with 1.2, any other text that version alone.

    Missing parts count as zero (`1.0.*` takes `1`). An approximate version is in a range only if its base is; `latest`
    and `unknown` are in none but their own.
    """
    wanted = _leading(gate)
    if wanted is None:
        return Version.or_unknown(gate) == version
    if version.is_unknown or version.is_latest:
        return False
    text = version.text.strip()
    parts = split_parts(text[2:] if text.startswith(("< ", "> ")) else text)
    parts += [Part(0, "")] * (len(wanted) - len(parts))
    return all(_same(one, other) for one, other in zip(wanted, parts, strict=False))


def gate_fault(gate: str) -> str:
    """Return what is wrong with the text of a range, as a clause; empty if nothing is."""
    text = gate.strip()
    if not text:
        return "is blank"
    if text.endswith("*") and text != "*" and not text.endswith(".*"):
        return "ends with a '*' that is not a part of its own"
    return ""


def skip_fault(version: str) -> str:
    """Return what is wrong with the text of a version that is skipped, as a clause; empty if nothing is."""
    text = version.strip()
    return "" if text and is_version(text) and "*" not in text else "is no single version"


def _leading(gate: str) -> list[Part] | None:
    """The parts before a `*` at the end; None for a range without one."""
    head, star, rest = gate.strip().rpartition("*")
    if not star or rest or (head and not head.endswith(".")):
        return None
    count = head.count(".")
    parts = split_parts(head.removesuffix(".")) if head else []
    return parts + [Part(0, "")] * (count - len(parts))


def _same(one: Part, other: Part) -> bool:
    return one.number == other.number and one.suffix.casefold() == other.suffix.casefold()
