"""Packages and manifests as the JSON of the REST contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from wingetpy.manifests.model import Installer, Localization, Manifest

Json = dict[str, Any]
UrlOf = Callable[[str], str]
"""Gives the address that a client downloads an installer from."""


def version_document(manifest: Manifest, url_of: UrlOf) -> Json:
    """Return one version of a package with its locales and installers."""
    default = _localization(manifest.localization)
    if manifest.moniker:
        default["Moniker"] = manifest.moniker
    document: Json = {
        "PackageVersion": manifest.package_version,
        "DefaultLocale": default,
        "Locales": [_localization(one) for one in manifest.localizations],
        "Installers": [_installer(place, one, url_of) for place, one in enumerate(manifest.installers)],
    }
    if manifest.channel:
        document["Channel"] = manifest.channel
    return document


def codes_document(manifest: Manifest) -> Json:
    """Return what an installed version is recognised by, as an answer to a search holds it."""
    entries = [entry for installer in manifest.installers for entry in installer.apps_and_features_entries]
    installers = manifest.installers
    codes = (*(one.product_code for one in installers), *(one.product_code for one in entries))
    return {
        "PackageFamilyNames": _texts(one.package_family_name for one in installers),
        "ProductCodes": _texts(codes),
        "UpgradeCodes": _texts(one.upgrade_code for one in entries),
    }


def _localization(localization: Localization) -> Json:
    """The fields that a manifest of any version may lack and the contract requires are given as empty texts."""
    document: Json = msgspec.to_builtins(localization)
    document.setdefault("PackageLocale", "en-US")
    if "PackageName" in document:
        document.setdefault("License", "Unknown")
        document.setdefault("ShortDescription", document["PackageName"])
    return document


def _installer(place: int, installer: Installer, url_of: UrlOf) -> Json:
    document: Json = msgspec.to_builtins(installer)
    for key in document.pop("DefaultedSwitches", ()):
        document["InstallerSwitches"].pop(key, None)
    if not document.get("InstallerSwitches"):
        document.pop("InstallerSwitches", None)
    if "ProductId" in document:
        document["MSStoreProductIdentifier"] = document.pop("ProductId")
    if installer.installer_url:
        document["InstallerUrl"] = url_of(installer.installer_url)
    return {"InstallerIdentifier": f"{place}-{installer.architecture}-{installer.installer_type}", **document}


def _texts(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))
