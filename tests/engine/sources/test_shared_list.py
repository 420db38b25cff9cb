"""A user's engine sees the machine's sources beside his own, and leaves them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.sources import Listener
from wingetpy.errors import ErrorCode, HostError, SourceError
from wingetpy.sources.catalog import NO_ACCESS
from wingetpy.sources.configured import ConfiguredSources


@pytest.fixture
def lists(tmp_path: Path) -> tuple[ConfiguredSources, ConfiguredSources]:
    """The machine's list, as an elevated engine has it, with one source; and a user's."""
    for name in ("machine", "user", "packages", "other"):
        (tmp_path / name).mkdir()
    machine = ConfiguredSources(tmp_path / "machine")
    machine.add(machine.new(Listener(), NO_ACCESS, "Company", str(tmp_path / "packages"), now=1.0))
    return machine, ConfiguredSources(tmp_path / "user", shared=tmp_path / "machine")


def test_the_machine_s_come_first(lists: tuple[ConfiguredSources, ConfiguredSources], tmp_path: Path) -> None:
    _, user = lists
    user.add(user.new(Listener(), NO_ACCESS, "Mine", str(tmp_path / "other"), now=2.0))
    assert [one.name for one in user.all()] == ["Company", "Mine"]
    assert user.named("company").argument == str(tmp_path / "packages")


def test_an_elevated_engine_sees_the_machine_s_only(
    lists: tuple[ConfiguredSources, ConfiguredSources], tmp_path: Path
) -> None:
    machine, user = lists
    user.add(user.new(Listener(), NO_ACCESS, "Mine", str(tmp_path / "other"), now=2.0))
    assert [one.name for one in machine.all()] == ["Company"]


def test_a_name_or_place_of_the_machine_is_taken(
    lists: tuple[ConfiguredSources, ConfiguredSources], tmp_path: Path
) -> None:
    _, user = lists
    with pytest.raises(SourceError) as name:
        user.new(Listener(), NO_ACCESS, "COMPANY", str(tmp_path / "other"), now=2.0)
    assert name.value.code is ErrorCode.SourceNameAlreadyExists
    with pytest.raises(SourceError) as place:
        user.new(Listener(), NO_ACCESS, "Mine", str(tmp_path / "packages"), now=2.0)
    assert place.value.code is ErrorCode.SourceArgAlreadyExists


def test_only_an_administrator_removes_it(lists: tuple[ConfiguredSources, ConfiguredSources]) -> None:
    machine, user = lists
    for change in (lambda: user.remove("Company"), lambda: user.edit("Company", explicit=True)):
        with pytest.raises(HostError, match="administrator") as refused:
            change()
        assert refused.value.code is ErrorCode.CommandRequiresAdmin
    assert [one.name for one in machine.all()] == ["Company"]
    assert user.reset(None) == ()
