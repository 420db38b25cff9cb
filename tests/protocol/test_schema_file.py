"""The published schema is the one of the engine's structs, and what the engine says is valid by it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kit.peer import Peer
from protocol.schema_file import SCHEMA_FILE, current


def test_the_published_schema_is_the_one_of_the_structs() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == current(), (
        "PYTHONPATH=engine python tests/protocol/schema_file.py"
    )


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return loaded


def test_what_the_engine_says_is_valid_by_the_schema(schema: dict[str, Any], peer: Peer, tmp_path: Path) -> None:
    peer.final(peer.request("test/steps", {"Count": 3, "Path": str(tmp_path / "journal")}))
    peer.final(peer.request("test/fast_progress", {"Count": 10, "Seconds": 0.1}))
    peer.error(peer.request("test/fail", {"Kind": "known"}))
    peer.error(peer.request("nothing"))
    peer.raw(b"\n")
    peer.error(None)
    from_engine = jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": "#/$defs/FromEngine"}]})
    for line in peer.lines:
        from_engine.validate(json.loads(line))
    assert {json.loads(line).get("method") for line in peer.lines} == {None, "$/items", "$/progress", "$/message"}


@pytest.mark.parametrize(
    ("message", "valid"),
    [
        ({"jsonrpc": "2.0", "id": 1, "method": "package/find", "params": {"Query": "git"}}, True),
        ({"jsonrpc": "2.0", "id": 1, "method": "package/find", "params": {"Query": "git", "NotYetKnown": 1}}, True),
        ({"jsonrpc": "2.0", "id": "a", "method": "shutdown"}, True),
        ({"jsonrpc": "2.0", "method": "$/cancel", "params": {"RequestId": "a"}}, True),
        ({"jsonrpc": "2.0", "id": 1, "method": "package/find", "params": {"Query": 7}}, False),
        ({"jsonrpc": "2.0", "id": 1.5, "method": "shutdown"}, False),
        ({"jsonrpc": "2.0", "id": 1, "method": "initialize"}, False),
        ({"jsonrpc": "2.0", "id": 1, "method": "package/explode"}, False),
        ({"jsonrpc": "2.0", "method": "$/cancel", "params": {}}, False),
    ],
)
def test_the_schema_tells_a_request_from_what_is_none(
    schema: dict[str, Any], message: dict[str, Any], valid: bool
) -> None:
    to_engine = jsonschema.Draft202012Validator({**schema, "anyOf": [{"$ref": "#/$defs/ToEngine"}]})
    assert to_engine.is_valid(message) is valid
