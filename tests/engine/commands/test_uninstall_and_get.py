"""Listing what is installed, and removing it."""

from __future__ import annotations

import pytest

from kit.place import Place
from wingetpy.errors import Ambiguous, BadRequest, ErrorCode, NotFound, SourceError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.operations.plan import Plan

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"


def stranger(place: Place, key: str, name: str, version: str = "1.0", **values: str) -> None:
    """An Apps & Features entry that somebody else made."""
    for member, text in {"DisplayName": name, "DisplayVersion": version, **values}.items():
        place.host.registry.set_value(Hive.machine, rf"{UNINSTALL}\{key}", member, RegistryValue("sz", text))


def test_without_a_source_the_machine_is_listed_all_the_same(place: Place) -> None:
    stranger(place, "Tool", "Some Tool", "3.1")
    assert place.installed() == {r"ARP\Machine\X64\Tool": "3.1"}
    assert place.call.warnings() == []


def test_a_source_that_is_gone_is_a_warning(place: Place) -> None:
    place.package("A.One")
    place.open()
    place.source.rename(place.source.with_name("gone"))
    stranger(place, "Tool", "Some Tool", "3.1")
    assert place.installed() == {r"ARP\Machine\X64\Tool": "3.1"}
    assert any("Test" in text for text in place.call.warnings())


def test_a_find_in_a_source_that_is_gone_is_an_error_that_names_it(place: Place) -> None:
    place.package("A.One")
    place.open()
    place.source.rename(place.source.with_name("gone"))
    with pytest.raises(SourceError, match="Test"):
        place.ask("package/find", Query="one")


@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        ({"Query": "a.on"}, ["A.One"]),
        ({"Id": "a.*"}, ["A.One", "A.Two"]),
        ({"Name": "t?o"}, ["A.Two"]),
        ({"Source": "test"}, ["A.One", "A.Two"]),
        ({"Scope": "Machine"}, [r"ARP\Machine\X64\Tool"]),
        ({"Query": "one", "MatchOption": "Equals"}, []),
        ({"UpdateAvailable": True}, []),
        ({"Count": 1}, ["A.One"]),
    ],
)
def test_the_list_is_narrowed(place: Place, criteria: dict[str, object], ids: list[str]) -> None:
    place.package("A.One")
    place.package("A.Two")
    place.open()
    place.install(Id="A.One")
    place.install(Id="A.Two")
    stranger(place, "Tool", "Zealous Tool")
    place.ask("package/get", **criteria)
    assert [row.id for row in place.call.rows] == ids  # type: ignore[attr-defined]


def test_uninstall_by_id_product_code_and_name(place: Place) -> None:
    place.package("A.One")
    place.open()
    for criteria in ({"Id": "A.One"}, {"Name": "One"}, {"Query": "a.one"}):
        place.install(Id="A.One")
        [result] = place.uninstall(**criteria)
        assert (result.status, result.changed, result.installed_version) == ("Ok", True, "1.0")
        assert place.installed() == {}
    place.install(Id="A.One")
    place.ask("package/get")
    code = place.call.rows[0].product_code  # type: ignore[attr-defined]
    assert place.uninstall(ProductCode=code)[0].status == "Ok"


def test_what_is_not_installed_is_not_found(place: Place) -> None:
    place.package("A.One")
    place.open()
    with pytest.raises(NotFound, match="Type winget list to see which applications are installed"):
        place.uninstall(Id="A.One")


def test_a_manifest_of_what_is_not_installed_says_so(place: Place) -> None:
    path = place.package("A.One")
    with pytest.raises(NotFound, match='The application "One" is not installed'):
        place.uninstall(Manifest=path)


def test_a_program_without_an_uninstall_command_is_told_in_the_specification_s_words(place: Place) -> None:
    stranger(place, "Tool", "Some Tool")
    [result] = place.uninstall(Name="Some Tool")
    assert result.error is not None
    assert result.error.code == ErrorCode.NoUninstallInfoFound.hex
    assert result.error.message == (
        "The Windows Package Manager cannot locate the uninstall command for this application. "
        "Please reach out to the application publisher for support."
    )


def test_a_program_with_an_uninstaller_needs_another_host(place: Place) -> None:
    stranger(place, "Tool", "Some Tool", UninstallString=r"C:\Tool\uninstall.exe")
    [result] = place.uninstall(Name="Some Tool")
    assert result.error is not None
    assert result.error.symbol == "HostCannot"


def test_several_that_fit_are_named_and_nothing_is_removed(place: Place) -> None:
    stranger(place, "Twin1", "Twin")
    stranger(place, "Twin2", "Twin", "2.0")
    with pytest.raises(Ambiguous, match=r"Twin1.*Twin2"):
        place.uninstall(Name="Twin")
    assert len(place.installed()) == 2


def test_a_version_that_is_not_installed_names_the_one_that_is(place: Place) -> None:
    place.package("A.One")
    place.open()
    place.install(Id="A.One")
    with pytest.raises(NotFound, match=r"2\.0 .* installed: 1\.0"):
        place.uninstall(Id="A.One", Version="2.0")


def test_a_package_is_shown_with_the_installer_that_would_be_taken(place: Place) -> None:
    place.package("A.One", "1.0")
    place.package("A.One", "2.0")
    place.open()
    detail = place.ask("package/show", Id="A.One")
    assert (detail.version, detail.available_versions, detail.installers[0].architecture) == (  # type: ignore[attr-defined]
        "2.0",
        ("2.0", "1.0"),
        "x64",
    )


def test_a_plan_is_carried_out_by_the_method_of_its_operation_only(place: Place) -> None:
    place.package("A.One")
    place.open()
    plan = place.ask("package/plan", Operation="Install", Id="A.One")
    assert isinstance(plan, Plan)
    for method in ("package/uninstall", "package/update"):
        with pytest.raises(BadRequest):
            place.ask(method, PlanId=plan.plan_id)
    assert place.installed() == {}
    place.ask("package/install", PlanId=plan.plan_id)
    assert place.installed() == {"A.One": "1.0"}
    removal = place.ask("package/plan", Operation="Uninstall", Id="A.One")
    assert isinstance(removal, Plan)
    with pytest.raises(BadRequest):
        place.ask("package/install", PlanId=removal.plan_id)
    assert place.installed() == {"A.One": "1.0"}
