"""What a manifest says of a package in one language."""

from __future__ import annotations

from typing import Literal

import msgspec

from wingetpy.manifests.installer import Label

IconFileType = Literal["png", "jpeg", "ico"]
IconTheme = Literal["default", "light", "dark", "highContrast"]


class Agreement(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """What the user must accept before an install."""

    agreement_label: str | None = None
    agreement: str | None = None
    agreement_url: str | None = None


class Documentation(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    document_label: str | None = None
    document_url: str | None = None


class Icon(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    icon_url: str
    icon_file_type: IconFileType | None = None
    icon_resolution: str | None = None
    icon_theme: IconTheme | None = None
    icon_sha256: str | None = msgspec.field(default=None, name="IconSha256")


class Localization(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """Names and descriptions in one language. Only the default one is sure to have a name and a publisher.

    Attributes:
        package_locale: A language tag, `en-US`; None in manifests of the preview.
    """

    package_locale: str | None = None
    publisher: Label | None = None
    publisher_url: str | None = None
    publisher_support_url: str | None = None
    privacy_url: str | None = None
    author: Label | None = None
    package_name: Label | None = None
    package_url: str | None = None
    license: str | None = None
    license_url: str | None = None
    copyright: str | None = None
    copyright_url: str | None = None
    short_description: str | None = None
    description: str | None = None
    tags: tuple[Label, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    release_notes: str | None = None
    release_notes_url: str | None = None
    purchase_url: str | None = None
    installation_notes: str | None = None
    documentations: tuple[Documentation, ...] = ()
    icons: tuple[Icon, ...] = ()

    def overlaid(self, other: Localization) -> Localization:
        """This one with what `other` gives in place of its own."""
        given = {field: value for field in other.__struct_fields__ if (value := getattr(other, field))}
        return msgspec.structs.replace(self, **given)
