"""A package that should be there or not: what differs, what a set does, and that a second one does nothing."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pytest

from kit.certificates import publisher
from kit.msix_shop import ID, manifest_text, trust, write_app
from kit.wanted import Wanted
from wingetpy.errors import Ambiguous, BadRequest, ConsentMissing, ErrorCode, NotFound, TransferError

WISHES: list[dict[str, Any]] = [
    {"id": "A.Tool"},
    {"id": "a.tool", "version": "1.5"},
    {"id": "A.Tool", "useLatest": True},
    {"id": "A.Tool", "versionRange": ">=1.0 <2"},
    {"id": "A.Tool", "scope": "machine", "source": "Test"},
    {"id": "A.Tool", "version": "1.0", "pin": {"type": "gating", "version": "1.*"}},
    {"id": "A.Tool", "pin": {"type": "blocking"}},
    {"id": "A.Tool", "_exist": False},
]


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: " ".join(map(str, wish)))
@pytest.mark.parametrize("before", [None, "1.0", "1.5", "2.0"])
def test_after_a_set_all_is_as_wanted_and_a_second_set_does_nothing(
    wanted: Wanted, wish: dict[str, Any], before: str | None
) -> None:
    if before is not None:
        wanted.install(Id="A.Tool", Version=before, **({"Scope": "Machine"} if "scope" in wish else {}))
    expected = wanted.test("package", **wish)
    first = wanted.set("package", **wish)
    assert first.differing == expected.differing
    assert first.changed is bool(first.done) is not expected.in_desired_state
    assert wanted.test("package", **wish).in_desired_state
    history = wanted.ask("history/get")
    again = wanted.set("package", **wish)
    assert (again.changed, again.differing, again.done) == (False, (), ())
    assert again.state == {key: value for key, value in first.state.items() if key != "_metadata"}
    assert wanted.ask("history/get") == history


def test_an_msix_package_of_the_user_is_given_to_all_where_that_is_wanted(wanted: Wanted) -> None:
    signer = publisher()
    trust(wanted.host.root, signer)
    package = write_app(wanted.source / "app.msix", signer, "1.0.0.0")
    (wanted.source / "app.yaml").write_text(manifest_text(wanted.source / "app.msix", package), "utf-8")
    wanted.open()
    wanted.install(Id=ID)
    assert wanted.drift("package", id=ID, scope="machine") == {"_exist": ("true", "false")}
    given = wanted.set("package", id=ID, scope="machine")
    assert (given.changed, given.state["_exist"], given.state["scope"]) == (True, True, "machine")
    again = wanted.set("package", id=ID, scope="machine")
    assert (again.changed, again.done) == (False, ())
    assert [one.full_name for one in wanted.host.packages.find_provisioned()] == [package.identity.full_name]


def test_what_is_not_installed_does_not_exist(wanted: Wanted) -> None:
    assert wanted.get("package", id="No.Such.Package") == {"_exist": False, "id": "No.Such.Package"}
    assert wanted.drift("package", id="A.Tool", version="1.0") == {"_exist": ("true", "false")}


def test_a_state_says_what_is_installed_and_whether_it_is_the_latest(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="1.5")
    assert wanted.get("package", id="A.TOOL") == {
        "_exist": True,
        "id": "A.Tool",
        "source": "Test",
        "version": "1.5",
        "useLatest": False,
        "scope": "user",
        "name": "Tool",
        "availableVersion": "2.0",
    }


def test_each_property_that_differs_is_named_with_both_values(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="1.5")
    assert wanted.drift("package", id="A.Tool", version="2.0", useLatest=True, pin={"type": "blocking"}) == {
        "version": ("2.0", "1.5"),
        "useLatest": ("true (2.0)", "false (1.5)"),
        "pin": ("blocking", "none"),
    }
    assert wanted.drift("package", id="A.Tool", versionRange="<1.5") == {"versionRange": ("<1.5", "1.5")}


@pytest.mark.parametrize(
    ("before", "range_", "after"),
    [("1.0", ">=1.2 <2", "1.5"), ("2.0", "<2", "1.5"), ("2.0", "1.*", "1.5"), ("1.5", "<=1.0", "1.0")],
)
def test_a_range_takes_the_newest_version_that_fits(wanted: Wanted, before: str, range_: str, after: str) -> None:
    wanted.install(Id="A.Tool", Version=before)
    assert wanted.set("package", id="A.Tool", versionRange=range_).state["version"] == after


def test_a_range_without_a_version_is_an_error_that_names_the_newest(wanted: Wanted) -> None:
    with pytest.raises(NotFound, match=r"A\.Tool has no version in the range >=9; the newest one is 2\.0"):
        wanted.set("package", id="A.Tool", versionRange=">=9")


def test_another_version_is_no_reason_to_remove_the_one_that_must_not_be(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="2.0")
    assert wanted.test("package", id="A.Tool", version="1.0", _exist=False).in_desired_state
    assert wanted.set("package", id="A.Tool", version="2.0", _exist=False).changed
    assert wanted.installed() == {}


def test_a_user_s_package_is_not_the_machine_s(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Scope="User")
    assert wanted.drift("package", id="A.Tool", scope="machine") == {"_exist": ("true", "false")}
    assert wanted.test("package", id="A.Tool", scope="any").in_desired_state


def test_the_latest_is_the_latest_that_no_pin_holds_back(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="1.0")
    wanted.set("pin", id="A.Tool", type="pinning")
    assert not wanted.test("package", id="A.Tool", useLatest=True).in_desired_state  # naming a package overrules it
    wanted.set("pin", id="A.Tool", type="blocking")
    assert wanted.test("package", id="A.Tool", useLatest=True).in_desired_state
    assert wanted.get("package", id="A.Tool")["useLatest"] is False


def test_a_preview_changes_nothing_and_says_what_would_be(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="2.0")
    seen = wanted.preview("package", id="A.Tool", version="1.0", pin={"type": "pinning"})
    assert seen.done == ("Pin A.Tool (pinning)", "Update A.Tool 1.0 in place of 2.0 (user, portable)")
    assert seen.state["version"] == "1.0"
    assert seen.state["_metadata"] == {"whatIf": list(seen.done)}
    assert seen.differing == ("version", "pin")
    assert wanted.installed() == {"A.Tool": "2.0"}
    assert wanted.get("package", id="A.Tool", pin={"type": "none"})["pin"] == {"type": "none"}


@pytest.mark.parametrize(
    ("wish", "differing", "after"),
    [
        ({"useLatest": True, "pin": {"type": "none"}}, ("useLatest", "pin"), "2.0"),
        ({"useLatest": True, "pin": {"type": "gating", "version": "1.*"}}, ("useLatest", "pin"), "1.5"),
        ({"version": "2.0", "pin": {"type": "none"}}, ("version", "pin"), "2.0"),
        ({"versionRange": ">=1.5", "pin": {"type": "gating", "version": "*"}}, ("versionRange", "pin"), "2.0"),
        ({"useLatest": True, "pin": {"type": "pinning"}, "source": "test"}, ("useLatest", "pin"), "2.0"),
    ],
)
def test_a_package_is_judged_by_the_pin_that_is_wanted(
    wanted: Wanted, wish: dict[str, Any], differing: tuple[str, ...], after: str
) -> None:
    wanted.install(Id="A.Tool", Version="1.0")
    wanted.set("pin", id="A.Tool", type="gating", version="1.0")
    assert wanted.test("package", id="a.tool", **wish).differing == differing
    seen = wanted.preview("package", id="a.tool", **wish)
    assert seen.state["version"] == after
    assert wanted.installed() == {"A.Tool": "1.0"}
    done = wanted.set("package", id="a.tool", **wish)
    assert (done.done, done.differing) == (seen.done, differing)
    assert wanted.installed() == {"A.Tool": after}
    assert wanted.set("package", id="a.tool", **wish).done == ()


def test_a_preview_of_a_new_package_heeds_the_pin_that_is_wanted(wanted: Wanted) -> None:
    wish = {"id": "A.Tool", "pin": {"type": "gating", "version": "1.*"}}
    seen = wanted.preview("package", **wish)
    assert wanted.set("package", **wish).done == seen.done
    assert seen.state["version"] == wanted.get("package", id="A.Tool")["version"] == "1.5"


def test_a_preview_of_what_cannot_be_done_is_an_error(wanted: Wanted) -> None:
    with pytest.raises(NotFound) as refused:
        wanted.preview("package", id="A.Tool", version="7.7")
    assert refused.value.code is ErrorCode.NoManifestFound


def test_a_change_that_fails_leaves_the_package_as_it_was(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="1.0")
    (wanted.source / "files" / "A.Tool-2.0.exe").write_bytes(b"forged")
    with pytest.raises(TransferError, match="hash"):
        wanted.set("package", id="A.Tool", version="2.0")
    assert wanted.installed() == {"A.Tool": "1.0"}


def test_several_packages_are_an_error_with_the_candidates(wanted: Wanted) -> None:
    wanted.package("A.Toolbox", "1.0")
    wanted.open()
    wanted.install(Id="A.Tool")
    wanted.install(Id="A.Toolbox")
    with pytest.raises(Ambiguous, match=r"A\.Tool\].*A\.Toolbox\]"):
        wanted.get("package", id="A.Tool", matchOption="startsWithCaseInsensitive")


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ({}, "id"),
        ({"id": ""}, "id"),
        ({"id": "A.Tool", "version": 1.1}, "Quote versions"),
        ({"id": "A.Tool", "version": "1.0", "versionRange": "1.*"}, "versionRange"),
        ({"id": "A.Tool", "versionRange": "about two"}, "about two"),
        ({"id": "A.Tool", "versionRange": ">="}, ">="),
        ({"id": "A.Tool", "pin": {"type": "gating"}}, "gating"),
        ({"id": "A.Tool", "pin": {"type": "blocking", "version": "1"}}, "gating"),
        ({"id": "A.Tool", "scope": "nobody"}, "scope"),
        ({"id": "A.Tool", "colour": "red"}, "colour"),
    ],
)
def test_bad_properties_are_one_error_that_names_the_member(
    wanted: Wanted, properties: dict[str, Any], named: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        wanted.set("package", **properties)
    assert named in f"{refused.value.text} {refused.value.remedy}"
    assert wanted.installed() == {}


def test_agreements_are_accepted_by_the_document_alone(wanted: Wanted) -> None:
    wanted.package("C.Agreed", root="Agreements: [{AgreementLabel: Terms, Agreement: Be kind}]")
    wanted.open()
    with pytest.raises(ConsentMissing, match="Be kind"):
        wanted.set("package", id="C.Agreed")
    assert wanted.set("package", id="C.Agreed", acceptAgreements=True).changed
    wanted.set("package", id="C.Agreed", _exist=False)
    assert wanted.set("package-list", packages=[{"id": "C.Agreed"}], acceptAgreements=True).changed


def test_words_are_taken_in_any_case(wanted: Wanted) -> None:
    assert wanted.set("PACKAGE", id="A.Tool", scope="Machine", matchOption="EQUALS", installMode="Silent").changed


def test_an_export_can_be_set_again(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="1.0")
    wanted.install(Id="B.Other")
    exported = wanted.export("package", useLatest=False)
    assert sorted((one["id"], one["version"]) for one in exported) == [("A.Tool", "1.0"), ("B.Other", "1.0")]
    assert all("version" not in one for one in wanted.export("package"))
    wanted.uninstall(Id="A.Tool")
    for one in exported:
        wanted.set("package", **one)
    assert wanted.installed() == {"A.Tool": "1.0", "B.Other": "1.0"}


def test_each_warning_is_said_once(wanted: Wanted) -> None:
    (wanted.host.state_folder() / "settings.json").write_text("{]")
    packages = [{"id": "A.Tool", "version": "1.0"}, {"id": "B.Other"}]
    for _ in range(2):
        wanted.set("package-list", packages=packages)
        assert [text for text in wanted.call.warnings() if "settings.json" in text and "not valid" in text] == [ANY]
