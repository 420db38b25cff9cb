"""The packages that a package needs are installed first, in their order."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from kit.data import cases
from kit.place import Place
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import ErrorCode
from wingetpy.hosts.features import FeatureState
from wingetpy.operations.plan import Plan


def needs(*identifiers: str, least: str = "") -> str:
    lines = ["  Dependencies:", "    PackageDependencies:"]
    for identifier in identifiers:
        lines.append(f"    - PackageIdentifier: {identifier}")
        if least:
            lines.append(f"      MinimumVersion: '{least}'")
    return "\n".join(lines)


def order_of(place: Place, identifier: str) -> list[str]:
    plan = place.ask("package/plan", Operation="Install", Id=identifier)
    assert isinstance(plan, Plan)
    return [one.id for one in plan.dependencies]


def test_what_is_needed_comes_first(place: Place) -> None:
    place.package("A.Top", installer=needs("B.Middle"))
    place.package("B.Middle", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    assert order_of(place, "A.Top") == ["C.Base", "B.Middle"]
    assert place.install(Id="A.Top").status == "Ok"
    assert set(place.installed()) == {"A.Top", "B.Middle", "C.Base"}


@pytest.mark.parametrize("case", cases("dependencies"), ids=lambda case: case["name"])
def test_the_order_is_that_of_the_reference(place: Place, case: dict[str, Any]) -> None:
    packages = {*case["needs"], *(one for needed in case["needs"].values() for one in needed)}
    for identifier in packages:
        needed = [f"Test.{one}" for one in case["needs"].get(identifier, ())]
        place.package(f"Test.{identifier}", installer=needs(*needed, least=case.get("least", "")) if needed else "")
    place.open()
    for identifier in case.get("installed", ()):
        place.install(Id=f"Test.{identifier}")
    assert order_of(place, f"Test.{case['root']}") == [f"Test.{one}" for one in case["order"]]
    loops = any("depend on each other" in text for text in place.call.warnings())
    assert loops == case.get("loops", False)


def test_what_is_installed_already_is_not_installed_again(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    place.install(Id="C.Base")
    assert order_of(place, "A.Top") == []


def test_what_is_too_old_is_updated(place: Place) -> None:
    place.package("C.Base", "1.0")
    place.open()
    place.install(Id="C.Base")
    place.package("C.Base", "2.0")
    place.package("A.Top", installer=needs("C.Base", least="2.0"))
    place.open()
    place.install(Id="A.Top")
    assert place.installed() == {"A.Top": "1.0", "C.Base": "2.0"}


def test_packages_that_need_each_other_end(place: Place) -> None:
    place.package("A.One", installer=needs("B.Two"))
    place.package("B.Two", installer=needs("A.One"))
    place.open()
    assert order_of(place, "A.One") == ["B.Two"]
    assert any("depend on each other" in text for text in place.call.warnings())


def test_the_tree_has_every_level_what_is_installed_and_circles(place: Place) -> None:
    place.package("A.Top", installer=needs("B.Middle", "D.There"))
    place.package("B.Middle", installer=needs("C.Base", "D.There"))
    place.package("C.Base", installer=needs("B.Middle", "E.Last"))
    place.package("D.There")
    place.package("E.Last")
    place.package("F.More", installer=needs("A.Top", "E.Last"))
    place.open()
    place.install(Id="D.There")
    plan = place.ask("package/plan", Operation="Install", Id="F.More")
    assert [(one.level, one.id, one.version, one.state) for one in plan.dependency_tree] == [
        (1, "A.Top", "1.0", "Install"),
        (2, "B.Middle", "1.0", "Install"),
        (3, "C.Base", "1.0", "Install"),
        (4, "B.Middle", "", "Circle"),
        (4, "E.Last", "1.0", "Install"),
        (3, "D.There", "1.0", "Installed"),
        (2, "D.There", "1.0", "Installed"),
        (1, "E.Last", "1.0", "Above"),
    ]
    assert [one.id for one in plan.dependencies] == ["E.Last", "C.Base", "B.Middle", "A.Top"]


@pytest.mark.parametrize(("length", "fits"), [(150, True), (1000, False)])
def test_a_chain_of_dependencies_has_a_bound(place: Place, length: int, fits: bool) -> None:
    """No chain that somebody invents exhausts the engine's stack."""
    for number in range(length):
        below = number + 1 < length
        place.package(f"Chain.P{number:04}", installer=needs(f"Chain.P{number + 1:04}") if below else "")
    place.open()
    if fits:
        assert len(order_of(place, "Chain.P0000")) == length - 1
        return
    result = place.install(Id="Chain.P0000")
    assert result.error is not None
    assert result.error.symbol == "MissingDependency"
    assert "chain" in result.error.message


@pytest.mark.parametrize(("least", "why"), [("", "no such package"), ("9.0", "newest version is 1.0")])
def test_what_cannot_be_had_is_named_and_nothing_is_changed(place: Place, least: str, why: str) -> None:
    place.package("A.Top", installer=needs("C.Base" if least else "D.Nowhere", least=least))
    place.package("C.Base", "1.0")
    place.open()
    result = place.install(Id="A.Top")
    assert result.error is not None
    assert result.error.symbol == "MissingDependency"
    assert why in result.error.message
    assert place.installed() == {}


def test_they_can_be_left_alone(place: Place) -> None:
    place.package("A.Top", installer=needs("D.Nowhere"))
    place.open()
    assert place.install(Id="A.Top", SkipDependencies=True).status == "Ok"


