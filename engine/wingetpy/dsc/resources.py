"""The manifests of the resources, made of their structs: type, calls, exit codes and embedded schema.

They lie beside the PowerShell module's psd1, where dsc finds them by itself, and start an interpreter as the module
would choose it (psmodule/dsc). A manifest names one program, so there is one set for Windows and one for all else; each
applies by its condition. dsc before 3.2 knows neither `whatIfArg` nor `condition`, and leaves such a manifest out: for
it there is a third set, of a lower version, that newer ones pass over.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wingetpy import __version__
from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.kinds import KINDS, OWNER, AnyResource, Kind
from wingetpy.dsc.exit_codes import EXIT_CODES

_SCHEMA = "https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json"
_DELETABLE = ("Package", "Source", "Pin")
"""What can be absent."""
_WHAT_IF = {"whatIfArg": "--what-if"}


class System(msgspec.Struct, frozen=True):
    """How the resources are started on one kind of system, and the condition that it is one."""

    executable: str
    arguments: tuple[str, ...]
    condition: str


SYSTEMS = {
    "windows": System("cmd.exe", ("/d", "/c", "dsc\\resource.cmd"), "[equals(context().os.family,'Windows')]"),
    "sandbox": System("sh", ("dsc/resource.sh",), "[not(equals(context().os.family,'Windows'))]"),
}


def manifest_files() -> dict[str, str]:
    """Return the text of each manifest by its file's name: a file a resource for Windows, one list for all else."""
    files = {f"wingetpy.{kind.word}.dsc.resource.json": _text(manifest_of(kind, SYSTEMS["windows"])) for kind in KINDS}
    old = {
        f"wingetpy.{kind.word}.before-3.2.dsc.resource.json": _text(manifest_before_3_2(kind, SYSTEMS["windows"]))
        for kind in KINDS
    }
    others = {"resources": [manifest_of(kind, SYSTEMS["sandbox"]) for kind in KINDS]}
    return {**files, **old, "wingetpy.sandbox.dsc.manifests.json": _text(others)}


def manifest_before_3_2(kind: Kind, system: System) -> dict[str, Any]:
    """Return the manifest of a resource for dsc 3.0 and 3.1, as JSON values: a what-if is a call of its own."""
    manifest = {name: value for name, value in manifest_of(kind, system).items() if name not in ("condition", "delete")}
    arguments = [one for one in manifest["set"]["args"] if one != _WHAT_IF]
    manifest["set"] = {**manifest["set"], "args": arguments}
    manifest["whatIf"] = {**manifest["set"], "args": [*arguments, *_WHAT_IF.values()]}
    if kind.type in _DELETABLE:
        manifest["delete"] = {name: manifest["get"][name] for name in ("executable", "input")}
        manifest["delete"]["args"] = [*system.arguments, kind.word, "delete"]
    text = f"{manifest['description']} For dsc 3.0 and 3.1."
    return {**manifest, "version": f"{__version__}-before3.2", "description": text}


def manifest_of(kind: Kind, system: System) -> dict[str, Any]:
    """Return the manifest of a resource, as JSON values."""
    resource = kind.resource()

    def call(function: str, *further: object, **more: object) -> dict[str, Any]:
        arguments = [*system.arguments, kind.word, function, *further]
        return {"executable": system.executable, "args": arguments, "input": "stdin", **more}

    can_be_absent = kind.type in _DELETABLE
    return {
        "$schema": _SCHEMA,
        "type": f"{OWNER}/{kind.type}",
        "version": __version__,
        "description": resource.summary,
        "tags": ["WinGet"],
        "condition": system.condition,
        "get": call("get"),
        "set": call(
            "set",
            _WHAT_IF,
            implementsPretest=True,
            **({"handlesExist": True} if can_be_absent else {}),
            **{"return": "stateAndDiff"},
        ),
        "test": call("test", **{"return": "stateAndDiff"}),
        **({"delete": call("delete", _WHAT_IF)} if can_be_absent else {}),
        "export": call("export", schema={"embedded": msgspec.json.schema(ExportFilter)}),
        "exitCodes": {str(code): text for code, text in EXIT_CODES.items()},
        "schema": {"embedded": schema_of(resource)},
    }


def schema_of(resource: AnyResource) -> dict[str, Any]:
    """Return the JSON schema of a resource's properties."""
    (reference,), components = msgspec.json.schema_components([resource.properties], ref_template="#/$defs/{name}")
    own = reference["$ref"].rpartition("/")[2]
    components = {name: _with_secure_form(one) for name, one in components.items()}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **components.pop(own),
        "title": f"{OWNER}/{resource.type}",
        "description": resource.summary,
    }
    return {**schema, "$defs": components} if components else schema


def _with_secure_form(schema: Any) -> Any:
    """A schema in which a text that may be a secret may be the object that dsc makes of it, too."""
    if isinstance(schema, list):
        return [_with_secure_form(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: _with_secure_form(one) for name, one in schema.items()}
    if schema.pop("secret", False) is not True:
        return schema
    forms = schema.pop("anyOf", None) or [{name: schema.pop(name) for name in _OF_A_TEXT if name in schema}]
    return {**schema, "anyOf": [*forms, _SECURE_STRING]}


_OF_A_TEXT = ("type", "minLength", "maxLength")
_SECURE_STRING = {
    "type": "object",
    "properties": {"secureString": {"type": "string"}},
    "required": ["secureString"],
    "additionalProperties": False,
}


def _text(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"
