"""The fields of manifests of version 0.1, the preview's: facts of its published schema."""

from __future__ import annotations

from wingetpy.manifests.validate.shapes import Field, ListOf, Mapping, Text
from wingetpy.manifests.validate.texts import (
    FAMILY_NAME,
    LINK,
    MANIFEST_VERSION,
    NEEDED_LINK,
    NEEDED_SHA256,
    OS_VERSION,
    PRODUCT_CODE,
    SHA256,
)


def _text(most: int, least: int = 1, *, null: bool = True) -> Text:
    return Text(least=least, most=most, null=null)


def _word(choices: str, *, null: bool = True) -> Text:
    return Text(choices=tuple(choices.split()), any_case=True, null=null)


_DESCRIPTION = _text(10000)
_COMMA_SEPARATED = _text(1000)
_NAMES = ("Silent", "SilentWithProgress", "Interactive", "Language", "Log", "InstallLocation", "Update")
_SWITCHES = Mapping(fields=(Field("Custom", _text(2048)), *(Field(name, _text(512)) for name in _NAMES)), null=True)
_COMMON = (
    Field("InstallerType", _word("exe msi msix inno wix nullsoft appx zip burn")),
    Field("UpdateBehavior", _word("install uninstallPrevious")),
    Field("PackageFamilyName", FAMILY_NAME),
    Field("ProductCode", PRODUCT_CODE),
    Field("Switches", _SWITCHES),
)
_INSTALLER = Mapping(
    fields=(
        Field("Arch", _word("arm x86 x64 arm64 neutral", null=False)),
        Field("Url", NEEDED_LINK),
        Field("Sha256", NEEDED_SHA256),
        Field("SignatureSha256", SHA256),
        Field("Language", _text(20, 2)),
        Field("Scope", _word("user machine")),
        *_COMMON,
    ),
    required=("Arch", "Url", "Sha256"),
)
_LOCALIZATION = Mapping(
    fields=(
        Field("Language", _text(20, 2, null=False)),
        Field("Description", _DESCRIPTION),
        Field("Homepage", LINK),
        Field("LicenseUrl", LINK),
    ),
    required=("Language",),
)
_PART = r'[^\s\\/:*?"<>|\x01-\x1f]+'

PREVIEW_FILE = Mapping(
    fields=(
        Field("ManifestVersion", MANIFEST_VERSION),
        Field(
            "Id",
            Text(most=255, pattern=rf"{_PART}\.{_PART}", form="an identifier as in Publisher.Package", null=False),
        ),
        Field("Name", _text(128, null=False)),
        Field("Version", Text(least=1, pattern=r'[^\\/:*?"<>|\x01-\x1f]+', form="a version", null=False)),
        Field("Publisher", _text(128, null=False)),
        Field("AppMoniker", _text(100)),
        Field("Channel", _text(40)),
        Field("Author", _text(100)),
        Field("License", _text(1000, null=False)),
        Field("MinOSVersion", OS_VERSION),
        Field("Tags", _COMMA_SEPARATED),
        Field("Commands", _COMMA_SEPARATED),
        Field("Protocols", _COMMA_SEPARATED),
        Field("FileExtensions", _COMMA_SEPARATED),
        Field("Description", _DESCRIPTION),
        Field("Homepage", LINK),
        Field("LicenseUrl", LINK),
        *_COMMON,
        Field("Installers", ListOf(item=_INSTALLER, least=1, unique=True, null=False)),
        Field("Localization", ListOf(item=_LOCALIZATION)),
    ),
    required=("Id", "Name", "Version", "Publisher", "License", "Installers"),
)
"""The one file of such a manifest."""
