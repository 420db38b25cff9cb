"""What is noticed in a manifest: what it is, where, and how grave."""

from __future__ import annotations

from typing import Literal

import msgspec

FindingId = Literal["FieldUnknown", "FieldIsNotPascalCase", "InvalidFieldValue", "FieldDuplicate"]

_TEXTS: dict[FindingId, str] = {
    "FieldUnknown": "No such field is known; it has no effect.",
    "FieldIsNotPascalCase": "The field's name is written in another case.",
    "InvalidFieldValue": "The value is none of those that are known.",
    "FieldDuplicate": "The field is given more than once; the first one counts.",
}


class Finding(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One thing that is wrong or odd in a manifest.

    Attributes:
        id: The reference client's name for it.
        field: Where, as `Installers[0].InstallerUrl`.
        value: What stands there, if that tells something. Of an unknown field: its whole value, lists as JSON.
        file: The name of the file.
    """

    level: Literal["Error", "Warning"] = "Warning"
    id: FindingId
    field: str
    value: str | None = None
    file: str

    @property
    def text(self) -> str:
        """The finding in one line."""
        value = f" Value: {self.value}" if self.value and len(self.value) <= 200 else ""
        return f"Manifest {self.level}: {_TEXTS[self.id]} [{self.field}]{value} File: {self.file}"
