"""What is configured about one source."""

from __future__ import annotations

from typing import Literal

import msgspec

TrustLevel = Literal["None", "Trusted"]


class SourceDetails(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One line of the configured list.

    Attributes:
        argument: Where the source is, as the user gave it.
        identifier: What the source is called in the cache and in package records; it stays when the name changes.
        explicit: Searched only when it is named.
        priority: Which source wins where one package is in several; the higher one.
        added: Unix seconds.
        last_update: Unix seconds of the last time the index was compared with the source; None before the first.
    """

    name: str
    type: str
    argument: str
    identifier: str
    trust_level: TrustLevel = "None"
    explicit: bool = False
    priority: int = 0
    added: float = 0.0
    last_update: float | None = None

    @property
    def trusted(self) -> bool:
        """Whether the user trusts the source; goes with what comes from it."""
        return self.trust_level == "Trusted"


class SourceUpdate(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an update of a source found.

    Attributes:
        changed: Whether the source had changed since the last comparison.
        files: Of all that the source has, not only of what changed; None where the source keeps no such count. So
            `packages`, `versions` and `skipped`.
        broken: The files that were skipped.
    """

    name: str
    changed: bool
    files: int | None = None
    packages: int | None = None
    versions: int | None = None
    skipped: int | None = None
    broken: tuple[BrokenFile, ...] = ()
    seconds: float


class BrokenFile(msgspec.Struct, frozen=True, rename="pascal"):
    """A file of a source that is no usable manifest, and why."""

    path: str
    reason: str


class SourceExport(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A source in the shape that `winget source export` prints and Group Policy takes."""

    arg: str
    data: str
    explicit: bool
    identifier: str
    name: str
    trust_level: tuple[str, ...]
    type: str
    priority: int

    @classmethod
    def of(cls, details: SourceDetails) -> SourceExport:
        return cls(
            arg=details.argument,
            data=details.identifier,
            explicit=details.explicit,
            identifier=details.identifier,
            name=details.name,
            trust_level=(details.trust_level,),
            type=details.type,
            priority=details.priority,
        )
