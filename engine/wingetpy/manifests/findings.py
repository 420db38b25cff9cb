"""What is noticed in a manifest: what it is, where, and how grave."""

from __future__ import annotations

from typing import Literal

import msgspec

FindingId = Literal[
    "DuplicateMultiFileManifestLocale",
    "DuplicateMultiFileManifestType",
    "FieldDuplicate",
    "FieldIsNotPascalCase",
    "FieldUnknown",
    "IncompleteMultiFileManifest",
    "InconsistentMultiFileManifestDefaultLocale",
    "InconsistentMultiFileManifestFieldValue",
    "InvalidFieldValue",
    "RequiredFieldMissing",
    "ShadowManifestNotAllowed",
    "UnsupportedMultiFileManifestType",
]

_TEXTS: dict[FindingId, str] = {
    "DuplicateMultiFileManifestLocale": "Two files of the manifest are for the same locale.",
    "DuplicateMultiFileManifestType": "Two files of the manifest are of a type that there can be one of.",
    "FieldDuplicate": "The field is given more than once.",
    "FieldIsNotPascalCase": "The field's name is written in another case.",
    "FieldUnknown": "No such field is known; it has no effect.",
    "IncompleteMultiFileManifest": "A version, an installer and a defaultLocale file belong together; one is missing.",
    "InconsistentMultiFileManifestDefaultLocale": "The version file names another default locale than this file's.",
    "InconsistentMultiFileManifestFieldValue": "The files of the manifest have different values.",
    "InvalidFieldValue": "The value is none of those that are known.",
    "RequiredFieldMissing": "A field that must be there is missing.",
    "ShadowManifestNotAllowed": "Only a source itself may hold a shadow manifest.",
    "UnsupportedMultiFileManifestType": "A file of this type cannot be one of several.",
}


class Finding(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One thing that is wrong or odd in a manifest.

    Attributes:
        id: The reference client's name for it.
        field: Where, as `Installers[0].InstallerUrl`; "" where it is about whole files.
        value: The value there, if that helps. Of an unknown field: its whole value, lists as JSON.
        file: The name of the file.
    """

    level: Literal["Error", "Warning"] = "Warning"
    id: FindingId
    field: str = ""
    value: str | None = None
    file: str

    @property
    def text(self) -> str:
        """The finding in one line."""
        field = f" [{self.field}]" if self.field else ""
        value = f" Value: {self.value}" if self.value and len(self.value) <= 200 else ""
        return f"Manifest {self.level}: {_TEXTS[self.id]}{field}{value} File: {self.file}"
