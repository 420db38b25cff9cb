"""All versions of a package as a server gave them, each read as a manifest when it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wingetpy.errors import ManifestError
from wingetpy.manifests.merge import Merged
from wingetpy.manifests.model import Manifest
from wingetpy.model.text import fold
from wingetpy.sources.keys import PackageKeys, joined, name_and_publisher, name_keys, publisher_key
from wingetpy.sources.rest.contract import AnswerUnusable, FoundItem, FoundVersion, texts
from wingetpy.sources.rest.manifests import manifest_from, merged_from, version_text, versions_of


class ServedPackage:
    """The answer to a question for a package's manifests.

    Args:
        data: The answer's `Data`.
        contract: The version of the contract that was agreed on.

    Raises:
        AnswerUnusable: it has no id or no versions.
    """

    def __init__(self, data: dict[str, Any], contract: str) -> None:
        identifier = data.get("PackageIdentifier")
        if not isinstance(identifier, str) or not identifier or not identifier.isprintable():
            raise AnswerUnusable("it has no package identifier")
        self.identifier = identifier
        self._versions = versions_of(data)
        self._contract = contract
        self._read: dict[int, Manifest] = {}

    def manifest(self, version: str) -> Manifest | None:
        """Return the manifest of a version, spelled in any case; None if it is not here.

        Raises:
            ManifestError, AnswerUnusable: it is no manifest.
        """
        place = self._place(version)
        return self._manifest(place) if place is not None else None

    def merged(self, version: str) -> Merged | None:
        """Return the fields of the same as they were sent. Raises AnswerUnusable, ManifestError."""
        place = self._place(version)
        if place is None:
            return None
        name = f"{self.identifier} {version}"
        return merged_from(self.identifier, self._versions[place], self._contract, name)

    def manifests(self) -> Iterator[Manifest | str]:
        """Yield the manifest of each version; for one that is none, the reason."""
        for place in range(len(self._versions)):
            try:
                yield self._manifest(place)
            except (ManifestError, AnswerUnusable) as error:
                yield str(error)

    def item(self) -> FoundItem:
        """Return the package as a search would have found it.

        Raises:
            AnswerUnusable: no version of it is a manifest.
        """
        read = list(self.manifests())
        usable = [one for one in read if isinstance(one, Manifest)]
        if not usable:
            raise AnswerUnusable(next(str(one) for one in read))
        newest = max(usable, key=lambda one: one.version)
        return FoundItem(
            package_identifier=self.identifier,
            package_name=newest.localization.package_name or "",
            publisher=newest.localization.publisher or "",
            versions=tuple(_found(one) for one in usable),
        )

    def keys(self) -> PackageKeys:
        """Return what installed versions may be recognised by: also the names that Apps & Features has."""
        found: dict[str, set[str]] = {"families": set(), "products": set(), "upgrades": set(), "names": set()}
        for one in self.manifests():
            if isinstance(one, Manifest):
                version = _found(one)
                found["families"].update(fold(text) for text in texts(version.package_family_names))
                found["products"].update(fold(text) for text in texts(version.product_codes))
                found["upgrades"].update(fold(text) for text in texts(version.upgrade_codes))
                found["names"].update(_names(one))
        return PackageKeys(
            package_family_names=frozenset(found["families"]),
            product_codes=frozenset(found["products"]),
            upgrade_codes=frozenset(found["upgrades"]),
            names=frozenset(name_and_publisher(text) for text in found["names"]),
        )

    def _place(self, version: str) -> int | None:
        wanted = fold(version)
        places = [place for place, one in enumerate(self._versions) if fold(version_text(one)) == wanted]
        without_channel = [place for place in places if not self._versions[place].get("Channel")]
        return next(iter(without_channel or places), None)

    def _manifest(self, place: int) -> Manifest:
        if place not in self._read:
            version = self._versions[place]
            name = f"{self.identifier} {version_text(version)}"
            self._read[place] = manifest_from(self.identifier, version, self._contract, name)
        return self._read[place]


def _found(manifest: Manifest) -> FoundVersion:
    entries = [entry for installer in manifest.installers for entry in installer.apps_and_features_entries]
    arp_range = manifest.arp_version_range
    return FoundVersion(
        package_version=manifest.package_version,
        channel=manifest.channel,
        package_family_names=tuple(dict.fromkeys(one.package_family_name for one in manifest.installers)),
        product_codes=tuple(
            dict.fromkeys([*(one.product_code for one in manifest.installers), *(one.product_code for one in entries)])
        ),
        upgrade_codes=tuple(dict.fromkeys(one.upgrade_code for one in entries)),
        apps_and_features_entry_versions=tuple(one.text for one in arp_range) if arp_range else (),
    )


def _names(manifest: Manifest) -> Iterator[str]:
    """Yield each name with each publisher that a version has, in any language or in Apps & Features, as keys."""
    entries = [entry for installer in manifest.installers for entry in installer.apps_and_features_entries]
    localizations = (manifest.localization, *manifest.localizations)
    names = [one.package_name for one in localizations] + [one.display_name for one in entries]
    publishers = [one.publisher for one in localizations] + [one.publisher for one in entries]
    normalized = {publisher_key(text) for text in publishers if text}
    for text in {text for text in names if text}:
        for name in name_keys(text):
            for publisher in normalized:
                yield joined(name, publisher)
