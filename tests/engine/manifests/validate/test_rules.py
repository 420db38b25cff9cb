"""Each fault has its name, its place, its value and a sentence."""

from __future__ import annotations

from textwrap import indent

import pytest

from kit.manifests import HASH
from wingetpy.manifests.findings import Finding
from wingetpy.manifests.validate.validate import validate

HEAD = """\
PackageIdentifier: Contoso.Editor
PackageVersion: {version}
PackageLocale: en-US
Publisher: Contoso
PackageName: Contoso Editor
License: MIT
ShortDescription: Edits text
ManifestType: singleton
ManifestVersion: {language}
"""
INSTALLER = f"""\
Architecture: x64
InstallerUrl: https://example.org/editor
InstallerSha256: {HASH}
"""
OTHER_HASH = HASH[::-1]


def manifest(installer: str, root: str = "", version: str = "1.0", language: str = "1.6.0") -> str:
    """A singleton whose installer has these lines besides architecture, URL and hash, as has its root."""
    item = indent(INSTALLER + installer, "  ").replace("  ", "- ", 1)
    return HEAD.format(version=version, language=language) + root + "Installers:\n" + item


def findings(text: str) -> list[Finding]:
    return list(validate([("editor.yaml", text.encode())]).findings)


def found(text: str, id: str) -> Finding:
    """The one finding with this name; nothing else may be wrong."""
    every = findings(text)
    [finding] = [one for one in every if one.id == id]
    return finding


ZIP = "InstallerType: zip\nNestedInstallerType: {type}\nNestedInstallerFiles:\n{files}\n"


def zipped(type: str, *files: str) -> str:
    return ZIP.format(type=type, files="\n".join(f"- RelativeFilePath: {file}" for file in files))


CASES: dict[str, tuple[str, str, str]] = {
    "channel": (manifest("InstallerType: msi", "Channel: beta\n"), "FieldNotSupported", "Channel"),
    "approximate version": (
        manifest("InstallerType: msi", version='"< 1.0"'),
        "ApproximateVersionNotAllowed",
        "PackageVersion",
    ),
    "unknown type": (manifest("InstallerType: cab"), "InvalidFieldValue", "Installers[0].InstallerType"),
    "no type": (manifest(""), "InvalidFieldValue", "Installers[0].InstallerType"),
    "behaviour": (
        manifest("InstallerType: msi\nUpgradeBehavior: never"),
        "InvalidFieldValue",
        "Installers[0].UpgradeBehavior",
    ),
    "locale": (
        manifest("InstallerType: msi\nInstallerLocale: 1"),
        "InvalidBcp47Value",
        "Installers[0].InstallerLocale",
    ),
    "empty agreement": (
        manifest("InstallerType: msi", "Agreements:\n- {}\n"),
        "InvalidFieldValue",
        "Agreements[0]",
    ),
    "product code": (
        manifest("InstallerType: msix\nProductCode: '{A}'"),
        "InstallerTypeDoesNotSupportProductCode",
        "Installers[0].InstallerType",
    ),
    "entries": (
        manifest("InstallerType: msix\nAppsAndFeaturesEntries:\n- DisplayName: A"),
        "InstallerTypeDoesNotWriteAppsAndFeaturesEntry",
        "Installers[0].InstallerType",
    ),
    "product id": (
        manifest("InstallerType: msi\nProductId: 9WZDNCRFJ364"),
        "FieldNotSupported",
        "Installers[0].ProductId",
    ),
    "both lists of markets": (
        manifest("InstallerType: msi\nMarkets:\n  AllowedMarkets: [US]\n  ExcludedMarkets: [DE]"),
        "BothAllowedAndExcludedMarketsDefined",
        "Installers[0].Markets",
    ),
    "return code": (
        manifest(
            "InstallerType: msi\nInstallerSuccessCodes: [1602]\n"
            "ExpectedReturnCodes:\n- InstallerReturnCode: 0x642\n  ReturnResponse: cancelledByUser"
        ),
        "DuplicateReturnCodeEntry",
        "Installers[0].ExpectedReturnCodes[0]",
    ),
    "display version": (
        manifest("InstallerType: msi\nAppsAndFeaturesEntries:\n- DisplayVersion: '> 2'"),
        "ApproximateVersionNotAllowed",
        "Installers[0].AppsAndFeaturesEntries[0].DisplayVersion",
    ),
    "authentication": (
        manifest("InstallerType: msi\nAuthentication:\n  AuthenticationType: microsoftEntraId", language="1.10.0"),
        "InvalidFieldValue",
        "Installers[0].Authentication.MicrosoftEntraIdAuthenticationInfo",
    ),
    "feature": (
        manifest("InstallerType: msi\nDependencies:\n  WindowsFeatures: ['a & b']"),
        "InvalidWindowsFeatureName",
        "Installers[0].Dependencies.WindowsFeatures[0]",
    ),
    "two commands": (
        manifest("InstallerType: portable\nCommands: [a, b]"),
        "ExceededCommandsLimit",
        "Installers[0].Commands",
    ),
    "command path": (
        manifest("InstallerType: portable\nCommands: ['../a']"),
        "PortableCommandAliasEscapesDirectory",
        "Installers[0].Commands[0]",
    ),
    "nested files": (
        manifest(zipped("msi", "a.msi", "b.msi")),
        "ExceededNestedInstallerFilesLimit",
        "Installers[0].NestedInstallerFiles",
    ),
    "nested path": (
        manifest(zipped("msi", "'C:\\a.msi'")),
        "RelativeFilePathEscapesDirectory",
        "Installers[0].NestedInstallerFiles[0].RelativeFilePath",
    ),
    "nested twice": (
        manifest(zipped("portable", "A.exe", "a.EXE")),
        "DuplicateRelativeFilePath",
        "Installers[0].NestedInstallerFiles[1].RelativeFilePath",
    ),
    "nested no exe": (
        manifest(zipped("portable", "a.bat")),
        "InvalidPortableFiletype",
        "Installers[0].NestedInstallerFiles[0].RelativeFilePath",
    ),
    "no font": (
        manifest(zipped("font", "a.exe"), language="1.12.0"),
        "InvalidFontFiletype",
        "Installers[0].NestedInstallerFiles[0].RelativeFilePath",
    ),
    "nothing nested": (
        manifest("InstallerType: zip\nNestedInstallerType: msi"),
        "RequiredFieldMissing",
        "Installers[0].NestedInstallerFiles",
    ),
    "share": (
        manifest("InstallerType: msi\nInstallerSwitches:\n  Custom: A=\\\\server\\share"),
        "ContainsNetworkAddress",
        "Installers[0].InstallerSwitches.Custom",
    ),
    "arguments": (
        manifest("InstallerType: wix\nInstallerSwitches:\n  Custom: /help"),
        "InvalidMsiSwitches",
        "Installers[0].InstallerSwitches.Custom",
    ),
    "property": (
        manifest("InstallerType: wix\nInstallerSwitches:\n  Custom: A=1 transforms=b.mst"),
        "BlockedMsiProperty",
        "Installers[0].InstallerSwitches.Custom",
    ),
}


