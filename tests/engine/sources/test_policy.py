"""A source of Group Policy that cannot be used is named, and costs no other source anything."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kit.place import Place
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.settings.policy import POLICY_KEY

OURS = {"Name": "ours", "Arg": "https://localhost:1", "Type": "Microsoft.Rest", "Data": "", "Identifier": "Ours"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.package("A.Anvil")
    place.open()
    return place


def switch_on(place: Place, name: str) -> None:
    place.host.registry.set_value(Hive.machine, POLICY_KEY, f"Enable{name}", RegistryValue("dword", 1))


def set_list(place: Place, name: str, *values: object) -> None:
    """Write a list of Group Policy: sources as dictionaries, or any text."""
    switch_on(place, name)
    for number, value in enumerate(values):
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        place.host.registry.set_value(Hive.machine, f"{POLICY_KEY}\\{name}", str(number), RegistryValue("sz", text))


def warnings(place: Place) -> list[str]:
    return [text for level, text, _ in place.call.messages if level == "Warning"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"Identifier": ""}, "Its identifier is no name"),
        ({"Identifier": "NUL"}, "Its identifier is no name"),
        ({"Name": ""}, "'' cannot be the name of a source"),
        ({"Name": "a\u202eb\n"}, "cannot be the name of a source"),
        ({"Name": "n" * 1_000_000}, "cannot be the name of a source"),
        ({"Arg": "https://me:hunter2@localhost:1"}, "holds a user name or a password: https://***@localhost"),
        ({"Arg": "http://localhost:1"}, "The source location is not secure"),
    ],
)
def test_a_source_that_cannot_be_used_is_named_and_the_others_answer(
    place: Place, wrong: dict[str, str], reason: str
) -> None:
    set_list(place, "AdditionalSources", {**OURS, **wrong})
    place.ask("source/list")
    [text] = warnings(place)
    assert reason in text
    assert [one.name for one in place.engine.sources.list()] == ["Test"]
    place.ask("package/find", Query="anvil")
    assert (len(place.call.rows), place.call.messages) == (1, [])


@pytest.mark.parametrize(
    ("second", "what"), [({"Identifier": "Z", "Name": "OURS"}, "name"), ({"Name": "b"}, "identifier")]
)
def test_of_two_with_one_name_or_one_folder_the_first_counts(place: Place, second: dict[str, str], what: str) -> None:
    set_list(place, "AdditionalSources", OURS, {**OURS, **second})
    place.ask("source/list")
    assert [one.name for one in place.engine.sources.list()] == ["ours", "Test"]
    assert [f"An earlier one has its {what}." in text for text in warnings(place)] == [True]


def test_a_users_source_cannot_pass_for_one_of_a_policy(place: Place) -> None:
    """Its identifier, which is in the record of what was installed, decides where updates come from."""
    [users] = place.engine.sources.list()
    set_list(place, "AdditionalSources", {**OURS, "Identifier": users.identifier.upper()})
    assert [one.name for one in place.engine.sources.list()] == ["ours"]
    set_list(place, "AdditionalSources", OURS)
    assert [one.name for one in place.engine.sources.list()] == ["ours", "Test"]


def test_an_identifier_that_leaves_the_cache_becomes_one_folder_in_it(place: Place) -> None:
    set_list(place, "AdditionalSources", {**OURS, "Identifier": "..\\../../x"})
    [ours, _] = place.engine.sources.list()
    place.ask("package/find", Query="anvil")
    assert [one.name for one in place.host.state_folder().parent.iterdir() if one.name == "x"] == []
    assert ours.identifier == "..\\../../x"


@pytest.mark.parametrize("value", ["{", "", "[" * 100_000, {**OURS, "Priority": 2**40}])
def test_a_damaged_list_of_allowed_sources_allows_none(place: Place, value: object) -> None:
    set_list(place, "AllowedSources", value)
    place.ask("source/list")
    assert place.call.rows == []
    assert "AllowedSources" in warnings(place)[0]
    with pytest.raises(EngineError, match="EnableAllowedSources") as refused:
        place.ask("source/add", Name="two", Argument=str(place.source))
    assert refused.value.code is ErrorCode.BlockedByPolicy


def test_a_thousand_sources_of_a_policy_are_listed(place: Place) -> None:
    many = ({**OURS, "Name": f"s{one}", "Identifier": f"i{one}"} for one in range(1000))
    set_list(place, "AdditionalSources", *many)
    place.ask("source/list")
    assert len(place.call.rows) == 1001
