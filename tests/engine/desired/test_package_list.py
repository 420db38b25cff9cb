"""A list of packages: each as one, and one that fails leaves the others theirs."""

from __future__ import annotations

import pytest

from kit.wanted import Wanted
from wingetpy.errors import BadRequest, OperationError


def test_a_list_is_as_wanted_after_a_set(wanted: Wanted) -> None:
    wanted.install(Id="B.Other")
    packages = [{"id": "A.Tool", "version": "1.5"}, {"id": "B.Other", "_exist": False}]
    assert wanted.drift("package-list", packages=packages) == {
        "packages[A.Tool]._exist": ("true", "false"),
        "packages[B.Other]._exist": ("false", "true"),
    }
    seen = wanted.preview("package-list", packages=packages)
    assert [one["_exist"] for one in seen.state["packages"]] == [True, False]
    done = wanted.set("package-list", packages=packages)
    assert done.differing == ("packages",)
    assert wanted.installed() == {"A.Tool": "1.5"}
    assert wanted.test("package-list", packages=packages).in_desired_state
    assert wanted.set("package-list", packages=packages).done == ()


def test_one_that_fails_does_not_keep_the_others_from_theirs(wanted: Wanted) -> None:
    packages = [{"id": "No.Such"}, {"id": "A.Tool"}]
    with pytest.raises(OperationError, match=r"1 of 2 changes failed\. No\.Such"):
        wanted.set("package-list", packages=packages)
    [text] = [text for level, text, _ in wanted.call.messages if level == "Error"]
    assert "No.Such" in text
    assert wanted.installed() == {"A.Tool": "2.0"}


def test_a_list_with_a_package_twice_is_refused(wanted: Wanted) -> None:
    with pytest.raises(BadRequest, match=r"a\.tool twice"):
        wanted.test("package-list", packages=[{"id": "A.Tool"}, {"id": "a.tool"}])


def test_an_exported_list_can_be_set_again(wanted: Wanted) -> None:
    wanted.install(Id="A.Tool", Version="1.0")
    [exported] = wanted.export("package-list", useLatest=False)
    assert wanted.test("package-list", **exported).in_desired_state
