"""A manifest of any version becomes one shape, with every installer complete."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.manifest_texts import (
    DEFAULT_LOCALE,
    HASH,
    INSTALLER,
    LOCALE,
    PREVIEW,
    SINGLETON,
    VERSION,
    with_lines,
)
from wingetpy.errors import BadRequest, ErrorCode, ManifestError
from wingetpy.manifests.model import Manifest, Markets, NestedInstallerFile
from wingetpy.manifests.read import read_manifest

SHARED = Path(os.environ.get("WINGETPY_SHARED", Path(__file__).parents[4] / "shared"))


def read(*texts: str) -> Manifest:
    return read_manifest([(f"file{position}.yaml", text.encode()) for position, text in enumerate(texts)])


def refused(*texts: str) -> ManifestError:
    with pytest.raises(ManifestError) as caught:
        read(*texts)
    return caught.value


def singleton(installer: str, root: str = "") -> Manifest:
    """A singleton whose one installer has these lines, as has its root."""
    head = with_lines(SINGLETON.partition("Commands:")[0], add=root)
    lines = "\n".join(f"  {line}" for line in installer.splitlines())
    origin = f"  InstallerUrl: https://example.org/x\n  InstallerSha256: {HASH}"
    tail = "ManifestType: singleton\nManifestVersion: 1.10.0\n"
    return read(f"{head}Installers:\n- Architecture: x64\n{origin}\n{lines}\n{tail}")


def test_a_singleton_is_read_with_its_texts_as_written() -> None:
    manifest = read(SINGLETON)
    assert manifest.package_identifier == "Contoso.Editor"
    assert manifest.package_version == "5.10"
    assert manifest.manifest_version == "1.6.0"
    assert manifest.moniker == "editor"
    assert manifest.localization.package_name == "Contoso Editor"
    assert manifest.localization.tags == ("text", "edit")
    assert manifest.installers[0].release_date == "2024-07-01"
    assert manifest.warnings == ()


def test_an_installer_inherits_from_the_root_and_its_own_value_wins() -> None:
    switches = read(SINGLETON).installers[0].installer_switches
    assert (switches.silent, switches.custom) == ("/root-silent", "/own-custom")
    manifest = singleton("Scope: user\nInstallerType: msi", "Scope: machine\nInstallerType: exe\nCommands: [a]")
    assert manifest.installers[0].scope == "user"
    assert manifest.installers[0].installer_type == "msi"
    assert manifest.installers[0].commands == ("a",)


def test_usual_switches_fill_what_is_not_given_and_are_known_as_such() -> None:
    installer = singleton("InstallerType: inno\nInstallerSwitches:\n  Silent: /MINE\n  Log: ''").installers[0]
    assert installer.installer_switches.silent == "/MINE"
    assert installer.installer_switches.log == ""
    assert installer.installer_switches.install_location == '/DIR="<INSTALLPATH>"'
    assert set(installer.defaulted_switches) == {"SilentWithProgress", "InstallLocation"}


def test_an_archive_has_the_switches_of_what_is_in_it() -> None:
    nested = "InstallerType: zip\nNestedInstallerType: nullsoft\nNestedInstallerFiles:\n- RelativeFilePath: a\\b.exe"
    installer = singleton(nested).installers[0]
    assert installer.effective_type == "nullsoft"
    assert installer.installer_switches.silent == "/S"
    assert installer.nested_installer_files == (NestedInstallerFile(relative_file_path="a\\b.exe"),)


def test_codes_and_entries_of_the_root_go_only_where_they_fit() -> None:
    root = (
        "PackageFamilyName: Contoso.Editor_abc\nProductCode: '{CODE}'\nNestedInstallerType: exe\n"
        "AppsAndFeaturesEntries:\n- DisplayName: Editor 1"
    )
    exe = singleton("InstallerType: exe", root).installers[0]
    assert (exe.product_code, exe.package_family_name, exe.nested_installer_type) == ("{CODE}", None, None)
    assert exe.apps_and_features_entries[0].display_name == "Editor 1"
    msix = singleton("InstallerType: appx", root).installers[0]
    assert (msix.installer_type, msix.product_code, msix.package_family_name) == ("msix", None, "Contoso.Editor_abc")
    assert msix.apps_and_features_entries == ()
    wrapped = singleton("InstallerType: exe\nAppsAndFeaturesEntries:\n- InstallerType: msix", root).installers[0]
    assert wrapped.package_family_name == "Contoso.Editor_abc"


def test_dependencies_of_an_installer_replace_those_of_the_root() -> None:
    needed = "  PackageDependencies:\n  - PackageIdentifier: A.B\n    MinimumVersion: 1.10"
    root = f"InstallerType: exe\nDependencies:\n{needed}"
    inherited = singleton("", root).installers[0].dependencies
    assert inherited.package_dependencies[0].minimum_version == "1.10"
    own = singleton("Dependencies:\n  WindowsFeatures: [netfx3]", root).installers[0].dependencies
    assert own.package_dependencies == ()
    assert own.windows_features == ("netfx3",)


def test_several_files_become_one_manifest_in_any_order() -> None:
    manifest = read(LOCALE, DEFAULT_LOCALE, INSTALLER, VERSION)
    assert manifest.localization.package_locale == "en-US"
    assert manifest.localizations[0].package_name == "Contoso-Schreiber"
    assert manifest.moniker == "editor"
    assert manifest.installers[0].product_code == "{ROOT}"
    assert manifest.localized(("fr-FR", "de-AT")).package_name == "Contoso-Schreiber"
    assert manifest.localized(("de-DE",)).publisher == "Contoso"
    assert manifest.localized(("fr-FR",)).package_name == "Contoso Editor"
    assert manifest.localized(("en-GB", "de-DE")).package_name == "Contoso Editor"


def test_a_merged_file_is_read_with_its_localizations() -> None:
    text = (
        SINGLETON.replace("singleton", "merged") + "Localization:\n- PackageLocale: de-DE\n  PackageName: Schreiber\n"
    )
    assert read(text).localizations[0].package_name == "Schreiber"


def test_a_manifest_of_the_preview_is_read_in_todays_words() -> None:
    manifest = read(PREVIEW)
    installer = manifest.installers[0]
    assert manifest.manifest_version == "0.1.0"
    assert manifest.localization.tags == ("text", "edit")
    assert manifest.localization.package_url == "https://example.org"
    assert (installer.architecture, installer.installer_type, installer.installer_locale) == ("x86", "exe", "en-US")
    assert installer.upgrade_behavior == "uninstallPrevious"
    assert installer.minimum_os_version == "10.0.0.0"
    switches = installer.installer_switches
    assert (switches.silent, switches.upgrade, switches.custom) == ("/s", "/u", "/c")
    assert manifest.localizations[0].description == "Schreibt"
    assert manifest.warnings == ()


def test_a_preview_manifest_of_the_store_is_read() -> None:
    text = with_lines(PREVIEW, add="ManifestVersion: 0.2.0-msstore").replace(
        "InstallerType: Exe", "InstallerType: MSStore"
    )
    text = text.replace(f"  Sha256: {HASH}\n", "  ProductId: 9ABCDEFGHIJK\n")
    assert read(text).installers[0].product_id == "9ABCDEFGHIJK"


def test_unknown_fields_are_kept_and_warned_of() -> None:
    manifest = read(with_lines(SINGLETON, add="EpectedReturnCodes:\n- InstallerReturnCode: 1\nNew: x"))
    assert [(finding.field, finding.value) for finding in manifest.findings] == [
        ("EpectedReturnCodes", '[{"InstallerReturnCode":"1"}]'),
        ("New", "x"),
    ]
    assert "New" in manifest.warnings[1]
    assert "file0.yaml" in manifest.warnings[1]


def test_a_field_in_wrong_case_is_read_and_warned_of() -> None:
    manifest = read(SINGLETON.replace("Moniker:", "moniker:"))
    assert manifest.moniker == "editor"
    assert manifest.findings[0].id == "FieldIsNotPascalCase"


def test_the_same_field_in_two_cases_is_refused() -> None:
    assert "Moniker" in refused(with_lines(SINGLETON, add="moniker: other")).text


def test_unknown_values_are_warned_of_and_have_no_effect() -> None:
    manifest = singleton("InstallerType: exe\nScope: galaxy\nInstallModes: [silent, loud]")
    assert manifest.installers[0].scope is None
    assert manifest.installers[0].install_modes == ("silent",)
    assert [finding.value for finding in manifest.findings] == ["galaxy", "loud"]
    assert singleton("InstallerType: pwa").installers[0].installer_type == "unknown"


def test_markets_are_read_in_both_forms() -> None:
    both = Markets(allowed_markets=("US",), excluded_markets=("DE",))
    new = "Markets:\n  AllowedMarkets: [US]\n  ExcludedMarkets: [DE]"
    old = "Markets: [US]\nExcludedMarkets: [DE]"
    for form in (new, old):
        manifest = singleton(f"InstallerType: exe\n{form}")
        assert manifest.installers[0].markets == both
        assert manifest.warnings == ()


def test_exit_codes_are_unsigned_numbers_in_any_base() -> None:
    installer = singleton(
        "InstallerType: exe\nInstallerSuccessCodes: [3010, 0x80070005, -1, 007]\n"
        "ExpectedReturnCodes:\n- InstallerReturnCode: -2147483648\n  ReturnResponse: diskFull"
    ).installers[0]
    assert installer.installer_success_codes == (3010, 0x80070005, 0xFFFFFFFF, 7)
    assert installer.expected_return_codes[0].installer_return_code == 0x80000000


def test_a_return_code_without_response_is_warned_of() -> None:
    manifest = singleton("InstallerType: exe\nExpectedReturnCodes:\n- InstallerReturnCode: 2")
    assert manifest.installers[0].expected_return_codes == ()
    assert manifest.findings[0].id == "RequiredFieldMissing"


def test_the_range_of_installed_versions_is_told() -> None:
    entries = "AppsAndFeaturesEntries:\n- DisplayVersion: 1.10\n- DisplayVersion: 1.9"
    found = singleton(f"InstallerType: exe\n{entries}").arp_version_range
    assert found is not None
    assert (found[0].text, found[1].text) == ("1.9", "1.10")
    assert singleton(f"InstallerType: portable\n{entries}").arp_version_range is None


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("InstallerType: [exe]", "Installers[0].InstallerType"),
        ("InstallerType: exe\nCommands: edit", "Installers[0].Commands"),
        ("InstallerType: exe\nCommands: [{a: b}]", "Installers[0].Commands[0]"),
        ("InstallerType: exe\nInstallerSwitches: /S", "Installers[0].InstallerSwitches"),
        ("InstallerType: exe\nInstallLocationRequired: maybe", "Installers[0].InstallLocationRequired"),
        ("InstallerType: exe\nInstallerSuccessCodes: [many]", "Installers[0].InstallerSuccessCodes[0]"),
        ("InstallerType: exe\nInstallerSuccessCodes: [99999999999]", "Installers[0].InstallerSuccessCodes[0]"),
        ("InstallerType: zip\nNestedInstallerFiles: [{}]", "Installers[0].NestedInstallerFiles[0].RelativeFilePath"),
        (
            "InstallerType: zip\nNestedInstallerFiles: [{RelativeFilePath: }]",
            "NestedInstallerFiles[0].RelativeFilePath",
        ),
        ("InstallerType: msstore", "Installers[0].ProductId"),
        ("Scope: user", "Installers[0].InstallerType"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_path(lines: str, path: str) -> None:
    with pytest.raises(ManifestError) as caught:
        singleton(lines)
    assert path in caught.value.text
    assert caught.value.target == "file0.yaml"
    assert caught.value.code is ErrorCode.InvalidManifest


def test_an_error_names_the_file_that_the_field_is_in() -> None:
    error = refused(VERSION, INSTALLER, DEFAULT_LOCALE.replace("Tags: [text]", "Tags: text"))
    assert error.target == "file2.yaml"


@pytest.mark.parametrize(
    "field", ["PackageIdentifier", "PackageVersion", "PackageName", "Publisher", "PackageLocale", "ManifestType"]
)
def test_a_missing_field_is_refused_by_name(field: str) -> None:
    assert field in refused(with_lines(SINGLETON, remove=f"{field}:")).text


def test_a_missing_manifest_version_is_refused_where_it_is_no_preview() -> None:
    assert "ManifestVersion" in refused(with_lines(SINGLETON, remove="ManifestVersion")).text


def test_a_missing_hash_is_refused() -> None:
    assert "InstallerSha256" in refused(with_lines(SINGLETON, remove="  InstallerSha256")).text


def test_a_missing_licence_is_no_reason_to_refuse() -> None:
    assert (
        read(with_lines(with_lines(SINGLETON, remove="License"), remove="ShortDescription")).localization.license
        is None
    )


def test_a_major_version_to_come_is_refused() -> None:
    error = refused(SINGLETON.replace("1.6.0", "2.0.0"))
    assert error.code is ErrorCode.UnsupportedManifestVersion


@pytest.mark.parametrize("version", ["1.0", "1", "1.99.0", "1.28.0"])
def test_every_version_1_is_read(version: str) -> None:
    assert read(SINGLETON.replace("1.6.0", version)).manifest_version == version


@pytest.mark.parametrize("version", ["one", "1.2.3.4", "-1", "[1]"])
def test_what_is_no_manifest_version_is_refused(version: str) -> None:
    refused(SINGLETON.replace("ManifestVersion: 1.6.0", f"ManifestVersion: {version}"))


PARTS = (VERSION, INSTALLER, DEFAULT_LOCALE)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ((*PARTS, PREVIEW), "type cannot be one of several"),
        ((*PARTS, SINGLETON), "type cannot be one of several"),
        ((*PARTS, VERSION), "one of"),
        ((*PARTS, INSTALLER), "one of"),
        ((*PARTS, DEFAULT_LOCALE), "one of"),
        ((*PARTS, LOCALE, LOCALE), "same locale"),
        ((VERSION, INSTALLER, DEFAULT_LOCALE.replace("en-US", "fr-FR")), "default locale"),
        ((VERSION, INSTALLER.replace("Contoso.Editor", "Other.Id"), DEFAULT_LOCALE), "Other.Id"),
        ((VERSION, INSTALLER.replace("Version: 1.0", "Version: 1.1"), DEFAULT_LOCALE), "1.1"),
        ((VERSION, DEFAULT_LOCALE), "one is missing"),
        ((VERSION, INSTALLER), "one is missing"),
        ((INSTALLER,), "one is missing"),
        ((*PARTS, LOCALE.replace("ManifestType: locale", "ManifestType: shadow")), "shadow"),
        ((*PARTS, LOCALE.replace("ManifestType: locale", "ManifestType: poem")), "poem"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(files: tuple[str, ...], reason: str) -> None:
    error = refused(*files)
    assert reason in error.text
    assert error.code is ErrorCode.InvalidManifest


def test_no_file_is_no_manifest() -> None:
    with pytest.raises(BadRequest):
        read_manifest([])


@pytest.mark.parametrize("folder", ["acceptance/testdata/manifests", "data/peer-manifests"])
def test_every_good_reference_manifest_is_read(folder: str) -> None:
    paths = sorted((SHARED / folder).glob("*.yaml"))
    if not paths:
        pytest.skip(f"no reference manifests: {SHARED / folder} is missing")
    # those of MSIX files without hash are made to be completed by a validation, and are not read by themselves
    good = [
        path for path in paths if "Bad" not in path.name and "Contains" not in path.name and "Msix" not in path.name
    ]
    for path in good:
        manifest = read_manifest([(path.name, path.read_bytes())])
        assert manifest.installers
        assert manifest.localization.package_name


def test_every_reference_set_of_files_is_read_without_a_finding() -> None:
    folders = sorted((SHARED / "data/peer-manifests").glob("MultiFile*"))
    if not folders:
        pytest.skip(f"no reference manifests in {SHARED}")
    for folder in folders:
        manifest = read_manifest([(path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))])
        assert manifest.warnings == (), folder.name
        assert manifest.localizations


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_a_fault_in_a_locale_file_blames_that_file(bad: int) -> None:
    files = [LOCALE.replace("de-DE", tag) for tag in ("de-DE", "fr-FR", "it-IT")]
    files[bad] = files[bad].replace("ManifestType: locale", "Tags: {a: b}\nManifestType: locale")
    error = refused(*PARTS, *files)
    assert error.target == f"file{len(PARTS) + bad}.yaml"
    assert "field Tags" in error.text
    assert "Localization" not in error.text


def test_an_oddity_in_a_locale_file_is_a_finding_of_that_file() -> None:
    odd = LOCALE.replace("de-DE", "fr-FR").replace("ManifestType: locale", "Poem: x\nManifestType: locale")
    [finding] = read(*PARTS, LOCALE, odd).findings
    assert (finding.file, finding.field) == (f"file{len(PARTS) + 1}.yaml", "Poem")
