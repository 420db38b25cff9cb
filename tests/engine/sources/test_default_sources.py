"""The default sources: who has them, what a user may do with them, how they come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.errors import EngineError, ErrorCode, NotFound
from wingetpy.settings.policy import Policies, PolicySource
from wingetpy.sources.catalog import NO_ACCESS, Sources
from wingetpy.sources.configured import ConfiguredSources
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.rules import SourceRules

NAMES = ["msstore", "winget", "winget-font"]


def names(sources: ConfiguredSources | Sources) -> list[str]:
    return [one.name for one in (sources.all() if isinstance(sources, ConfiguredSources) else sources.list())]


def windows(folder: Path, shared: Path | None = None, policies: Policies = Policies()) -> ConfiguredSources:  # noqa: B008
    """The lists of a machine that has default sources from the start."""
    return ConfiguredSources(folder, shared, policies=lambda: policies, has_defaults=True)


def test_a_fresh_machine_has_them_as_the_reference_defines_them(tmp_path: Path) -> None:
    store, community, fonts = windows(tmp_path).all()
    assert (store.type, store.identifier, store.data, store.trust_level) == (
        "Microsoft.Rest",
        "StoreEdgeFD",
        "",
        "Trusted",
    )
    assert community.trust_levels == ("Trusted", "StoreOrigin")
    assert (community.argument, community.explicit) == ("https://cdn.winget.microsoft.com/cache", False)
    assert (fonts.identifier, fonts.explicit) == ("Microsoft.Winget.Fonts.Source_8wekyb3d8bbwe", True)


def test_they_stay_when_there_is_state_later(tmp_path: Path) -> None:
    assert names(windows(tmp_path)) == NAMES
    (tmp_path / "cache").mkdir()
    assert names(windows(tmp_path)) == NAMES


@pytest.mark.parametrize("state", ["cache/x", "tracking.db", "sources.json"])
def test_state_that_exists_already_gets_none_unasked(tmp_path: Path, state: str) -> None:
    file = tmp_path / state
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"Format": 1, "Sources": []}')
    assert names(windows(tmp_path)) == []
    sources = windows(tmp_path)
    sources.reset("WinGet")
    assert names(sources) == ["winget"]
    sources.reset(None)
    assert names(sources) == NAMES


def test_one_is_changed_and_removed_and_comes_back_as_it_was(tmp_path: Path) -> None:
    sources = windows(tmp_path)
    sources.edit("winget-font", explicit=False)
    sources.edit("Winget", priority=5)
    assert [(one.name, one.explicit, one.priority) for one in sources.all()] == [
        ("winget", False, 5),
        ("winget-font", False, 0),
        ("msstore", False, 0),
    ]
    sources.remove("winget-font")
    assert names(sources) == ["winget", "msstore"]
    with pytest.raises(NotFound):
        sources.named("winget-font")
    sources.reset("winget-font")
    assert sources.named("winget-font").explicit
    sources.reset(None)
    assert names(sources) == NAMES


def test_a_removed_one_leaves_its_name_to_another(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "packages")
    sources = windows(tmp_path / "state")
    sources.remove("winget")
    sources.add(sources.new(Listener(), NO_ACCESS, "winget", str(shelf.root), now=1.0))
    assert sources.named("winget").origin == "User"
    sources.reset("winget")
    assert names(sources) == ["msstore", "winget-font"]
    sources.reset("winget")
    assert sources.named("winget").origin == "Default"


def test_the_machines_list_decides_for_its_users_and_a_user_for_himself(tmp_path: Path) -> None:
    for name in ("machine", "user"):
        (tmp_path / name).mkdir()
    machine, user = windows(tmp_path / "machine"), windows(tmp_path / "user", tmp_path / "machine")
    machine.remove("msstore")
    assert names(user) == ["winget", "winget-font"]
    user.remove("winget")
    assert names(user) == ["winget-font"]
    assert names(machine) == ["winget", "winget-font"]


def test_an_older_engine_reads_the_file(tmp_path: Path) -> None:
    sources = windows(tmp_path)
    sources.remove("winget")
    content = json.loads((tmp_path / "sources.json").read_text())
    assert content["Sources"] == []
    assert content["RemovedDefaults"] == ["winget"]


def test_while_a_type_is_missing_no_machine_has_them_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wingetpy.sources.catalog.kind_of", lambda type: None)
    assert Sources(tmp_path, rules=SourceRules(has_defaults=True)).list() == ()


def test_a_policy_forbids_or_requires_a_default_source(tmp_path: Path) -> None:
    policies = Policies(toggles={"EnableMicrosoftStoreSource": False, "EnableDefaultSource": True})
    windows(tmp_path).remove("winget")
    sources = windows(tmp_path, policies=policies)
    assert names(sources) == ["winget", "winget-font"]
    for change in (sources.remove, sources.reset, lambda name: sources.edit(name, explicit=True)):
        with pytest.raises(EngineError, match="EnableDefaultSource") as refused:
            change("winget")
        assert refused.value.code is ErrorCode.BlockedByPolicy
    assert names(windows(tmp_path)) == ["msstore", "winget-font"]


def test_a_policy_adds_sources_that_stay(tmp_path: Path) -> None:
    ours = PolicySource(name="Ours", arg="https://x.test", type="Microsoft.Rest", data="d", identifier="Ours",
                        trust_level=("trusted",), explicit=True, priority=0)  # fmt: skip
    sources = windows(tmp_path, policies=Policies(toggles={"EnableAdditionalSources": True}, additional=(ours,)))
    (first, *_) = sources.all()
    assert (first.name, first.origin, first.data, first.trust_level, first.explicit) == (
        "Ours", "Policy", "d", "Trusted", True,
    )  # fmt: skip
    with pytest.raises(EngineError, match="EnableAdditionalSources") as refused:
        sources.remove("ours")
    assert refused.value.code is ErrorCode.BlockedByPolicy
    assert "Ours" not in names(windows(tmp_path, policies=Policies(additional=(ours,))))


def test_only_allowed_sources_are_added_and_count(tmp_path: Path) -> None:
    for name in ("one", "two", "state"):
        (tmp_path / name).mkdir()
    free = ConfiguredSources(tmp_path / "state")
    for name in ("one", "two"):
        free.add(free.new(Listener(), NO_ACCESS, name, str(tmp_path / name), now=1.0))
    one = free.named("one")
    listed = PolicySource(name="ONE", arg=one.argument, type=one.type, data="", identifier="")
    on_a_list = Policies(toggles={"EnableAllowedSources": True}, allowed=(listed,))
    assert names(ConfiguredSources(tmp_path / "state", policies=lambda: on_a_list)) == ["one"]
    none_at_all = ConfiguredSources(
        tmp_path / "state", policies=lambda: Policies(toggles={"EnableAllowedSources": False})
    )
    assert names(none_at_all) == []
    with pytest.raises(EngineError, match="EnableAllowedSources") as refused:
        none_at_all.new(Listener(), NO_ACCESS, "three", str(tmp_path), now=1.0)
    assert refused.value.code is ErrorCode.BlockedByPolicy
    assert names(free) == ["one", "two"]


def test_no_source_takes_the_name_of_one_that_a_policy_requires(tmp_path: Path) -> None:
    required = Policies(toggles={"EnableDefaultSource": True})
    for name in ("packages", "state"):
        (tmp_path / name).mkdir()
    free = ConfiguredSources(tmp_path / "state")
    free.add(free.new(Listener(), NO_ACCESS, "winget", str(tmp_path / "packages"), now=1.0))
    ruled = ConfiguredSources(tmp_path / "state", policies=lambda: required)
    assert [(one.name, one.origin) for one in ruled.all()] == [("winget", "Default")]


def test_a_source_that_took_a_default_ones_identifier_counts_until_that_comes_back(tmp_path: Path) -> None:
    sources = windows(tmp_path)
    sources.remove("msstore")
    taken = SourceDetails(name="mine", type="Microsoft.Rest", argument="https://localhost:1", identifier="StoreEdgeFD")
    sources.add(taken)
    assert "mine" in names(sources)
    sources.reset("msstore")
    assert "mine" not in names(sources)
    assert "msstore" in names(sources)
    sources.remove("msstore")
    assert "mine" in names(sources)


def test_a_source_whose_name_is_taken_by_one_that_does_not_count_can_be_added(tmp_path: Path) -> None:
    sources = windows(tmp_path)
    sources.remove("msstore")
    taken = SourceDetails(name="mine", type="Microsoft.Rest", argument="https://localhost:1", identifier="StoreEdgeFD")
    sources.add(taken)
    sources.reset("msstore")
    sources.add(SourceDetails(name="mine", type="Microsoft.Rest", argument="https://localhost:2", identifier="Other"))
    assert [one.identifier for one in sources.all() if one.name == "mine"] == ["Other"]
