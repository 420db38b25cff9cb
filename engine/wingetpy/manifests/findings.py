"""What is noticed in a manifest: what it is, where, and how grave."""

from __future__ import annotations

from typing import Literal

import msgspec

FindingId = Literal[
    "ApproximateVersionNotAllowed",
    "BidirectionalControl",
    "BlockedMsiProperty",
    "BothAllowedAndExcludedMarketsDefined",
    "ContainsNetworkAddress",
    "DuplicateInstallerEntry",
    "DuplicateInstallerHash",
    "DuplicateMultiFileManifestLocale",
    "DuplicateMultiFileManifestType",
    "DuplicatePortableCommandAlias",
    "DuplicateRelativeFilePath",
    "DuplicateReturnCodeEntry",
    "ExceededAppsAndFeaturesEntryLimit",
    "ExceededCommandsLimit",
    "ExceededNestedInstallerFilesLimit",
    "ExeInstallerMissingSilentSwitches",
    "FieldDuplicate",
    "FieldFailedToProcess",
    "FieldFormOld",
    "FieldIsNotPascalCase",
    "FieldNotSupported",
    "FieldRequireVerifiedPublisher",
    "FieldUnknown",
    "FieldValueNotSupported",
    "IncompleteMultiFileManifest",
    "InconsistentInstallerHash",
    "InconsistentMultiFileManifestDefaultLocale",
    "InconsistentMultiFileManifestFieldValue",
    "InstallerFailedToProcess",
    "InstallerHashDiffers",
    "InstallerMsixInconsistencies",
    "InstallerTypeDoesNotSupportPackageFamilyName",
    "InstallerTypeDoesNotSupportProductCode",
    "InstallerTypeDoesNotWriteAppsAndFeaturesEntry",
    "InvalidBcp47Value",
    "InvalidFieldValue",
    "InvalidFontFiletype",
    "InvalidMsiSwitches",
    "InvalidPortableFiletype",
    "InvalidRootNode",
    "InvalidSchemaHeader",
    "InvalidWindowsFeatureName",
    "MsixSignatureHashFailed",
    "NoSupportedPlatforms",
    "OptionalFieldMissing",
    "PathMismatch",
    "PortableCommandAliasEscapesDirectory",
    "RelativeFilePathEscapesDirectory",
    "RequiredFieldEmpty",
    "RequiredFieldMissing",
    "SchemaError",
    "SchemaHeaderManifestTypeMismatch",
    "SchemaHeaderManifestVersionMismatch",
    "SchemaHeaderNotFound",
    "SchemaHeaderUrlPatternMismatch",
    "ScopeNotSupported",
    "ShadowManifestNotAllowed",
    "UnreadableFile",
    "UnsupportedMultiFileManifestType",
]

Level = Literal["Error", "Warning"]

