"""`.appinstaller` files: what they say, and which are refused."""

from __future__ import annotations

import pytest

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.app_installer import AppInstaller, check_named, parse_app_installer
from wingetpy.msix.identity import PackageIdentity

TEXT = """<?xml version="1.0" encoding="utf-8"?>
<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2021" Version="1.0.0.2" Uri="https://contoso.com/a.appinstaller">
  <MainBundle Name="Contoso.Tool" Publisher="CN=Contoso" Version="1.2.3.4" Uri="https://contoso.com/a.msixbundle"/>
  <Dependencies>
    <Package Name="Contoso.Framework" Publisher="CN=Contoso" Version="2.0.0.0" ProcessorArchitecture="x64"
      Uri="https://contoso.com/f.msix"/>
  </Dependencies>
  <OptionalPackages>
    <Bundle Name="Contoso.Extra" Publisher="CN=Contoso" Version="1.0.0.0" Uri="https://contoso.com/e.msixbundle"/>
  </OptionalPackages>
  <RelatedPackages>
    <Package Name="Contoso.Related" Publisher="CN=Contoso" Version="1.0.0.0" Uri="https://contoso.com/r.msix"/>
  </RelatedPackages>
  <UpdateSettings>
    <OnLaunch HoursBetweenUpdateChecks="12" ShowPrompt="true" UpdateBlocksActivation="true"/>
    <AutomaticBackgroundTask/>
    <ForceUpdateFromAnyVersion>true</ForceUpdateFromAnyVersion>
  </UpdateSettings>
  <UpdateUris><UpdateUri>https://mirror.contoso.com/a.appinstaller</UpdateUri></UpdateUris>
</AppInstaller>
"""


def read(text: str = TEXT) -> AppInstaller:
    return parse_app_installer(text.encode(), "a.appinstaller")


def test_a_file_says_where_everything_lies() -> None:
    file = read()
    assert file.main.is_bundle
    assert file.main.identity.full_name.startswith("Contoso.Tool_1.2.3.4_neutral_~_")
    assert (file.main.uri, file.version) == ("https://contoso.com/a.msixbundle", "1.0.0.2")
    assert [one.identity.architecture for one in file.dependencies] == ["x64"]
    assert [one.identity.name for one in (*file.optional, *file.related)] == ["Contoso.Extra", "Contoso.Related"]
    assert file.updates is not None
    assert (file.updates.hours, file.updates.shows_prompt, file.updates.blocks_activation) == (12, True, True)
    assert file.updates.in_background
    assert file.updates.from_any_version
    assert file.update_uris == ("https://mirror.contoso.com/a.appinstaller",)


def test_a_file_without_updates() -> None:
    begin, end = TEXT.index("  <UpdateSettings>"), TEXT.index("  <UpdateUris>")
    assert read(TEXT[:begin] + TEXT[end:]).updates is None


def test_the_usual_hours() -> None:
    file = read(TEXT.replace(' HoursBetweenUpdateChecks="12"', ""))
    assert file.updates is not None
    assert file.updates.hours == 24


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("appinstaller/2021", "appinstaller/1999"),
        ('Version="1.0.0.2"', 'Version="1.0"'),
        ('Name="Contoso.Tool"', 'Name="x"'),
        ("https://contoso.com/a.msixbundle", "a.msixbundle"),
        ("https://contoso.com/f.msix", "javascript:alert(1)"),
        ('Checks="12"', 'Checks="256"'),
        ('Checks="12"', 'Checks="²"'),
        ('ShowPrompt="true" ', ""),
        ("<Dependencies>", '<MainPackage Name="Contoso.Tool" Uri="https://a"/><Dependencies>'),
        ("<?xml", "<!DOCTYPE a><?xml"),
        ("</AppInstaller>", ""),
    ],
)
def test_a_file_that_breaks_the_rules_is_refused(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(MsixError) as caught:
        read(TEXT.replace(old, new))
    assert caught.value.code is ErrorCode.AppxInvalidAppInstaller
    assert "a.appinstaller" in caught.value.text


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(MsixError):
        parse_app_installer(b" " * (2 << 20), "a.appinstaller")


@pytest.mark.parametrize(
    ("version", "publisher", "good"),
    [("1.2.3.4", "CN=Contoso", True), ("1.2.3.5", "CN=Contoso", False), ("1.2.3.4", "CN=Fabrikam", False)],
)
def test_the_package_must_be_the_named_one(version: str, publisher: str, good: bool) -> None:
    found = PackageIdentity("contoso.tool", publisher, version, "neutral", "~")
    if good:
        check_named(read().main, found, "a.appinstaller")
        return
    with pytest.raises(MsixError) as caught:
        check_named(read().main, found, "a.appinstaller")
    assert caught.value.code is ErrorCode.PackageNameMismatch
