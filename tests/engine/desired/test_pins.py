"""A pin that should be there or not."""

from __future__ import annotations

from typing import Any

import pytest

from kit.wanted import Wanted
from wingetpy.errors import BadRequest


@pytest.mark.parametrize(
    "wish",
    [
        {"id": "A.Tool"},
        {"id": "A.Tool", "type": "blocking", "source": "Test"},
        {"id": "A.Tool", "type": "gating", "version": "1.*"},
        {"id": "A.Tool", "type": "skipVersion", "version": "2.0"},
    ],
    ids=str,
)
def test_a_pin_is_set_once_and_removed_once(wanted: Wanted, wish: dict[str, Any]) -> None:
    assert wanted.test("pin", **wish).differing == ("_exist",)
    assert wanted.preview("pin", **wish).state["_exist"] is True
    assert wanted.set("pin", **wish).state.items() >= {"type": "pinning", **wish}.items()
    assert wanted.test("pin", **wish).in_desired_state
    assert wanted.set("pin", **wish).done == ()
    assert [one["id"] for one in wanted.export("pin")] == ["A.Tool"]
    assert wanted.set("pin", **wish, _exist=False).changed
    assert not wanted.set("pin", **wish, _exist=False).changed


def test_another_pin_of_the_package_is_replaced(wanted: Wanted) -> None:
    wanted.set("pin", id="A.Tool", type="gating", version="1.*")
    assert wanted.drift("pin", id="A.Tool", type="blocking") == {
        "type": ("blocking", "gating"),
        "version": ("", "1.*"),
    }
    assert wanted.set("pin", id="A.Tool", type="blocking").state["type"] == "blocking"


def test_a_pin_of_another_type_is_not_the_one_that_must_not_be(wanted: Wanted) -> None:
    wanted.set("pin", id="A.Tool", type="gating", version="1.*")
    assert wanted.test("pin", id="A.Tool", type="blocking", _exist=False).in_desired_state
    assert not wanted.test("pin", id="A.Tool", _exist=False).in_desired_state


@pytest.mark.parametrize("wish", [{"type": "gating"}, {"type": "skipVersion"}, {"version": "1.*"}], ids=str)
def test_a_version_goes_with_a_gating_pin_or_a_skipped_version(wanted: Wanted, wish: dict[str, Any]) -> None:
    with pytest.raises(BadRequest, match=r"A\.Tool.*version"):
        wanted.set("pin", id="A.Tool", **wish)