_TEXTS: dict[FindingId, str] = {
    "ApproximateVersionNotAllowed": (
        "The version is an approximate one (`< 1.0`, `> 1.0`), which only an installed package has."
    ),
    "BidirectionalControl": "The text holds a character that reverses the direction of what follows.",
    "BlockedMsiProperty": "The switch sets a property of the Windows Installer that manifests may not set.",
    "BothAllowedAndExcludedMarketsDefined": (
        "Markets are allowed and excluded at once; only one of the lists may be given."
    ),
    "ContainsNetworkAddress": "The switch contains a network address.",
    "DuplicateInstallerEntry": "Two installers have the same type, architecture, locale and scope.",
    "DuplicateInstallerHash": "Two installers have the same hash and different URLs.",
    "DuplicateMultiFileManifestLocale": "Two files of the manifest are for the same locale.",
    "DuplicateMultiFileManifestType": "Two files of the manifest are of a type that there can be one of.",
    "DuplicatePortableCommandAlias": "Two files of the archive have the same command.",
    "DuplicateRelativeFilePath": "The archive's files name the same path twice.",
    "DuplicateReturnCodeEntry": "The exit code is given twice.",
    "ExceededAppsAndFeaturesEntryLimit": "A portable package has at most one Apps & Features entry.",
    "ExceededCommandsLimit": "A portable package has at most one command.",
    "ExceededNestedInstallerFilesLimit": "An archive with an installer of this type has exactly one file to run.",
    "ExeInstallerMissingSilentSwitches": (
        "An exe installer needs the switches Silent and SilentWithProgress to run unattended."
    ),
    "FieldDuplicate": "The field is given more than once.",
    "FieldFailedToProcess": "The field cannot be processed.",
    "FieldFormOld": "The field is written as an older description of the language has it; it is read here.",
    "FieldIsNotPascalCase": "The field's name is written in another case.",
    "FieldNotSupported": "The field is not supported.",
    "FieldRequireVerifiedPublisher": "The community repository takes this field from verified publishers only.",
    "FieldUnknown": "No such field is known; it has no effect.",
    "FieldValueNotSupported": "The value is not supported.",
    "IncompleteMultiFileManifest": "A version, an installer and a defaultLocale file belong together; one is missing.",
    "InconsistentInstallerHash": "Two installers have the same URL and different hashes.",
    "InconsistentMultiFileManifestDefaultLocale": "The version file names another default locale than this file's.",
    "InconsistentMultiFileManifestFieldValue": "The files of the manifest have different values.",
    "InstallerFailedToProcess": "The installer cannot be read.",
    "InstallerHashDiffers": "The hash is not that of the installer.",
    "InstallerMsixInconsistencies": "The value differs from the one in the MSIX package.",
    "InstallerTypeDoesNotSupportPackageFamilyName": "Installers of this type have no package family name.",
    "InstallerTypeDoesNotSupportProductCode": "Installers of this type have no product code.",
    "InstallerTypeDoesNotWriteAppsAndFeaturesEntry": "Installers of this type have no Apps & Features entry.",
    "InvalidBcp47Value": "The value is no language tag such as en-US.",
    "InvalidFieldValue": "The value is not valid for this field.",
    "InvalidFontFiletype": "The file is no font (.otf, .ttf, .fnt, .ttc, .otc).",
    "InvalidMsiSwitches": "The Windows Installer does not take these arguments.",
    "InvalidPortableFiletype": "A portable file must be an .exe.",
    "InvalidRootNode": "The value must be a mapping of fields to values.",
    "InvalidSchemaHeader": "The schema header is not of the form `# yaml-language-server: $schema=URL`.",
    "InvalidWindowsFeatureName": "The name of a Windows feature has letters, digits, - and _ only.",
    "MsixSignatureHashFailed": "The MSIX package has no signature to hash.",
    "NoSupportedPlatforms": "The MSIX package is for no platform that is supported.",
    "OptionalFieldMissing": "The MSIX package has this value; give it in the manifest.",
    "PathMismatch": "The folders or the file's name differ from the manifest's identifier and version.",
    "PortableCommandAliasEscapesDirectory": "The command leads out of its folder.",
    "RelativeFilePathEscapesDirectory": "The path leads out of the archive.",
    "RequiredFieldEmpty": "A field that must have a value is empty.",
    "RequiredFieldMissing": "A field that must be there is missing.",
    "SchemaError": "The value is not what the schema of the manifest's version asks for.",
    "SchemaHeaderManifestTypeMismatch": "The schema header is for another ManifestType.",
    "SchemaHeaderManifestVersionMismatch": "The schema header is for another ManifestVersion.",
    "SchemaHeaderNotFound": "The file has no schema header.",
    "SchemaHeaderUrlPatternMismatch": "The URL of the schema header is not that of a published schema.",
    "ScopeNotSupported": "A portable package is installed in the scope that the user asks for; Scope has no effect.",
    "ShadowManifestNotAllowed": "Only a source itself may hold a shadow manifest.",
    "UnreadableFile": "The file cannot be read as a manifest.",
    "UnsupportedMultiFileManifestType": "A file of this type cannot be one of several.",
}


class Finding(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One thing that is wrong or odd in a manifest.

    Attributes:
        id: The reference client's name for it.
        field: Where, as `Installers[0].InstallerUrl`; "" where it is about whole files.
        value: The value there, if that helps. Of an unknown field: its whole value, lists as JSON.
        detail: What is wrong with this value, as a sentence.
        file: The name of the file.
        line: Of the field, from 1; 0 where it is not known.
        column: In characters, from 1.
        code: winget's error code where the file could not be read at all, `0x8A150027`.
    """

    level: Level = "Warning"
    id: FindingId
    field: str = ""
    value: str | None = None
    detail: str = ""
    file: str
    line: int = 0
    column: int = 0
    code: str = ""

    @property
    def text(self) -> str:
        """The finding in one line."""
        field = f" [{self.field}]" if self.field else ""
        value = f" Value: {self.value}" if self.value and len(self.value) <= 200 else ""
        place = f" Line: {self.line}, Column: {self.column}" if self.line else ""
        return f"Manifest {self.level}: {self.message}{field}{value}{place} File: {self.file}"

    @property
    def message(self) -> str:
        """What is wrong, as one or two sentences without the place."""
        return f"{_TEXTS[self.id]} {self.detail}".rstrip()
