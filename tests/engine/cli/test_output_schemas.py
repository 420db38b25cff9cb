"""`--format json`: what is published of it, what is printed, and that it only grows."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import jsonschema
import pytest

from wingetpy.cli.outputs import OUTPUTS
from wingetpy.cli.verbs import VERBS

from .conftest import Line
from .output_schemas import FOLDER, current, lost

WITHOUT = {
    "complete": "an array of texts",
    "demo": "for people",
    "dsc": "lines by the contract of DSC",
    "features": "for people",
    "serve": "the protocol",
    "settings": "for people",
    "settings export": "winget's own object",
    "settings reset": "for people",
    "settings set": "for people",
    "source serve": "serves until it is ended",
}  # fmt: skip
"""Commands without a schema, and why."""


def published(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", sorted(current()))
def test_what_is_published_is_current_and_nothing_of_it_went_away(name: str) -> None:
    text = current()[name]
    assert lost(json.loads((FOLDER / name).read_bytes()), json.loads(text)) == []
    assert (FOLDER / name).read_text("utf-8") == text, "run tests/engine/cli/output_schemas.py"


def test_every_command_has_a_schema_or_a_reason() -> None:
    assert sorted({verb.name for verb in VERBS} - OUTPUTS.keys()) == sorted(WITHOUT)
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(current())


def test_what_is_printed_is_what_is_published(line: Line) -> None:
    done: dict[str, Any] = {
        "what-if": line.run("install", "A.Anvil", "--what-if", "--format", "json").json,
        "install": line.run("install", "A.Anvil", "--version", "1.0", "--format", "json").json,
    }
    for name, words in {
        "search": "search anvil", "show": "show A.Anvil", "list": "list", "check": "check A.Anvil",
        "upgrade": "upgrade", "pin-add": "pin add B.Bolt", "pin-list": "pin list", "source-list": "source list",
        "policy": "policy", "error": "error 0x8A150014", "info": "info", "history": "history",
        "uninstall": "uninstall A.Anvil",
    }.items():  # fmt: skip
        done[name] = line.run(*words.split(), "--format", "json").json
    for name, printed in done.items():
        assert printed
        jsonschema.validate(printed, published(name))
    fault = json.loads(line.run("show", "No.Such", "--format", "json").error)
    jsonschema.validate(fault, published("error-object"))


def _drop(schema: Any) -> None:
    del schema["$defs"]["FoundPackage"]["properties"]["Id"]


def _retype(schema: Any) -> None:
    schema["$defs"]["FoundPackage"]["properties"]["Id"] = {"type": "integer"}


def _widen(schema: Any) -> None:
    schema["$defs"]["FoundPackage"]["properties"]["Id"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def _no_array(schema: Any) -> None:
    schema["type"] = "object"


def _optional(schema: Any) -> None:
    schema["$defs"]["FoundPackage"]["required"].remove("Id")


@pytest.mark.parametrize("change", [_drop, _retype, _widen, _no_array, _optional])
def test_what_would_break_a_reader_is_found(change: Any) -> None:
    old = published("search")
    new = deepcopy(old)
    change(new)
    assert lost(old, new)


def test_what_is_added_breaks_nobody() -> None:
    old = published("search")
    new = deepcopy(old)
    new["$defs"]["FoundPackage"]["properties"]["More"] = {"type": "string"}
    new["$defs"]["FoundPackage"]["description"] = "In other words."
    new["$defs"]["Other"] = {"type": "object"}
    assert lost(old, new) == []
    assert sorted(lost(new, old)) == ["/$defs/FoundPackage/properties/More", "/$defs/Other"]
