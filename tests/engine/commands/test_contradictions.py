"""Parameters that contradict each other are refused before anything is planned or done, over the protocol, too."""

from __future__ import annotations

import pytest

from kit.place import Place
from wingetpy.errors import BadRequest, ErrorCode


@pytest.mark.parametrize(
    "more",
    [
        {"Manifest": "FILE"},
        {"Location": "C:\\x"},
        {"Rename": "x"},
        {"Version": "2.0"},
        {"Id": "A.Tool"},
        {"Query": "tool"},
        {"Tag": "x"},
        {"PlanId": "x"},
        {"Override": "/x"},
        {"Custom": "/x"},
        {"Log": "C:\\x"},
    ],
)
def test_all_packages_and_what_means_one_are_refused(place: Place, more: dict[str, str]) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0")
    other = place.package("B.Other", "3.0")
    place.open()
    place.install(Id="A.Tool", Version="1.0")
    with pytest.raises(BadRequest, match=r"All packages and .* exclude each other") as caught:
        place.update(All=True, **{name: other if value == "FILE" else value for name, value in more.items()})
    assert caught.value.code == ErrorCode.InvalidClArguments
    assert caught.value.target == next(iter(more))
    assert place.installed() == {"A.Tool": "1.0"}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("package/install", {"Manifest": "x", "Id": "A.Tool"}),
        ("package/install", {"Manifest": "x", "Version": "1.0"}),
        ("package/install", {"Id": "A.Tool", "DependenciesOnly": True, "SkipDependencies": True}),
        ("package/update", {"Manifest": "x", "Query": "tool"}),
        ("package/update", {"Id": "A.Tool", "DependenciesOnly": True}),
        ("package/update", {"Id": "A.Tool", "NoUpgrade": True}),
        ("package/uninstall", {"Manifest": "x", "ProductCode": "x"}),
        ("package/uninstall", {"Id": "A.Tool", "AllVersions": True, "Version": "1.0"}),
        ("package/uninstall", {"Id": "A.Tool", "Purge": True, "Preserve": True}),
        ("package/plan", {"Operation": "Update", "Manifest": "x", "Version": "1.0"}),
        ("package/plan", {"Operation": "Update", "All": True}),
        ("package/plan", {"Operation": "Uninstall", "Id": "A.Tool", "Purge": True, "Preserve": True}),
    ],
)
def test_contradictions_are_refused(place: Place, method: str, params: dict[str, object]) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    with pytest.raises(BadRequest):
        place.ask(method, **params)
    assert place.installed() == {"A.Tool": "1.0"}


@pytest.mark.parametrize(
    ("wish", "target"),
    [
        ({"Architecture": "x46"}, "Architecture"),
        ({"InstallerType": "floppy"}, "InstallerType"),
        ({"Locale": "German please"}, "Locale"),
    ],
)
@pytest.mark.parametrize("method", ["package/show", "package/install", "package/update", "package/plan"])
def test_a_wish_that_no_installer_can_meet_is_refused(
    place: Place, method: str, wish: dict[str, str], target: str
) -> None:
    place.package("A.Tool")
    place.open()
    operation = {"Operation": "Install"} if method == "package/plan" else {}
    with pytest.raises(BadRequest, match=next(iter(wish.values()))) as caught:
        place.ask(method, Id="A.Tool", **operation, **wish)
    assert (caught.value.code, caught.value.target) == (ErrorCode.InvalidClArguments, target)


@pytest.mark.parametrize("method", ["package/show", "package/install", "package/update", "package/uninstall"])
@pytest.mark.parametrize("blank", [{}, {"Query": " "}, {"Id": ""}])
def test_a_blank_is_no_package_even_where_there_is_only_one(place: Place, method: str, blank: dict[str, str]) -> None:
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    with pytest.raises(BadRequest) as caught:
        place.ask(method, **blank)
    assert caught.value.remedy_id == "NamePackage"
    assert place.installed() == {"A.Tool": "1.0"}


def test_words_of_the_manifest_and_of_the_module_are_no_mistakes(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    assert place.install(Id="A.Tool", Architecture="X64", InstallerType="Portable", Locale="").status == "Ok"
    assert place.install(Id="A.Tool", Architecture="Default", InstallerType="Default", Force=True).status == "Ok"


def test_all_with_a_source_and_a_scope_is_no_contradiction(place: Place) -> None:
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0")
    place.open()
    place.install(Id="A.Tool", Version="1.0")
    [result] = place.update(All=True, Source="Test", Scope="User", Force=False)
    assert result.version == "2.0"