@pytest.mark.parametrize(("text", "id", "field"), CASES.values(), ids=CASES)
def test_a_fault_has_its_name_and_its_path(text: str, id: str, field: str) -> None:
    finding = found(text, id)
    assert (finding.field, finding.level) == (field, "Error")
    line = text.splitlines()[finding.line - 1]
    assert line[finding.column - 1 :].strip("- ")
    last = field.rpartition(".")[2]
    if last.isalpha() and id not in ("RequiredFieldMissing",) and last in text:
        assert line[finding.column - 1 :].startswith(last)


WARNINGS: dict[str, tuple[str, str, str]] = {
    "scope": (manifest("InstallerType: portable\nScope: user"), "ScopeNotSupported", "Installers[0].Scope"),
    "silence": (
        manifest("InstallerType: exe\nInstallerSwitches:\n  Silent: /s"),
        "ExeInstallerMissingSilentSwitches",
        "Installers[0].InstallerSwitches",
    ),
    "family name": (
        manifest("InstallerType: msi\nPackageFamilyName: Contoso.Editor_8wekyb3d8bbwe"),
        "InstallerTypeDoesNotSupportPackageFamilyName",
        "Installers[0].InstallerType",
    ),
    "url in a switch": (
        manifest("InstallerType: msi\nInstallerSwitches:\n  Custom: A=https://example.org"),
        "ContainsNetworkAddress",
        "Installers[0].InstallerSwitches.Custom",
    ),
    "unknown field": (manifest("InstallerType: msi\nColour: red"), "FieldUnknown", "Installers[0].Colour"),
    "later field": (
        manifest("InstallerType: msi\nRepairBehavior: modify"),
        "FieldUnknown",
        "Installers[0].RepairBehavior",
    ),
    "publisher's field": (
        manifest("InstallerType: msi\nDownloadCommandProhibited: true"),
        "FieldRequireVerifiedPublisher",
        "Installers[0].DownloadCommandProhibited",
    ),
    "a date": (manifest("InstallerType: msi\nReleaseDate: 2024-13-01"), "SchemaError", "Installers[0].ReleaseDate"),
    "the seed's markets": (manifest("InstallerType: msi\nMarkets: [US]"), "FieldFormOld", "Installers[0].Markets"),
    "the seed's excluded markets": (
        manifest("InstallerType: msi\nExcludedMarkets: [US]"),
        "FieldFormOld",
        "Installers[0].ExcludedMarkets",
    ),
    "the seed's argument": (
        manifest("InstallerType: msi\nUnsupportedArguments:\n- UnsupportedArgument: log"),
        "FieldFormOld",
        "Installers[0].UnsupportedArguments[0]",
    ),
}


