"""The files of a manifest as one text say what the files say."""

from __future__ import annotations

import msgspec
import pytest

from kit.manifest_texts import DEFAULT_LOCALE, INSTALLER, SINGLETON, VERSION
from wingetpy.authoring.preindexed.merged_text import merged_text
from wingetpy.errors import ManifestError
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest

LOCALE = """\
PackageIdentifier: Contoso.Editor
PackageVersion: 1.0
PackageLocale: de-DE
ShortDescription: "Bearbeitet Text: 'so' \\"und\\" \\\\ anders # kein Kommentar"
Description: |-
  Erste Zeile
    eingerückt

  letzte Zeile
Tags: [ja, "no", "1.10", "ß\\u2028\\u0085\\ufeff"]
ManifestType: locale
ManifestVersion: 1.6.0
"""


def files(*texts: str) -> list[tuple[str, bytes]]:
    return [(f"{number}.yaml", text.encode()) for number, text in enumerate(texts)]


def said(manifest: Manifest) -> Manifest:
    """Return what a manifest says, without what depends on its files."""
    return msgspec.structs.replace(manifest, findings=())


@pytest.mark.parametrize("texts", [(VERSION, INSTALLER, DEFAULT_LOCALE), (VERSION, INSTALLER, DEFAULT_LOCALE, LOCALE)])
def test_a_set_says_the_same_as_one_file(texts: tuple[str, ...]) -> None:
    merged = merged_text(files(*texts))
    assert b'ManifestType: "merged"' in merged
    assert said(read_manifest([("merged.yaml", merged)])) == said(read_manifest(files(*texts)))


def test_a_single_file_is_given_as_it_is() -> None:
    assert merged_text(files(SINGLETON)) == SINGLETON.encode()


def test_truths_and_numbers_are_no_text() -> None:
    installer = INSTALLER.replace(
        "Installers:", "InstallerAbortsTerminal: true\nInstallerSuccessCodes: [1641, 0xFF]\nInstallers:"
    )
    merged = merged_text(files(VERSION, installer, DEFAULT_LOCALE)).decode()
    assert "InstallerAbortsTerminal: true\n" in merged
    assert "- 1641\n" in merged
    assert 'PackageVersion: "1.0"' in merged


def test_files_of_two_packages_are_no_manifest() -> None:
    with pytest.raises(ManifestError):
        merged_text(files(VERSION, INSTALLER.replace("1.0", "2.0", 1), DEFAULT_LOCALE))
