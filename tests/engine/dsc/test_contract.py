"""A resource as dsc calls it: input, output, trace lines and exit codes (docs/dsc.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kit.dsc import MODULE, ResourceLine
from wingetpy.desired.kinds import KINDS
from wingetpy.dsc.exit_codes import EXIT_CODES, exit_code
from wingetpy.dsc.resources import SYSTEMS, manifest_before_3_2, manifest_files, manifest_of, schema_of
from wingetpy.errors import (
    Ambiguous,
    BadRequest,
    Cancelled,
    ConsentMissing,
    EngineError,
    ErrorCode,
    HostError,
    NotFound,
    OperationError,
    SourceError,
    TransferError,
)
from wingetpy.settings.policy import blocked

STONES = {"id": "WinGetPy.Stones", "version": "1.0.0"}


@pytest.fixture
def resource(tmp_path: Path) -> ResourceLine:
    return ResourceLine(tmp_path)


def test_get_answers_one_object_and_test_and_set_answer_the_names_that_differ(resource: ResourceLine) -> None:
    assert resource.call("package", "get", given=STONES).lines == [{"_exist": False, "id": "WinGetPy.Stones"}]
    tested = resource.call("package", "test", given=STONES)
    assert tested.lines == [{"_exist": False, "_inDesiredState": False, "id": "WinGetPy.Stones"}, ["_exist"]]
    assert tested.said("info") == ["_exist is false, wanted is true"]
    state, names = resource.call("package", "set", given=STONES).lines
    assert (state["version"], names) == ("1.0.0", ["_exist"])
    again = resource.call("package", "set", given=STONES)
    assert state.pop("_metadata") == {"_refreshEnv": True}  # the package is the first one with a command on PATH
    assert again.lines == [state, []]
    assert again.trace == []


def test_what_if_changes_nothing(resource: ResourceLine) -> None:
    state, names = resource.call("package", "set", "--what-if", given=STONES).lines
    assert state["_metadata"] == {"whatIf": ["Install WinGetPy.Stones 1.0.0 (user, portable)"]}
    assert names == ["_exist"]
    assert resource.call("package", "export").lines == []


def test_delete_says_nothing_but_in_a_what_if(resource: ResourceLine) -> None:
    resource.call("package", "set", given=STONES)
    seen = resource.call("package", "delete", "--what-if", given={"id": "WinGetPy.Stones"})
    assert seen.lines == [{"_metadata": {"whatIf": ["Uninstall WinGetPy.Stones 1.0.0"]}}]
    gone = resource.call("package", "delete", given={"id": "WinGetPy.Stones"})
    assert (gone.code, gone.lines) == (0, [])
    assert resource.call("package", "delete", given={"id": "WinGetPy.Stones"}).code == 0


def test_the_reference_s_form_of_a_function_is_understood(resource: ResourceLine) -> None:
    assert resource.call("package", "--get", given=STONES).lines == [{"_exist": False, "id": "WinGetPy.Stones"}]
    assert resource.call("WinGetPy/Source", "--export").lines[0]["name"] == "Demo"


def test_an_export_is_a_line_an_instance_of_the_schema(resource: ResourceLine) -> None:
    resource.call("package", "set", given=STONES)
    resource.call("pin", "set", given={"id": "WinGetPy.Stones"})
    for kind in KINDS:
        schema = schema_of(kind.resource())
        exported = resource.call(kind.word, "export").lines
        assert exported
        for one in exported:
            jsonschema.validate(one, schema)


@pytest.mark.parametrize(
    ("words", "given", "code", "named"),
    [
        (("package",), None, 1, "function"),
        (("package", "frobnicate"), None, 1, "function"),
        (("nothing", "get"), None, 1, "nothing"),
        (("package", "get", "--loudly"), None, 1, "--loudly"),
        (("package", "get"), None, 2, "id"),
        (("package", "set"), None, 2, "none were given"),
        (("package", "set"), b"{", 2, "cannot be read"),
        (("package", "set"), b"[1]", 2, "cannot be read"),
        (("package", "set"), b"\xff\xfe", 2, "cannot be read"),
        (("package", "set"), {"id": "A", "version": 1.1}, 2, "Quote versions"),
        (("package", "set"), {"id": "No.Such.Package"}, 3, "No.Such.Package"),
        (("package", "test"), {"id": "A", "source": "Nowhere"}, 3, "Nowhere. "),
        (("source", "set"), {"name": "New", "argument": "/no/such/folder"}, 8, "/no/such/folder"),
        (("manifests", "/no/such/folder"), None, 1, "/no/such/folder"),
    ],
)
def test_a_failure_is_one_error_line_and_a_listed_exit_code(
    resource: ResourceLine, words: tuple[str, ...], given: Any, code: int, named: str
) -> None:
    said = (
        resource.call(*words, raw=given) if isinstance(given, bytes) else resource.call(*words, given=given)
    )  # fmt: skip
    assert (said.code, said.lines) == (code, [])
    [text] = said.said("error")
    assert named in text
    assert code in EXIT_CODES


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadRequest("x"), 2),
        (NotFound("x"), 3),
        (Ambiguous("x"), 3),
        (OperationError("x"), 4),
        (HostError("x"), 4),
        (HostError("x", code=ErrorCode.CommandRequiresAdmin), 5),
        (blocked("EnableSettings"), 6),
        (Cancelled("x"), 7),
        (SourceError("x"), 8),
        (TransferError("x"), 8),
        (ConsentMissing("x"), 9),
        (ConsentMissing("x", code=ErrorCode.SourceAgreementsNotAccepted), 9),
    ],
)
def test_each_failure_has_its_exit_code(error: EngineError, code: int) -> None:
    assert exit_code(error) == code


def test_a_byte_order_mark_is_dropped(resource: ResourceLine) -> None:
    assert resource.call("package", "get", raw=b'\xef\xbb\xbf{"id":"A"}\r\n').lines == [{"_exist": False, "id": "A"}]


def test_only_what_dsc_asked_for_is_traced(resource: ResourceLine) -> None:
    assert resource.call("package", "test", given=STONES, level="warn").trace == []


def test_validate_says_what_is_wrong(resource: ResourceLine) -> None:
    assert resource.call("package", "validate", given=STONES).lines == [{"valid": True}]
    [answer] = resource.call("admin-settings", "validate", given={"settings": {"NoSuch": True}}).lines
    assert answer == {"valid": False, "reason": "The setting NoSuch does not exist."}
    [answer] = resource.call("package", "validate", given={"id": 7}).lines
    assert answer["valid"] is False
    assert "id" in answer["reason"]


def test_the_manifests_of_the_module_are_those_that_the_structs_make() -> None:
    committed = {path.name: path.read_text("utf-8") for path in MODULE.glob("*.dsc.*.json")}
    assert committed == manifest_files(), "run `python -m wingetpy dsc manifests psmodule`"
    assert not any(text.startswith("\ufeff") for text in committed.values())


KNOWN_BEFORE_3_2 = (
    {"$schema", "type", "kind", "version", "description", "tags", "exitCodes", "schema", "adapter"}
    | {"get", "set", "whatIf", "test", "delete", "export", "resolve", "validate"}
)  # fmt: skip
"""The members of dsc 3.1's manifests; it leaves out a resource whose manifest has another one."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_an_older_dsc_has_a_manifest_that_it_can_read_and_a_newer_one_passes_over(kind: Any) -> None:
    old, new = manifest_before_3_2(kind, SYSTEMS["windows"]), manifest_of(kind, SYSTEMS["windows"])
    assert old.keys() <= KNOWN_BEFORE_3_2
    calls = [one for one in old.values() if isinstance(one, dict) and "args" in one]
    assert all(isinstance(word, str) for one in calls for word in one["args"])
    assert old["set"]["args"] == new["set"]["args"][:-1]
    assert old["whatIf"] == {**old["set"], "args": [*old["set"]["args"], "--what-if"]}
    assert old.get("delete", {}).get("args") == (new["delete"]["args"][:-1] if "delete" in new else None)
    assert old["version"].startswith(f"{new['version']}-"), "a prerelease is lower"
    assert old["schema"] == new["schema"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_a_manifest_has_what_dsc_needs_for_what_if_and_a_set_without_a_test(kind: Any) -> None:
    manifest = json.loads(manifest_files()[f"wingetpy.{kind.word}.dsc.resource.json"])
    assert manifest["set"]["args"][-1] == {"whatIfArg": "--what-if"}
    assert manifest["set"]["implementsPretest"] is True
    assert {manifest[name]["return"] for name in ("set", "test")} == {"stateAndDiff"}
    schema = manifest["schema"]["embedded"]
    assert schema["additionalProperties"] is False
    assert {"_inDesiredState", "_metadata", "_restartRequired", "_name"} <= schema["properties"].keys()
    assert ("delete" in manifest) is ("handlesExist" in manifest["set"])