def test_only_they_can_be_installed(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    result = place.install(Id="A.Top", DependenciesOnly=True)
    assert (result.status, result.changed, result.reason) == ("Ok", True, "DependenciesOnly")
    assert set(place.installed()) == {"C.Base"}


def test_a_plan_of_dependencies_alone_shows_no_download_of_the_package(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="A.Top", DependenciesOnly=True)
    assert isinstance(plan, Plan)
    assert (plan.url, plan.sha256, plan.location, plan.size) == ("", "", "", None)
    assert [one.kind for one in plan.steps] == ["Dependency"]


def test_one_that_fails_stops_the_package(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    (place.source / "files" / "C.Base-1.0.exe").write_bytes(b"something else")
    result = place.install(Id="A.Top")
    assert result.error is not None
    assert result.error.symbol == "DependenciesFailed"
    assert "C.Base" in result.error.message
    assert place.installed() == {}


def test_nothing_is_installed_before_the_package_s_own_agreement(place: Place) -> None:
    place.package("A.Top", root="Agreements:\n- Agreement: Be kind", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    assert place.install(Id="A.Top").status == "PackageAgreementsNotAccepted"
    assert place.installed() == {}


def test_nothing_is_installed_for_a_package_that_cannot_be(place: Place) -> None:
    path = Path(place.package("A.Top", installer=needs("C.Base")))
    path.write_text(path.read_text().replace("InstallerType: portable", "InstallerType: msi"))
    place.package("C.Base")
    place.open()
    assert place.install(Id="A.Top").error_code == ErrorCode.HostCannot.hex
    assert place.installed() == {}


def test_what_is_needed_goes_where_the_settings_say(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    settings = place.host.state_folder() / "settings.json"
    settings.write_text('{"installBehavior": {"portablePackageUserRoot": "C:\\\\Portables"}}')
    place.install(Id="A.Top")
    assert {folder.parent for folder in locations(place)} == {PureWindowsPath("C:\\Portables")}


def test_what_is_needed_has_the_package_s_scope(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base")
    place.open()
    place.install(Id="A.Top", Scope="Machine")
    assert {folder.parts[1] for folder in locations(place)} == {"Program Files"}


def locations(place: Place) -> list[PureWindowsPath]:
    place.ask("package/get")
    return [PureWindowsPath(row.install_location) for row in place.call.rows if isinstance(row, InstalledPackage)]


def test_consent_of_all_is_seen_before_any_is_installed(place: Place) -> None:
    place.package("A.Top", installer=needs("B.First", "C.Second"))
    place.package("B.First")
    place.package("C.Second", root="Agreements:\n- AgreementLabel: Licence\n  Agreement: Be kind")
    place.open()
    result = place.install(Id="A.Top")
    assert result.error_code == "0x8A150041"
    assert place.installed() == {}


FEATURES = "  Dependencies:\n    WindowsFeatures: [{}]"


def test_windows_features_are_enabled_first(place: Place) -> None:
    place.package("A.Top", installer=needs("C.Base"))
    place.package("C.Base", installer=FEATURES.format("NetFx3"))
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="C.Base")
    assert isinstance(plan, Plan)
    assert (plan.steps[0].kind, plan.steps[0].target) == ("Feature", "NetFx3")
    assert place.host.features.state("NetFx3") is FeatureState.disabled
    assert place.install(Id="A.Top").status == "Ok"
    assert place.host.features.state("NetFx3") is FeatureState.enabled
    plan = place.ask("package/plan", Operation="Install", Id="C.Base", Force=True)
    assert isinstance(plan, Plan)
    assert plan.steps[0].kind != "Feature"


def test_a_feature_that_takes_a_restart_is_reported(place: Place) -> None:
    place.package("A.Top", installer=FEATURES.format("VirtualMachinePlatform"))
    place.open()
    result = place.install(Id="A.Top")
    assert (result.status, result.reboot_required) == ("Ok", True)


def test_features_that_windows_does_not_have_are_named_before_anything_is_changed(place: Place) -> None:
    place.package("A.Top", installer=FEATURES.format("NetFx3, noFeature, none"))
    place.open()
    result = place.install(Id="A.Top")
    assert result.error is not None
    assert result.error.symbol == "DependenciesFailed"
    assert "noFeature, none" in result.error.message
    assert place.host.features.state("NetFx3") is FeatureState.disabled
    assert place.install(Id="A.Top", Force=True).status == "Ok"
    assert any("because of force" in text for text in place.call.warnings())


def test_the_features_of_a_package_are_among_its_dependencies_alone(place: Place) -> None:
    place.package("A.Top", installer=FEATURES.format("NetFx3"))
    place.open()
    result = place.install(Id="A.Top", DependenciesOnly=True)
    assert (result.status, result.changed, result.reason) == ("Ok", True, "DependenciesOnly")
    assert place.host.features.state("NetFx3") is FeatureState.enabled
    assert place.installed() == {}
    assert not place.install(Id="A.Top", DependenciesOnly=True).changed


def test_features_are_skipped_with_the_dependencies(place: Place) -> None:
    place.package("A.Top", installer=FEATURES.format("noFeature"))
    place.open()
    assert place.install(Id="A.Top", SkipDependencies=True).status == "Ok"


def test_libraries_and_external_dependencies_are_shown(place: Place) -> None:
    place.package("A.Top", installer="  Dependencies:\n    WindowsLibraries: [lib]\n    ExternalDependencies: [ext]")
    place.open()
    assert place.install(Id="A.Top").status == "Ok"
    assert [text for text in place.call.warnings() if "depends on" in text] == [
        "A.Top depends on the Windows libraries lib; install them yourself.",
        "A.Top depends on ext, which is not a package; install it yourself.",
    ]
