"""Rules about one installer: what its type may have, and what it must have to be downloaded and run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wingetpy.manifests.findings import FindingId
from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.rule import InstallerRule
from wingetpy.model.technology import traits_of
from wingetpy.model.version import Version, is_version

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f]+", re.ASCII)
_FEATURE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class ArchitectureIsKnown:
    """The architecture is one that Windows runs on."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.architecture == "unknown":
            yield Flaw("InvalidFieldValue", ("Architecture",))


class TypeIsKnown:
    """The installer's type is one that can be installed."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.installer_type == "unknown":
            yield Flaw("InvalidFieldValue", ("InstallerType",))


class TypeHasFamilyName:
    """Only what Windows knows by a package family name has one, itself or as an Apps & Features entry."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.package_family_name and not installer.uses_family_name:
            entries = installer.apps_and_features_entries
            if not any(traits_of(entry.installer_type or "").uses_family_name for entry in entries):
                detail = f"Its PackageFamilyName is {installer.package_family_name}."
                yield _of_type("InstallerTypeDoesNotSupportPackageFamilyName", installer, detail)._replace(
                    level="Warning"
                )


class TypeHasProductCode:
    """Only what writes an Apps & Features entry has a product code."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.product_code and not installer.writes_entries:
            detail = f"Its ProductCode is {installer.product_code}."
            yield _of_type("InstallerTypeDoesNotSupportProductCode", installer, detail)


class TypeHasEntries:
    """Only what writes Apps & Features entries describes them."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.apps_and_features_entries and not installer.writes_entries:
            detail = "It has AppsAndFeaturesEntries."
            yield _of_type("InstallerTypeDoesNotWriteAppsAndFeaturesEntry", installer, detail)


class StoreIsNotSupported:
    """Manifests of the community repository have no installers of the Store."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.installer_type == "msstore":
            yield Flaw("FieldValueNotSupported", ("InstallerType",), value="msstore")


class OriginIsGiven:
    """An installer of the Store has a ProductId, any other a URL and a hash."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.installer_type == "msstore":
            if not installer.product_id:
                yield Flaw("RequiredFieldMissing", ("ProductId",))
            return
        if not installer.installer_url:
            yield Flaw("RequiredFieldMissing", ("InstallerUrl",))
        if not installer.installer_sha256:
            yield Flaw("RequiredFieldMissing", ("InstallerSha256",))


class ProductIdIsOfTheStore:
    """Only an installer of the Store has a ProductId."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.product_id and installer.installer_type != "msstore":
            yield Flaw("FieldNotSupported", ("ProductId",), value=installer.product_id)


class ExeRunsUnattended:
    """An exe has no usual switches: its manifest names those for running unattended."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        switches = installer.installer_switches
        if installer.effective_type == "exe" and (switches.silent is None or switches.silent_with_progress is None):
            yield Flaw("ExeInstallerMissingSilentSwitches", ("InstallerSwitches",), level="Warning")


class UrlIsOne:
    """The URL has a scheme and no blanks."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.installer_url and _URL.fullmatch(installer.installer_url) is None:
            yield Flaw("InvalidFieldValue", ("InstallerUrl",), value=installer.installer_url)


class OneListOfMarkets:
    """Markets are either allowed or excluded."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.markets.allowed_markets and installer.markets.excluded_markets:
            yield Flaw("BothAllowedAndExcludedMarketsDefined", ("Markets",))


class ReturnCodesDiffer:
    """An exit code means one thing."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        seen = set(installer.installer_success_codes)
        for place, expected in enumerate(installer.expected_return_codes):
            code = expected.installer_return_code
            if code in seen:
                yield Flaw("DuplicateReturnCodeEntry", ("ExpectedReturnCodes", place), value=str(code))
            seen.add(code)


class DisplayVersionsAreExact:
    """A version in Apps & Features is not "below" or "above" another."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for place, entry in enumerate(installer.apps_and_features_entries):
            text = entry.display_version or ""
            if is_version(text) and Version.parse(text).is_approximate:
                path = "AppsAndFeaturesEntries", place, "DisplayVersion"
                yield Flaw("ApproximateVersionNotAllowed", path, value=text)


class DisplayVersionsHaveAnOrder:
    """A version in Apps & Features can be compared."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for place, entry in enumerate(installer.apps_and_features_entries):
            if entry.display_version and not is_version(entry.display_version):
                path = "AppsAndFeaturesEntries", place, "DisplayVersion"
                yield Flaw("InvalidFieldValue", path, value=entry.display_version)


class AuthenticationIsNotSupported:
    """The community repository has no installers behind a sign-in."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.authentication is not None and installer.authentication.authentication_type != "none":
            yield Flaw("FieldNotSupported", ("Authentication",))


class AuthenticationIsComplete:
    """Signing in with Entra ID needs the resource that is asked for."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        authentication = installer.authentication
        if authentication is not None and authentication.authentication_type == "microsoftEntraId":
            info = authentication.microsoft_entra_id_authentication_info
            if info is None or not info.resource:
                path = "Authentication", "MicrosoftEntraIdAuthenticationInfo"
                yield Flaw("InvalidFieldValue", path, "Its Resource is missing.")


class FeatureNamesAreValid:
    """A Windows feature's name goes into a command line: letters, digits, - and _ only."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for place, name in enumerate(installer.dependencies.windows_features):
            if _FEATURE.fullmatch(name) is None:
                yield Flaw("InvalidWindowsFeatureName", ("Dependencies", "WindowsFeatures", place), value=name)


class ModulesAreNotSupported:
    """The community repository takes no DSC resources of PowerShell modules."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        configuration = installer.desired_state_configuration
        if configuration is not None and configuration.power_shell:
            yield Flaw("FieldNotSupported", ("DesiredStateConfiguration", "PowerShell"))


def _of_type(id: FindingId, installer: Installer, detail: str) -> Flaw:
    """A flaw of the type: where it is given, whether as the installer's own or as that of what is nested in it."""
    key = "NestedInstallerType" if installer.is_archive else "InstallerType"
    return Flaw(id, (key,), detail, installer.effective_type)


INSTALLER_RULES: tuple[InstallerRule, ...] = (
    ArchitectureIsKnown(),
    TypeIsKnown(),
    TypeHasFamilyName(),
    TypeHasProductCode(),
    TypeHasEntries(),
    StoreIsNotSupported(),
    OriginIsGiven(),
    ProductIdIsOfTheStore(),
    ExeRunsUnattended(),
    UrlIsOne(),
    OneListOfMarkets(),
    ReturnCodesDiffer(),
    DisplayVersionsAreExact(),
    DisplayVersionsHaveAnOrder(),
    AuthenticationIsNotSupported(),
    AuthenticationIsComplete(),
    FeatureNamesAreValid(),
    ModulesAreNotSupported(),
)
