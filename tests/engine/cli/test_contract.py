"""winget's own commands and options against those of this command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wingetpy.cli.options import COMMON, Option, find
from wingetpy.cli.verbs import VERBS, heads, named

WINGET: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "winget_command_line.json").read_text())
ABSENT: dict[str, str] = WINGET["absent"]
NAMES = {verb.name: verb for verb in VERBS}
PRESENT = [name for name in WINGET["commands"] if name in NAMES]


def options(command: str) -> list[list[str]]:
    """Each option as all its names."""
    groups = WINGET["groups"]
    found = []
    for entry in (*WINGET["commands"][command]["options"], "Common"):
        found += [one.split() for one in groups.get(entry, [entry])]
    return found


def different(command: str) -> list[str]:
    """Names that are not taken on purpose; docs/differences.md says why."""
    return WINGET["different"].get(command, {}).get("names", [])  # type: ignore[no-any-return]


def ours(command: str) -> tuple[Option, ...]:
    return (*NAMES[command].view().options, *COMMON)


def test_every_command_is_there_or_its_absence_has_a_reason() -> None:
    assert [name for name in WINGET["commands"] if name not in NAMES and name not in ABSENT] == []


@pytest.mark.parametrize("command", PRESENT)
def test_a_command_has_the_aliases_of_winget(command: str) -> None:
    missing = [one for one in WINGET["commands"][command]["aliases"] if one not in NAMES[command].aliases]
    assert [one for one in missing if one not in different(command)] == []


@pytest.mark.parametrize("command", PRESENT)
def test_a_command_has_the_options_of_winget_under_all_their_names(command: str) -> None:
    """An option that has no effect here is accepted; one that is refused says why in the help."""
    known = ours(command)
    missing = [name for names in options(command) for name in names if find(known, name) is None]
    assert [name for name in missing if name not in different(command)] == []
    for names in options(command):
        assert len({find(known, name) for name in names}) == 1, f"{names} are not one option"


def test_a_group_is_found_by_its_alias() -> None:
    for word, name in (("sources", "source"), ("pin", "pin"), ("config", "settings")):
        verb = named(heads(), word)
        assert verb is not None
        assert verb.name == name


def test_what_is_different_is_in_the_docs() -> None:
    page = (Path(__file__).parents[3] / "docs" / "differences.md").read_text("utf-8")
    for command, one in WINGET["different"].items():
        for name in one["names"]:
            short = name.startswith("-") and not name.startswith("--")
            assert short or f"`{command} {name}`" in page or f"`{name}`" in page, name
            assert find(ours(command), name) is None or not name.startswith("-"), f"{command} has {name} now"
