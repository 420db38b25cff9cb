"""The fields of one language. A later form of a field follows the earlier one. Facts of the published schemas."""

from __future__ import annotations

from wingetpy.manifests.validate.shapes import Field, ListOf, Mapping
from wingetpy.manifests.validate.texts import LINK, NEEDED_LINK, NOTES, SHA256, TAG, V1_1, V1_2, V1_5, one_of, text

_AGREEMENT = Mapping(
    fields=(
        Field("AgreementLabel", text(100)),
        Field("Agreement", NOTES, restricted=True),
        Field("AgreementUrl", LINK),
    )
)
_DOCUMENTATION = Mapping(fields=(Field("DocumentLabel", text(100)), Field("DocumentUrl", LINK)))
_RESOLUTIONS = "custom 16x16 20x20 24x24 30x30 32x32 36x36 40x40 48x48 60x60 64x64 72x72 80x80 96x96 256x256"
_ICON = Mapping(
    fields=(
        Field("IconUrl", NEEDED_LINK),
        Field("IconFileType", one_of("png jpeg ico")),
        Field("IconResolution", one_of(_RESOLUTIONS)),
        Field("IconTheme", one_of("default light dark highContrast")),
        Field("IconSha256", SHA256),
    ),
    required=("IconUrl", "IconFileType"),
)


def localization(*, needed: bool) -> tuple[Field, ...]:
    """The fields of one language. `needed`: those that the default language must give may not be empty."""
    return (
        Field("Publisher", text(256, 2, null=not needed)),
        Field("PublisherUrl", LINK),
        Field("PublisherSupportUrl", LINK),
        Field("PrivacyUrl", LINK),
        Field("Author", text(256, 2)),
        Field("PackageName", text(256, 2, null=not needed)),
        Field("PackageUrl", LINK),
        Field("License", text(512, 3, null=not needed)),
        Field("LicenseUrl", LINK),
        Field("Copyright", text(512, 3)),
        Field("CopyrightUrl", LINK),
        Field("ShortDescription", text(256, 3, null=not needed)),
        Field("Description", text(10000, 3)),
        Field("Tags", ListOf(item=TAG, most=16, unique=True)),
        Field("Agreements", ListOf(item=_AGREEMENT, most=128), V1_1),
        Field("ReleaseNotes", NOTES, V1_1),
        Field("ReleaseNotesUrl", LINK, V1_1),
        Field("PurchaseUrl", LINK, V1_2),
        Field("InstallationNotes", text(256), V1_2),
        Field("InstallationNotes", NOTES, V1_5),
        Field("Documentations", ListOf(item=_DOCUMENTATION, most=256), V1_2),
        Field("Icons", ListOf(item=_ICON, most=1024), V1_5, restricted=True),
    )
