"""For whom something is installed."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """For whom something is installed. Input may also say `system` for machine; see `Scope.parse`."""

    user = "User"
    machine = "Machine"

    @classmethod
    def parse(cls, text: str) -> Scope:
        """`user`, `machine` or `system` in any case. Raises ValueError for anything else."""
        folded = text.casefold()
        return cls.machine if folded in ("machine", "system") else cls(folded.capitalize())
