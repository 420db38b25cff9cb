"""One manifest file gives an index what can be searched, and the same as the whole manifest would."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

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
from kit.manifests import singleton
from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest
from wingetpy.manifests.summary import FileSummary, summarize

CATALOGUE = Path(os.environ.get("WINGETPY_CATALOGUE", Path(__file__).parents[4] / "catalogue"))


def summary(text: str) -> FileSummary:
    return summarize(text.encode(), "editor.yaml")


def test_a_singleton_gives_all_at_once() -> None:
    found = summary(
        with_lines(SINGLETON, add="AppsAndFeaturesEntries:\n- DisplayName: Editor 5\n  UpgradeCode: '{UP}'")
    )
    assert (found.manifest_type, found.package_identifier, found.package_version) == (
        "singleton",
        "Contoso.Editor",
        "5.10",
    )
    assert (found.package_name, found.publisher, found.moniker) == ("Contoso Editor", "Contoso, Ltd.", "editor")
    assert (found.tags, found.commands) == (("text", "edit"), ("edit",))
    assert (found.arp_names, found.upgrade_codes) == (("Editor 5",), ("{UP}",))


def test_each_file_of_a_set_gives_its_part() -> None:
    assert summary(VERSION).default_locale == "en-US"
    assert summary(INSTALLER).product_codes == ("{ROOT}",)
    assert summary(DEFAULT_LOCALE).tags == ("text",)
    assert summary(LOCALE).package_locale == "de-DE"
    assert summary(LOCALE).package_name == "Contoso-Schreiber"


def test_a_preview_manifest_gives_the_same_as_a_modern_one() -> None:
    found = summary(PREVIEW)
    assert (found.manifest_type, found.manifest_version) == ("singleton", "0.1.0")
    assert (found.package_identifier, found.package_version, found.moniker) == ("Contoso.Editor", "1.2", "editor")
    assert (found.tags, found.commands) == (("text", "edit"), ("edit",))


def test_a_merged_file_gives_the_names_of_its_other_locales() -> None:
    text = SINGLETON.replace("singleton", "merged")
    found = summary(text + "Localization:\n- PackageLocale: de-DE\n  PackageName: Schreiber\n  Tags: [edit, neu]\n")
    assert found.localized_names == ("Schreiber",)
    assert found.tags == ("text", "edit", "neu")


def test_a_code_of_the_root_counts_only_where_an_installer_inherits_it() -> None:
    own = with_lines(INSTALLER.replace("  InstallerSha256", "  ProductCode: '{OWN}'\n  InstallerSha256"))
    assert summary(own).product_codes == ("{OWN}",)
    assert summary(INSTALLER.replace("wix", "msix")).product_codes == ()


def test_names_are_in_one_unicode_form() -> None:
    assert summary(DEFAULT_LOCALE.replace("Contoso Editor", "Ｅｄｉｔｏｒ™")).package_name == "EditorTM"


@pytest.mark.parametrize("field", ["PackageIdentifier", "PackageVersion", "Installers", "ManifestType"])
def test_a_file_without_what_it_must_have_is_refused(field: str) -> None:
    with pytest.raises(ManifestError, match=field):
        summary(with_lines(INSTALLER, remove=field).replace("\n- Arch", "\nX:\n- Arch"))


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("Installers:\n-", "Installers:\n ", "Installers"),
        ("- Architecture: x64", "- x64\n- Architecture: x64", "Installers[0]"),
        ("wix", "{a: b}", "InstallerType"),
        ("  InstallerSha256", "  Commands: edit\n  InstallerSha256", "Installers[0].Commands"),
        ("  InstallerSha256", "  Commands: [[edit]]\n  InstallerSha256", "Installers[0].Commands"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_path(old: str, new: str, path: str) -> None:
    with pytest.raises(ManifestError) as caught:
        summary(INSTALLER.replace(old, new))
    assert path in caught.value.text
    assert caught.value.target == "editor.yaml"


def test_a_version_to_come_is_refused() -> None:
    with pytest.raises(ManifestError) as caught:
        summary(VERSION.replace("1.6.0", "2.0.0"))
    assert caught.value.code is ErrorCode.UnsupportedManifestVersion


def test_summary_and_manifest_agree_on_the_real_catalogue() -> None:
    folders = sorted((CATALOGUE / "manifests" / "a").glob("*/*/*/"))[::40]
    if not folders:
        pytest.skip(f"no catalogue at {CATALOGUE}")
    for folder in folders:
        files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))]
        if not files:
            continue
        manifest = read_manifest(files)
        found = [summarize(data, name) for name, data in files]
        installer = next(one for one in found if one.manifest_type in ("installer", "singleton"))
        codes = {one.product_code for one in manifest.installers}
        codes |= {entry.product_code for one in manifest.installers for entry in one.apps_and_features_entries}
        assert set(installer.product_codes) == codes - {None}, folder
        commands = {command for one in manifest.installers for command in one.commands}
        assert set(installer.commands) == commands | _aliases(manifest), folder
        names = {one.package_name for one in found if one.manifest_type in ("defaultLocale", "singleton")}
        assert names == {manifest.localization.package_name}, folder


def _aliases(manifest: Manifest) -> set[str]:
    """The commands of programs in archives."""
    files = [
        file
        for installer in manifest.installers
        if installer.is_archive and installer.effective_type == "portable"
        for file in installer.nested_installer_files
    ]
    names = (file.portable_command_alias or PureWindowsPath(file.relative_file_path).name for file in files)
    return {name.removesuffix(".exe") for name in names}


def test_programs_of_a_portable_archive_are_commands() -> None:
    nested = "NestedInstallerType: portable\nNestedInstallerFiles:\n"
    root = (
        nested + "- RelativeFilePath: bin\\first.exe\n- {RelativeFilePath: x/other.exe, PortableCommandAlias: rg.exe}\n"
    )
    found = summary(singleton("A.B", kind="zip", root=root + "Commands: [own]"))
    assert found.commands == ("own", "first", "rg")
    installed = summary(singleton("A.B", kind="zip", root=root.replace("portable", "exe") + "Commands: [own]"))
    assert installed.commands == ("own",)


def test_what_the_root_gives_is_not_gone_through_for_each_installer() -> None:
    installer = "- {Architecture: x64, InstallerUrl: https://example.org/a.zip, InstallerSha256: " + HASH + "}\n"
    nested = "NestedInstallerType: portable\nNestedInstallerFiles:\n"
    programs = "".join(f"- RelativeFilePath: p{n}\n" for n in range(10_000))
    text = singleton("A.B", kind="zip", root=nested + programs).replace(
        "Installers:\n", "Installers:\n" + installer * 9999
    )
    assert len(summary(text).commands) == 10_000  # a hundred million otherwise


def test_the_hash_in_these_tests_is_one() -> None:
    assert len(HASH) == 64
