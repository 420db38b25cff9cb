"""The fields of each kind of file since version 1.0, and what each may hold. Version 0.1 is in `preview_fields`."""

from __future__ import annotations

from wingetpy.manifests.validate.installer_fields import OLDER_MARKETS, installer, installers
from wingetpy.manifests.validate.localization_fields import localization
from wingetpy.manifests.validate.shapes import Field, ListOf, Mapping
from wingetpy.manifests.validate.texts import (
    LOCALE,
    MANIFEST_VERSION,
    NEEDED_LOCALE,
    TAG,
    V1_4,
    VERSION,
    identifier,
    one_of,
    text,
)

_HEAD = (
    Field("PackageIdentifier", identifier(4)),
    Field("PackageIdentifier", identifier(8), V1_4),
    Field("PackageVersion", VERSION),
    Field("ManifestVersion", MANIFEST_VERSION),
)


def _kind(name: str) -> Field:
    return Field("ManifestType", one_of(name))


_SINGLE = installer(unique_dependencies=False)
_SEVERAL = installer(unique_dependencies=True)
_OF_ALL = ("PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion")
_OF_DEFLAW = ("PackageLocale", "Publisher", "PackageName", "License", "ShortDescription")

_SHADOWED = (
    Field("PackageLocale", LOCALE),
    *(field for field in localization(needed=False) if field.name == "Icons"),
)

FILES: dict[str, Mapping] = {
    "singleton": Mapping(
        fields=(
            *_HEAD,
            _kind("singleton"),
            Field("PackageLocale", LOCALE),
            *localization(needed=True),
            Field("Moniker", TAG),
            Field("Channel", text(16)),
            *_SINGLE,
            *installers(_SINGLE, 1, 1),
        ),
        required=(*_OF_ALL, *_OF_DEFLAW, "Installers"),
        older=OLDER_MARKETS,
    ),
    "version": Mapping(
        fields=(*_HEAD, _kind("version"), Field("DefaultLocale", NEEDED_LOCALE)),
        required=(*_OF_ALL, "DefaultLocale"),
    ),
    "installer": Mapping(
        fields=(
            *_HEAD,
            _kind("installer"),
            Field("Channel", text(16)),
            *_SEVERAL,
            *installers(_SEVERAL, 128, 1024),
        ),
        required=(*_OF_ALL, "Installers"),
        older=OLDER_MARKETS,
    ),
    "defaultLocale": Mapping(
        fields=(
            *_HEAD,
            _kind("defaultLocale"),
            Field("PackageLocale", NEEDED_LOCALE),
            *localization(needed=True),
            Field("Moniker", TAG),
        ),
        required=(*_OF_ALL, *_OF_DEFLAW),
    ),
    "locale": Mapping(
        fields=(
            *_HEAD,
            _kind("locale"),
            Field("PackageLocale", NEEDED_LOCALE),
            *localization(needed=False),
        ),
        required=(*_OF_ALL, "PackageLocale"),
    ),
    "shadow": Mapping(
        fields=(*_HEAD, _kind("shadow"), *_SHADOWED, Field("Localization", ListOf(item=Mapping(fields=_SHADOWED)))),
        required=_OF_ALL,
    ),
}
"""The fields of each kind of file, by its ManifestType."""