@pytest.mark.parametrize(("text", "id", "field"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_odd_is_a_warning(text: str, id: str, field: str) -> None:
    [finding] = findings(text)
    assert (finding.id, finding.level, finding.field) == (id, "Warning", field)


def test_a_good_manifest_has_no_finding() -> None:
    assert findings(manifest("InstallerType: msi")) == []


def test_every_fault_is_found_at_once_in_the_order_of_lines() -> None:
    text = manifest("InstallerType: zip\nColour: red\nScope: all\nScope: user", "Channel: beta\nTags: text\n")
    every = findings(text)
    assert {one.id for one in every} >= {
        "FieldNotSupported", "SchemaError", "FieldUnknown", "FieldDuplicate", "RequiredFieldMissing"
    }  # fmt: skip
    assert [one.line for one in every] == sorted(one.line for one in every)


def test_a_fault_that_installers_inherit_is_reported_once_where_it_is() -> None:
    root = "InstallerType: wix\nInstallerSwitches:\n  Custom: /help\n"
    text = manifest("", root) + indent(INSTALLER.replace("x64", "x86"), "  ").replace("  ", "- ", 1)
    finding = found(text, "InvalidMsiSwitches")
    assert (finding.field, finding.value) == ("InstallerSwitches.Custom", "/help")
    assert text.splitlines()[finding.line - 1] == "  Custom: /help"


def test_installers_beside_each_other() -> None:
    def ids(**changes: str) -> list[str]:
        lines = INSTALLER + "InstallerType: msi\n"
        for old, new in changes.items():
            lines = lines.replace(old, new)
        text = manifest("InstallerType: msi\n") + indent(lines, "  ").replace("  ", "- ", 1)
        return [one.id for one in findings(text) if one.id != "SchemaError"]  # a singleton has one installer

    assert ids() == ["DuplicateInstallerEntry"]
    assert ids(x64="x86", editor="other") == ["DuplicateInstallerHash"]
    assert ids(x64="x86", **{HASH: OTHER_HASH}) == ["InconsistentInstallerHash"]
    assert ids(x64="x86") == []


@pytest.mark.parametrize(
    ("header", "id"),
    [
        ("", "SchemaHeaderNotFound"),
        ("# yaml-language-server= $schema=https://aka.ms/winget-manifest.singleton.1.7.0.schema.json\n",
         "InvalidSchemaHeader"),
        ("# yaml-language-server: $schema=https://aka.ms/winget-manifest.installer.1.7.0.schema.json\n",
         "SchemaHeaderManifestTypeMismatch"),
        ("# yaml-language-server: $schema=https://aka.ms/winget-manifest.singleton.1.6.0.schema.json\n",
         "SchemaHeaderManifestVersionMismatch"),
        ("# yaml-language-server: $schema=https://example.org/winget-manifest.singleton.1.7.0.schema.json\n",
         "SchemaHeaderUrlPatternMismatch"),
    ],
)  # fmt: skip
def test_a_schema_header_that_is_not_right(header: str, id: str) -> None:
    [finding] = findings("# a comment\n" + header + manifest("InstallerType: msi", language="1.7.0"))
    assert (finding.id, finding.level) == (id, "Warning")
    assert finding.line == (2 if header else 1)


def test_a_right_schema_header_is_no_finding() -> None:
    header = "# yaml-language-server: $schema=https://aka.ms/WinGet-Manifest.singleton.1.7.0.schema.json\n"
    assert findings(header + manifest("InstallerType: msi", language="1.7.0")) == []


def test_a_bidirectional_control_is_pointed_at() -> None:
    text = manifest("InstallerType: msi").replace("Edits text", "Edits \u202etxet")
    [finding] = findings(text)
    assert (finding.id, finding.value, finding.line, finding.column) == ("BidirectionalControl", "U+202E", 7, 25)
