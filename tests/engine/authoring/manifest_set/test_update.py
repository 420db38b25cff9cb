"""A new version of an older manifest: what is replaced, what stays, which installer takes which one's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from wingetpy.authoring.facts.archive import Nested
from wingetpy.authoring.facts.installer_facts import InstallerFacts
from wingetpy.authoring.manifest_set.given import GivenFields
from wingetpy.authoring.manifest_set.new import NewSet, SetTask, new_set
from wingetpy.authoring.manifest_set.obtain import Named
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller
from wingetpy.errors import Ambiguous, BadRequest, ManifestError, NotApplicable
from wingetpy.manifests.yamltext import Document

OLD, NEW = "1.0.0", "1.1.0"
SHA = {OLD: "A" * 64, NEW: "B" * 64}


def older(*installers: Document, **root: object) -> Document:
    """A manifest of version 1.0.0."""
    fields: dict[str, object] = {
        "PackageIdentifier": "Contoso.Tool",
        "PackageVersion": OLD,
        "PackageLocale": "en-US",
        "Publisher": "Contoso",
        "PackageName": "Tool",
        "License": "MIT",
        "ShortDescription": "A tool",
        "ManifestVersion": "1.6.0",
        "InstallerType": "nullsoft",
        **root,
        "Installers": list(installers),
    }
    return fields  # type: ignore[return-value]


def installer(architecture: str, url: str, **fields: object) -> Document:
    return {"Architecture": architecture, "InstallerUrl": url, "InstallerSha256": SHA[OLD], **fields}  # type: ignore[dict-item]


def facts(type: str = "nullsoft", architecture: str = "x64", **more: object) -> InstallerFacts:
    return InstallerFacts(installer_type=type, architectures=(architecture,), **more)  # type: ignore[arg-type]


def updated(manifest: Document, read: Callable[[str], InstallerFacts], *urls: str, **given: object) -> NewSet:
    def obtain(named: Sequence[Named], nested: Nested) -> list[ObtainedInstaller]:
        return [
            ObtainedInstaller(wanted=one.wanted, url=one.url, sha256=SHA[NEW], facts=read(one.url)) for one in named
        ]

    task = SetTask(
        output=Path("/nowhere"),
        installers=urls,
        given=GivenFields(**{"package_version": NEW, **given}),  # type: ignore[arg-type]
        older=manifest,
        today="2026-01-02",
        dry_run=True,
    )
    return new_set(task, obtain)


def installers_of(made: NewSet) -> list[Document]:
    listed = made.root["Installers"]
    assert isinstance(listed, list)
    return [one for one in listed if isinstance(one, dict)]


def test_without_urls_the_older_ones_get_the_new_version() -> None:
    manifest = older(
        installer("x64", "https://x/v1.0.0/tool-1.0.0-x64.exe"),
        ReleaseDate="2020-01-01",
        ReleaseNotesUrl="https://x/1.0.0",
    )
    made = updated(manifest, lambda url: facts())
    (new,) = installers_of(made)
    assert (new["InstallerUrl"], new["InstallerSha256"]) == ("https://x/v1.1.0/tool-1.1.0-x64.exe", SHA[NEW])
    assert (made.root["ReleaseDate"], made.root["ReleaseNotesUrl"]) == ("2026-01-02", "https://x/1.1.0")
    assert {change.field for change in made.changes} == {
        "PackageVersion",
        "ManifestVersion",
        "ReleaseDate",
        "ReleaseNotesUrl",
        "Installers[0].InstallerUrl",
        "Installers[0].InstallerSha256",
    }
    assert manifest["PackageVersion"] == OLD  # the older one is not changed


def test_a_url_without_the_version_cannot_be_derived() -> None:
    with pytest.raises(BadRequest, match=r"is not in https://x/latest\.exe"):
        updated(older(installer("x64", "https://x/latest.exe")), lambda url: facts())


def test_architecture_scope_and_type_decide() -> None:
    manifest = older(
        installer("x64", "https://x/a.exe", Scope="user"),
        installer("x64", "https://x/b.exe", Scope="machine"),
        installer("x86", "https://x/c.exe", Scope="machine"),
        installer("x64", "https://x/d.msi", Scope="machine", InstallerType="msi"),
    )
    read = {
        "https://y/1.msi": facts("msi", scope="machine"),
        "https://y/2.exe": facts(architecture="x86"),
        "https://y/3.exe": facts(scope="machine"),
        "https://y/4.exe": facts(),
    }
    made = updated(manifest, read.__getitem__, *read)
    assert [one["InstallerUrl"] for one in installers_of(made)] == [
        "https://y/4.exe",
        "https://y/3.exe",
        "https://y/2.exe",
        "https://y/1.msi",
    ]


def test_what_fits_several_is_an_error_that_bars_settle() -> None:
    manifest = older(
        installer("x64", "https://x/a.exe", Scope="user"), installer("x64", "https://x/b.exe", Scope="machine")
    )
    urls = ("https://y/1.exe", "https://y/2.exe")
    with pytest.raises(Ambiguous, match=r"fits several installers .*x64\|nullsoft\|user; x64\|nullsoft\|machine"):
        updated(manifest, lambda url: facts(), *urls)
    made = updated(manifest, lambda url: facts(), f"{urls[0]}|machine", urls[1])
    assert [one["InstallerUrl"] for one in installers_of(made)] == [urls[1], urls[0]]


def test_an_installer_of_the_older_version_that_gets_none_is_named() -> None:
    manifest = older(installer("x64", "https://x/a.exe"), installer("arm64", "https://x/b.exe"))
    with pytest.raises(NotApplicable, match=r"in place of arm64\|nullsoft \(https://x/b\.exe\)"):
        updated(manifest, lambda url: facts(), "https://y/1.exe")


def test_a_loader_of_32_bits_takes_the_place_of_the_only_installer() -> None:
    made = updated(
        older(installer("x64", "https://x/a.exe")),
        lambda url: facts(architecture="x86", firm=False),
        "https://y/setup.exe",
    )
    assert installers_of(made)[0]["Architecture"] == "x64"


def test_one_url_for_several_installers_stays_one() -> None:
    manifest = older(
        installer("x64", "https://x/1.0.0.exe", Scope="user"), installer("x64", "https://x/1.0.0.exe", Scope="machine")
    )
    made = updated(manifest, lambda url: facts(), "https://x/1.1.0.exe")
    assert {str(one["InstallerUrl"]) for one in installers_of(made)} == {"https://x/1.1.0.exe"}


def test_codes_follow_the_installer_and_stay_where_they_were() -> None:
    entry = {"ProductCode": "{OLD}", "UpgradeCode": "{U}", "DisplayName": "Tool 1.0.0", "DisplayVersion": "1.0.0.0"}
    manifest = older(
        installer("x64", "https://x/1.0.0.msi"),
        InstallerType="msi",
        ProductCode="{OLD}",
        AppsAndFeaturesEntries=[entry],
    )
    made = updated(
        manifest, lambda url: facts("msi", product_code="{NEW}", upgrade_code="{U}", display_version="1.1.0.0")
    )
    assert made.root["ProductCode"] == "{NEW}"
    assert made.root["AppsAndFeaturesEntries"] == [
        {"ProductCode": "{NEW}", "UpgradeCode": "{U}", "DisplayName": "Tool 1.1.0", "DisplayVersion": "1.1.0.0"}
    ]
    assert "ProductCode" not in installers_of(made)[0]


def test_codes_that_differ_go_to_the_installers() -> None:
    manifest = older(
        installer("x64", "https://x/1.0.0-x64.msi"),
        installer("x86", "https://x/1.0.0-x86.msi"),
        InstallerType="msi",
        ProductCode="{OLD}",
    )
    made = updated(manifest, lambda url: facts("msi", url[-7:-4], product_code="{" + url[-7:-4] + "}"))
    assert "ProductCode" not in made.root
    assert [one["ProductCode"] for one in installers_of(made)] == ["{x64}", "{x86}"]


def test_paths_in_an_archive_follow_the_version() -> None:
    manifest = older(
        installer("x64", "https://x/1.0.0.zip"),
        InstallerType="zip",
        NestedInstallerType="portable",
        NestedInstallerFiles=[{"RelativeFilePath": "tool-1.0.0/tool.exe", "PortableCommandAlias": "tool"}],
    )
    read = InstallerFacts(
        installer_type="zip",
        nested_installer_type="portable",
        nested_paths=("tool-1.1.0\\tool.exe",),
        architectures=("x64",),
    )
    made = updated(manifest, lambda url: read)
    assert made.root["NestedInstallerFiles"] == [
        {"RelativeFilePath": "tool-1.1.0/tool.exe", "PortableCommandAlias": "tool"}
    ]


def test_what_every_file_would_have_wrong_is_said_once() -> None:
    manifest = older(installer("x64", "https://x/1.0.0.exe"))
    with pytest.raises(ManifestError) as caught:
        updated(manifest, lambda url: facts(), package_identifier="A B")
    assert caught.value.text.count("PackageIdentifier (A B)") == 1


def test_given_fields_win_and_a_newer_language_stays() -> None:
    manifest = older(installer("x64", "https://x/1.0.0.exe"), ManifestVersion="1.28.0", Localization=[])
    made = updated(manifest, lambda url: facts(), license="Apache-2.0", release_date="2025-05-05")
    assert (made.root["License"], made.root["ManifestVersion"]) == ("Apache-2.0", "1.28.0")
    assert made.root["ReleaseDate"] == "2025-05-05"


def test_what_would_not_be_valid_is_not_made() -> None:
    manifest = older(installer("x64", "https://x/1.0.0.exe"), Moniker="m" * 50)
    with pytest.raises(ManifestError, match=r"would not be valid; nothing was written\. Moniker"):
        updated(manifest, lambda url: facts())
