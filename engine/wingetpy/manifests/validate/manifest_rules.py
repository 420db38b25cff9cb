"""Rules about a manifest as a whole: its version, its languages, its installers beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from wingetpy.manifests.events import Path
from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.inspected import Inspected
from wingetpy.manifests.validate.rule import ManifestRule
from wingetpy.model.locale import is_language_tag
from wingetpy.model.version import Version, is_version


class ChannelIsNotSupported:
    """Channels have no effect yet."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        if manifest.channel:
            yield Flaw("FieldNotSupported", ("Channel",), value=manifest.channel)


class VersionIsExact:
    """A package's version is not "below" or "above" another."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        text = manifest.package_version
        if is_version(text) and Version.parse(text).is_approximate:
            yield Flaw("ApproximateVersionNotAllowed", ("PackageVersion",), value=text)


class VersionHasAnOrder:
    """A package's version can be compared."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        if manifest.package_version and not is_version(manifest.package_version):
            yield Flaw("InvalidFieldValue", ("PackageVersion",), value=manifest.package_version)


class LocalesAreTags:
    """Each language is a BCP 47 tag."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        for path, locale in _locales(manifest):
            if not is_language_tag(locale):
                yield Flaw("InvalidBcp47Value", path, value=locale)


class AgreementsHaveContent:
    """An agreement has a label, a text or a URL."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        for place, localization in enumerate(manifest.localizations):
            for number, one in enumerate(localization.agreements):
                if not (one.agreement_label or one.agreement or one.agreement_url):
                    path = (*_root_of(place), "Agreements", number)
                    yield Flaw("InvalidFieldValue", path, "The agreement is empty.")


class InstallersDiffer:
    """No two installers have the same type, architecture, locale and scope; no scope equals any."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        seen: dict[tuple[str, ...], list[tuple[int, str | None]]] = {}
        for place, installer in enumerate(manifest.installers):
            nested = installer.nested_installer_type or "" if installer.is_archive else ""
            key = installer.installer_type, nested, installer.architecture, installer.installer_locale or ""
            others = seen.setdefault(key, [])
            same = [first for first, scope in others if None in (scope, installer.scope) or scope == installer.scope]
            if same:
                detail = f"It is like Installers[{same[0]}]."
                yield Flaw("DuplicateInstallerEntry", ("Installers", place), detail)
            else:
                others.append((place, installer.scope))


class OneUrlHasOneHash:
    """What one URL gives has one hash."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        hashes: dict[str, str] = {}
        for place, installer in _downloads(manifest):
            digest = installer.installer_sha256.upper()
            if hashes.setdefault(installer.installer_url, digest) != digest:
                path = "Installers", place, "InstallerUrl"
                yield Flaw("InconsistentInstallerHash", path, value=installer.installer_url)


class OneHashHasOneUrl:
    """The same file is downloaded from one URL."""

    def flaws(self, manifest: Inspected) -> Iterator[Flaw]:
        urls: dict[str, str] = {}
        for place, installer in _downloads(manifest):
            if urls.setdefault(installer.installer_sha256.upper(), installer.installer_url) != installer.installer_url:
                path = "Installers", place, "InstallerSha256"
                yield Flaw("DuplicateInstallerHash", path, value=installer.installer_sha256, level="Warning")


def _downloads(manifest: Inspected) -> Iterator[tuple[int, Installer]]:
    for place, installer in enumerate(manifest.installers):
        if installer.installer_url and installer.installer_sha256:
            yield place, installer


def _root_of(place: int) -> Path:
    """Where a language's fields are: the default one's at the root."""
    return ("Localization", place - 1) if place else ()


def _locales(manifest: Inspected) -> Iterator[tuple[Path, str]]:
    for place, localization in enumerate(manifest.localizations):
        if localization.package_locale:
            yield (*_root_of(place), "PackageLocale"), localization.package_locale
    for place, installer in enumerate(manifest.installers):
        if installer.installer_locale:
            yield ("Installers", place, "InstallerLocale"), installer.installer_locale


MANIFEST_RULES: tuple[ManifestRule, ...] = (
    ChannelIsNotSupported(),
    VersionIsExact(),
    VersionHasAnOrder(),
    LocalesAreTags(),
    AgreementsHaveContent(),
    InstallersDiffer(),
    OneUrlHasOneHash(),
    OneHashHasOneUrl(),
)
