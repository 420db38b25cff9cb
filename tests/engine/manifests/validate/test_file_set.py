"""Files that are no manifest together, with the reference's names for what is wrong."""

from __future__ import annotations

import pytest

from kit.manifest_texts import DEFAULT_LOCALE, INSTALLER, LOCALE, PREVIEW, SINGLETON, VERSION
from wingetpy.errors import ManifestError
from wingetpy.manifests.findings import Finding, Level
from wingetpy.manifests.read import read_manifest
from wingetpy.manifests.validate.validate import Options, validate


def errors(*texts: str) -> list[Finding]:
    documents = [(f"file{number}.yaml", text.encode()) for number, text in enumerate(texts)]
    return [finding for finding in validate(documents).findings if finding.level == "Error"]


SET = (VERSION, INSTALLER, DEFAULT_LOCALE, LOCALE)
SHADOW = DEFAULT_LOCALE.replace("defaultLocale", "shadow")


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


SHADOW_WITH_ICONS = (
    SHADOW.partition("Publisher:")[0]
    + "Icons:\n- {IconUrl: https://example.org/a.ico, IconFileType: ico}\n"
    + "Localization:\n- PackageLocale: de-de\n  Icons:\n  - {IconUrl: https://example.org/de.ico, IconFileType: ico}\n"
    + "ManifestType: shadow\nManifestVersion: 1.6.0\n"
)


def test_a_whole_set_has_no_error() -> None:
    assert errors(*SET) == []


CASES: dict[str, tuple[tuple[str, ...], str, str, str | None]] = {
    "singleton beside": ((SINGLETON, *SET[:3]), "UnsupportedMultiFileManifestType", "ManifestType", "singleton"),
    "two versions": ((*SET, VERSION), "DuplicateMultiFileManifestType", "ManifestType", "version"),
    "two installers": ((*SET, INSTALLER), "DuplicateMultiFileManifestType", "ManifestType", "installer"),
    "two defaults": ((*SET, DEFAULT_LOCALE), "DuplicateMultiFileManifestType", "ManifestType", "defaultLocale"),
    "two of a locale": ((*SET, LOCALE), "DuplicateMultiFileManifestLocale", "PackageLocale", None),
    "another default": (
        (VERSION, INSTALLER, changed(DEFAULT_LOCALE, "PackageLocale: en-US", "PackageLocale: fr-fr")),
        "InconsistentMultiFileManifestDefaultLocale",
        "PackageLocale",
        "fr-fr",
    ),
    "another id": (
        (VERSION, changed(INSTALLER, "Contoso.Editor", "Another.Identifier"), DEFAULT_LOCALE),
        "InconsistentMultiFileManifestFieldValue",
        "PackageIdentifier",
        "Another.Identifier",
    ),
    "another version": (
        (VERSION, changed(INSTALLER, "PackageVersion: 1.0", "PackageVersion: Another.Version"), DEFAULT_LOCALE),
        "InconsistentMultiFileManifestFieldValue",
        "PackageVersion",
        "Another.Version",
    ),
    "no installer": ((VERSION, DEFAULT_LOCALE), "IncompleteMultiFileManifest", "", None),
    "no default": ((VERSION, INSTALLER), "IncompleteMultiFileManifest", "", None),
    "one part alone": ((INSTALLER,), "IncompleteMultiFileManifest", "ManifestType", "installer"),
    "a shadow": ((*SET, SHADOW), "ShadowManifestNotAllowed", "ManifestType", "shadow"),
    "no type": (
        (VERSION, changed(INSTALLER, "ManifestType: installer\n", ""), DEFAULT_LOCALE),
        "InconsistentMultiFileManifestFieldValue",
        "ManifestType",
        None,
    ),
}


@pytest.mark.parametrize(("texts", "id", "field", "value"), CASES.values(), ids=CASES)
def test_files_that_are_no_set(texts: tuple[str, ...], id: str, field: str, value: str | None) -> None:
    found = [one for one in errors(*texts) if one.id == id and one.field == field]
    assert found
    assert value in (None, found[0].value)


def test_a_manifest_of_the_preview_is_one_file() -> None:
    assert "0x8A15002A" in {one.code for one in errors(PREVIEW, *SET[:3])}


def test_what_cannot_be_read_does_not_hide_the_faults_of_the_other_files() -> None:
    found = errors("a: [", changed(INSTALLER, "Architecture: x64", "Architecture: z80"), *SET[:1], DEFAULT_LOCALE)
    assert {"UnreadableFile", "SchemaError"} <= {one.id for one in found}


def test_a_repeated_field_that_nests_without_end_is_refused() -> None:
    deep = changed(SINGLETON, "License: ", "Tags: [a]\nTags: " + "[" * 5000 + "]" * 5000 + "\nLicense: ")
    (error,) = errors(deep)
    assert error.id == "UnreadableFile"
    assert "nest deeper than 100 levels" in error.detail


def of_a_source(*texts: str, level: Level = "Warning") -> list[Finding]:
    documents = [(f"file{number}.yaml", text.encode()) for number, text in enumerate(texts)]
    return list(validate(documents, Options(shadow=True, verified_publisher=level)).findings)


def test_a_source_may_hold_one_shadow_file() -> None:
    [first, second] = of_a_source(*SET, SHADOW_WITH_ICONS, level="Error")
    assert (first.id, first.field, first.level) == ("FieldRequireVerifiedPublisher", "Icons", "Error")
    assert second.field == "Localization[0].Icons"
    twice = [one for one in of_a_source(*SET, SHADOW_WITH_ICONS, SHADOW_WITH_ICONS) if one.level == "Error"]
    assert [(one.id, one.value) for one in twice] == [("DuplicateMultiFileManifestType", "shadow")]


def test_a_shadow_file_lies_over_the_languages() -> None:
    documents = [(f"file{number}.yaml", text.encode()) for number, text in enumerate((*SET, SHADOW_WITH_ICONS))]
    manifest = read_manifest(documents, shadow=True)
    assert [icon.icon_url for icon in manifest.localization.icons] == ["https://example.org/a.ico"]
    [german] = manifest.localizations
    assert (german.package_name, german.icons[0].icon_url) == ("Contoso-Schreiber", "https://example.org/de.ico")
    with pytest.raises(ManifestError, match="shadow"):
        read_manifest(documents)
