"""When a user is told that there is something newer, and which version he is told that he has."""

import pytest

from wingetpy.model.version import Version
from wingetpy.selection.arpversion import AvailableVersion, map_installed_version
from wingetpy.selection.availability import UpdateState, is_update_shown, update_state


@pytest.mark.parametrize(
    ("installed", "newest", "state"),
    [
        ("1.0", "1.0.0", UpdateState.current),
        ("2.0", "1.0", UpdateState.newer),
        ("1.0", "1.1", UpdateState.available),
        ("1.1-beta", "1.1", UpdateState.available),
        ("< 2.0", "2.0", UpdateState.available),
        ("> 2.0", "2.0", UpdateState.newer),
        ("Unknown", "2.0", UpdateState.unknown),
        ("1.0", "Unknown", UpdateState.current),
        ("1.0", None, UpdateState.not_in_sources),
        ("1.0", "latest", UpdateState.available),
        ("Unknown", "latest", UpdateState.available),
    ],
)
def test_the_table_of_the_specification(installed, newest, state):
    assert update_state(Version.parse(installed), Version.parse(newest) if newest else None) is state


def test_for_a_version_latest_the_hashes_decide():
    installed, newest = Version.parse("1.0"), Version.parse("latest")
    offered = ("AA" * 32, "BB" * 32)
    assert update_state(installed, newest, installed_hash="bb" * 32, offered_hashes=offered) is UpdateState.current
    assert update_state(installed, newest, installed_hash="cc" * 32, offered_hashes=offered) is UpdateState.available


def test_what_is_unknown_is_shown_only_if_it_is_asked_for():
    shown = {state for state in UpdateState if is_update_shown(state)}
    assert shown == {UpdateState.available}
    assert is_update_shown(UpdateState.unknown, include_unknown=True)
    assert not is_update_shown(UpdateState.current, include_unknown=True)


IN_ORDER = [
    AvailableVersion("1.0", "10.0", "10.5"),
    AvailableVersion("2.0", "11.0", "11.5"),
]
AGAINST_THE_ORDER = [
    AvailableVersion("1.0", "11.0", "11.5"),
    AvailableVersion("2.0", "10.0", "10.5"),
]


@pytest.mark.parametrize(
    ("installed", "mapped"),
    [("7.0", "< 1.0"), ("10.0", "1.0"), ("10.1", "1.0"), ("10.7", "< 2.0"), ("11.5", "2.0"), ("12.0", "> 2.0")],
)
def test_ranges_in_order_map_every_version(installed, mapped):
    assert map_installed_version(Version.parse(installed), "exe", IN_ORDER).text == mapped


@pytest.mark.parametrize(("installed", "mapped"), [("10.2", "2.0"), ("11.0", "1.0"), ("9.9", "9.9"), ("12", "12")])
def test_ranges_against_the_order_map_only_what_lies_in_one(installed, mapped):
    assert map_installed_version(Version.parse(installed), "exe", AGAINST_THE_ORDER).text == mapped


@pytest.mark.parametrize(
    "versions",
    [
        [],
        [AvailableVersion("1.0"), AvailableVersion("2.0")],
        [AvailableVersion("1.0", "10.0", "10.5"), AvailableVersion("2.0")],
        [AvailableVersion("1.0", "10.0", "10.5"), AvailableVersion("2.0", "2.0", "2.0")],
    ],
    ids=["none", "no ranges", "the newest has none", "the newest is listed as itself"],
)
def test_without_a_range_of_the_newest_version_nothing_is_mapped(versions):
    assert map_installed_version(Version.parse("10.2"), "exe", versions).text == "10.2"


def test_portables_and_unknown_versions_are_never_mapped():
    assert map_installed_version(Version.parse("10.1"), "portable", IN_ORDER).text == "10.1"
    assert map_installed_version(Version.parse("Unknown"), "exe", IN_ORDER).text == "Unknown"
