"""The manifest beside a downloaded installer reads as the one it was made of."""

from __future__ import annotations

import msgspec
import pytest

from kit.manifest_texts import DEFAULT_LOCALE, INSTALLER, LOCALE, SINGLETON, VERSION
from kit.manifests import singleton
from wingetpy.manifests.merged_text import merged_text
from wingetpy.manifests.model import Manifest
from wingetpy.manifests.read import read_manifest

RICH = """
InstallerSwitches:
  Custom: "/a: 'b' #c"
  Silent: ''
InstallerSuccessCodes: [3010]
ExpectedReturnCodes:
- InstallerReturnCode: 4294967295
  ReturnResponse: diskFull
InstallerAbortsTerminal: true
Markets: {AllowedMarkets: [US, NO]}
Dependencies:
  PackageDependencies:
  - PackageIdentifier: Test.Needed
    MinimumVersion: '1.10'
  WindowsFeatures: [netfx3]
AppsAndFeaturesEntries:
- DisplayName: 'Yes'
  DisplayVersion: '1.0'
"""


def of(*texts: str) -> Manifest:
    return read_manifest([(f"{number}.yaml", text.encode()) for number, text in enumerate(texts)])


@pytest.mark.parametrize(
    "manifest",
    [
        of(SINGLETON),
        of(VERSION, INSTALLER, DEFAULT_LOCALE, LOCALE),
        of(singleton("Test.Rich", "1e3", kind="inno", installer=RICH)),
    ],
    ids=lambda one: one.package_identifier,
)
def test_it_says_what_the_manifest_said(manifest: Manifest) -> None:
    again = of(merged_text(manifest, manifest.installers[0]).decode())
    assert again == manifest


def test_only_the_chosen_installer_is_in_it() -> None:
    manifest = of(
        SINGLETON.replace(
            "Installers:",
            "Installers:\n- Architecture: x86\n  InstallerUrl: https://example.org/x\n"
            "  InstallerSha256: '" + "0" * 64 + "'",
        )
    )
    again = of(merged_text(manifest, manifest.installers[1]).decode())
    assert [one.architecture for one in again.installers] == ["x64"]


def test_a_manifest_of_the_preview_becomes_one_of_version_1() -> None:
    preview = of(
        "Id: Test.Old\nVersion: 1.0\nName: Old\nPublisher: Test\nInstallers:\n- Arch: x64\n"
        f"  Url: https://example.org/old.exe\n  Sha256: '{'0' * 64}'\n  InstallerType: exe\n"
    )
    again = of(merged_text(preview, preview.installers[0]).decode())
    assert again.manifest_version == "1.0.0"
    assert again.installers == preview.installers
    assert msgspec.structs.replace(again.localization, package_locale=None) == preview.localization
