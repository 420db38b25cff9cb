"""What is configured about one source."""

from __future__ import annotations

from typing import Literal

import msgspec

TrustLevel = Literal["None", "Trusted", "StoreOrigin", "Trusted|StoreOrigin"]
"""`StoreOrigin`: its package must be one of the Microsoft Store."""

SourceOrigin = Literal["Default", "User", "Policy"]


class SourceDetails(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One line of the configured list.

    Attributes:
        argument: Where the source is, as the user gave it.
        identifier: What the source is called in the cache and in package records; it stays when the name changes.
        data: What its type keeps besides, the family name of a pre-indexed package; None for the identifier.
        explicit: Searched only when it is named.
        priority: Which source wins where one package is in several; the higher one.
        added: Unix seconds; 0 for what the user did not add.
        last_update: Unix seconds of the last time the index was compared with the source; None before the first.
        origin: Who configured it: the user (or an administrator for all users), Group Policy, or nobody.
        credential: What is kept to be let in, without the secrets: `Token`, `Header X-Key`; empty for nothing.
    """

    name: str
    type: str
    argument: str
    identifier: str
    data: str | None = None
    trust_level: TrustLevel = "None"
    explicit: bool = False
    priority: int = 0
    added: float = 0.0
    last_update: float | None = None
    origin: SourceOrigin = "User"
    credential: tuple[str, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether the user trusts the source; goes with what comes from it."""
        return "Trusted" in self.trust_levels

    @property
    def is_remote(self) -> bool:
        """Whether it is at an address, so that it may wait for a server."""
        return "://" in self.argument

    @property
    def trust_levels(self) -> tuple[str, ...]:
        """Each level of its own: `Trusted`, `StoreOrigin`; `None` alone."""
        return tuple(self.trust_level.split("|"))

    @property
    def type_data(self) -> str:
        """What its type keeps besides the argument."""
        return self.identifier if self.data is None else self.data


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
            data=details.type_data,
            explicit=details.explicit,
            identifier=details.identifier,
            name=details.name,
            trust_level=details.trust_levels,
            type=details.type,
            priority=details.priority,
        )
