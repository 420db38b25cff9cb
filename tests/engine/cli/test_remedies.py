"""The command line's own sentences: they belong to remedies of the engine and name commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wingetpy
from wingetpy.cli.remedies import REMEDIES, remedy_of
from wingetpy.cli.verbs import VERBS
from wingetpy.errors import ErrorReport, NotFound

ENGINE = "\n".join(file.read_text("utf-8") for file in Path(wingetpy.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("id", REMEDIES)
def test_the_engine_sends_the_id_and_the_commands_exist(id: str) -> None:
    assert f'remedy_id="{id}"' in ENGINE
    commands = re.findall(r"`wingetpy ([^`]*)`", REMEDIES[id])
    names = {verb.name for verb in VERBS}
    assert all(any(f"{command} ".startswith(f"{name} ") for name in names) for command in commands)


def test_a_sentence_of_the_command_line_replaces_the_engines_and_names_its_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(REMEDIES, "TryAnother", "Try `{Name}`.")
    error = NotFound("Nothing.", remedy="Try another name.", remedy_id="TryAnother", remedy_values={"Name": "tool"})
    assert remedy_of(error) == remedy_of(ErrorReport.of(error)) == "Try `tool`."
    assert remedy_of(NotFound("Nothing.", remedy="Try another name.", remedy_id="Unknown")) == "Try another name."
    assert remedy_of(NotFound("Nothing.")) is None
