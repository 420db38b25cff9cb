"""An error as a value that travels: a member of a result or a plan."""

from __future__ import annotations

import msgspec

from wingetpy.errors.remedies import Remedy
from wingetpy.errors.suggestion import Suggestion
from wingetpy.errors.tree import EngineError


class ErrorReport(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """An error as a member of an item or a plan."""

    code: str
    symbol: str
    category: str
    message: str
    target: str | None = None
    remedy: str | None = None
    remedy_id: str | None = None
    remedy_values: dict[str, str] | None = None
    installer_exit_code: int | None = None
    log_path: str | None = None
    held_by: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @classmethod
    def of(cls, error: EngineError) -> ErrorReport:
        return cls(
            code=error.code.hex,
            symbol=error.symbol,
            category=error.category,
            message=error.text,
            target=error.target,
            remedy=error.remedy,
            remedy_id=error.remedy_id,
            remedy_values=error.remedy_values,
            installer_exit_code=error.installer_exit_code,
            log_path=error.log_path,
            held_by=error.held_by,
            suggestions=error.suggestions,
        )

    @property
    def advice(self) -> Remedy | str | None:
        """The remedy, for an error that passes it on."""
        if self.remedy is None or self.remedy_id is None:
            return self.remedy
        return Remedy(self.remedy_id, self.remedy, self.remedy_values or {})
