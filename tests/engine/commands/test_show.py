"""What `package/show` says of installers, and why none fits."""

from __future__ import annotations

import pytest

from kit.manifests import HASH
from kit.place import Place
from wingetpy.commands.package_show import PackageDetail
from wingetpy.commands.parameters import FindTotals
from wingetpy.commands.shown_installer import ShownDependency
from wingetpy.errors import BadRequest, EngineError
from wingetpy.sources.request import FoundPackage


def shown(place: Place, **params: object) -> PackageDetail:
    detail = place.ask("package/show", **params)
    assert isinstance(detail, PackageDetail)
    return detail


def test_dependencies_and_commands_are_those_of_the_installer_that_would_be_taken(place: Place) -> None:
    place.package(
        "A.Tool",
        installer="""\
        Dependencies:
          PackageDependencies:
          - PackageIdentifier: B.Library
            MinimumVersion: "2.0"
          - PackageIdentifier: C.Library
          WindowsFeatures: [netfx3]
          ExternalDependencies: [Java]
        """,
    )
    place.open()
    detail = shown(place, Id="A.Tool")
    assert detail.error is None
    assert detail.commands == ("Tool",)
    assert detail.dependencies == (
        ShownDependency(kind="WindowsFeature", id="netfx3"),
        ShownDependency(kind="Package", id="B.Library", minimum_version="2.0"),
        ShownDependency(kind="Package", id="C.Library"),
        ShownDependency(kind="External", id="Java"),
    )


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"Architecture": "arm64"}, "arm64"),
        ({"InstallerType": "msi"}, "msi"),
        ({"Locale": "de-DE"}, "de-DE"),
    ],
)
def test_a_package_no_installer_of_which_fits_is_shown_with_the_reason(
    place: Place, wish: dict[str, str], reason: str
) -> None:
    place.package("A.Tool", installer="InstallerLocale: en-US")
    place.open()
    detail = shown(place, Id="A.Tool", **wish)
    assert detail.version == "1.0"
    assert detail.error is not None
    assert detail.error.code == "0x8A150010"
    [rejected] = detail.rejected
    assert reason in "".join(rejected.reasons)
    assert detail.dependencies == ()


def test_a_manifest_and_criteria_exclude_each_other(place: Place) -> None:
    path = place.package("A.Tool")
    assert shown(place, Manifest=path).id == "A.Tool"
    for more in ({"Id": "A.Tool"}, {"Version": "1.0"}):
        with pytest.raises(BadRequest, match="exclude"):
            place.ask("package/show", Manifest=path, **more)


@pytest.mark.parametrize(
    ("method", "params"), [("package/show", {"Manifest": "a\0b"}), ("manifest/hash", {"Path": "a\0b"})]
)
def test_a_text_that_is_no_path_is_an_ordinary_error(place: Place, method: str, params: dict[str, str]) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        place.ask(method, **params)


def test_every_installer_says_how_it_fares_and_why(place: Place) -> None:
    place.package("A.Tool", root="Tags: [a]")
    path = place.shelf.manifest("A.Tool")
    more = "".join(
        f"- Architecture: {one}\n  InstallerUrl: https://u:p4ss@example.org/{one}\n  InstallerSha256: {HASH}\n"
        for one in ("arm64", "x86", "x64")
    )
    path.write_text(path.read_text("utf-8").replace("ManifestType", f"{more}ManifestType"), "utf-8")
    place.open()
    detail = shown(place, Id="A.Tool")
    fits = [(one.fit, one.architecture) for one in detail.installers]
    assert fits == [("Chosen", "x64"), ("Rejected", "arm64"), ("Fits", "x86"), ("Fits", "x64")]
    assert detail.installer == detail.installers[0]
    assert detail.installer.reasons == (
        "fits better than x86 portable by its architecture",
        "fits as well as x64 portable, and comes first in the manifest",
    )
    assert all(one.reasons for one in detail.installers)
    assert "p4ss" not in str(detail)


def test_all_that_a_manifest_says_of_an_installer_is_shown(place: Place) -> None:
    place.package(
        "A.Tool",
        root="""\
        Icons:
        - {IconUrl: https://example.org/i.png, IconFileType: png, IconResolution: 16x16, IconTheme: dark}
        """.replace("        ", ""),
        installer="""\
        Platform: [Windows.Desktop]
        MinimumOSVersion: 10.0.17763.0
        InstallerSwitches: {Silent: /S, Custom: /x}
        InstallerSuccessCodes: [7]
        ExpectedReturnCodes:
        - {InstallerReturnCode: 5, ReturnResponse: custom, ReturnResponseUrl: https://example.org/5}
        Markets: {ExcludedMarkets: [DE]}
        ElevationRequirement: elevatesSelf
        UnsupportedArguments: [log]
        AppsAndFeaturesEntries:
        - {DisplayName: Tool, Publisher: A, ProductCode: code}
        InstallationMetadata: {DefaultInstallLocation: C:/Tool, Files: [{RelativeFilePath: tool.exe}]}
        Authentication: {AuthenticationType: none}
        RequireExplicitUpgrade: true
        """,
    )
    place.open()
    detail = shown(place, Id="A.Tool")
    one = detail.installer
    assert one is not None
    assert (one.platform, one.minimum_os_version) == (("Windows.Desktop",), "10.0.17763.0")
    assert [(part.name, part.text, part.origin) for part in one.switches] == [
        ("Silent", "/S", "manifest"),
        ("Custom", "/x", "manifest"),
    ]
    assert one.success_codes == (7,)
    assert [(code.code, code.response, code.url) for code in one.expected_return_codes] == [
        (5, "custom", "https://example.org/5")
    ]
    assert one.markets.excluded_markets == ("DE",)
    assert one.apps_and_features_entries[0].product_code == "code"
    assert one.installation_metadata.files[0].relative_file_path == "tool.exe"
    assert one.authentication is not None
    assert one.require_explicit_upgrade
    assert detail.icons[0].theme == "dark"


def test_texts_are_in_the_language_that_is_asked_for_then_the_users_then_the_manifests(place: Place) -> None:
    head = "PackageIdentifier: A.Set\nPackageVersion: '1.0'\n"
    place.shelf.put_set("A.Set", "1.0")
    place.shelf.write(
        "A.Set/1.0/A.Set.locale.de-DE.yaml",
        f"{head}PackageLocale: de-DE\nPackageName: Stein\nManifestType: locale\nManifestVersion: 1.6.0\n",
    )
    place.open()
    detail = shown(place, Id="A.Set")
    assert (detail.name, detail.language, detail.languages) == ("In parts", "en-US", ("en-US", "de-DE"))
    german = shown(place, Id="A.Set", Locale="de-DE")
    assert (german.name, german.publisher, german.language) == ("Stein", "Somebody", "de-DE")
    assert german.error is not None  # no installer has the locale


def test_the_older_version_that_an_install_would_take_is_named(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0", installer="Scope: user\nUnsupportedOSArchitectures: [x64]")
    place.open()
    detail = shown(place, Id="A.Tool")
    assert (detail.version, detail.installable_version, detail.installer) == ("2.0", "1.0", None)
    assert shown(place, Id="A.Tool", Version="2.0").installable_version == ""
    assert shown(place, Id="A.Tool", Architecture="arm64").installable_version == ""
    assert place.install(Id="A.Tool").version == "1.0"


def test_find_of_a_version_finds_what_has_it_and_gives_it(place: Place) -> None:
    for version in ("1.0", "2.0", "3.0"):
        place.package("A.Tool", version)
    place.package("B.Tool", "2.0.0")
    place.package("C.Tool", "1.0")
    place.open()
    totals = place.ask("package/find", Query="tool", Version="2")
    rows = [(row.id, row.version) for row in place.call.rows if isinstance(row, FoundPackage)]
    assert rows == [("A.Tool", "2.0"), ("B.Tool", "2.0.0")]
    assert isinstance(totals, FindTotals)
    assert (totals.count, totals.truncated, totals.suggestions) == (2, False, ())
    totals = place.ask("package/find", Query="tool", Version="2", Count=1)
    assert isinstance(totals, FindTotals)
    assert (totals.count, totals.truncated) == (1, True)
    with pytest.raises(BadRequest, match="no version"):
        place.ask("package/find", Query="tool", Version="> unknown")


def test_find_of_little_suggests_what_is_near_beside_it(place: Place) -> None:
    place.package("YichengTimes.Worktile")
    place.package("Git.Git")
    place.open()
    totals = place.ask("package/find", Query="gti")
    assert isinstance(totals, FindTotals)
    assert [row.id for row in place.call.rows if isinstance(row, FoundPackage)] == ["YichengTimes.Worktile"]
    assert [one.id for one in totals.suggestions] == ["Git.Git"]
    for query in ("Work", "times"):  # a word of the package begins so: it is what was meant
        totals = place.ask("package/find", Query=query)
        assert isinstance(totals, FindTotals)
        assert (totals.count, totals.suggestions) == (1, ())


def test_find_of_nothing_suggests_what_is_near(place: Place) -> None:
    place.package("A.Toolbox")
    place.open()
    totals = place.ask("package/find", Query="tool box")
    assert isinstance(totals, FindTotals)
    assert [one.id for one in totals.suggestions] == ["A.Toolbox"]
    assert place.call.rows == []
