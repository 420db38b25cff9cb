"""The manifests of the resources, made of their structs: type, calls, exit codes and embedded schema.

They lie beside the PowerShell module's psd1, where dsc finds them by itself, and start an interpreter as the module
would choose it (psmodule/dsc). A manifest names one program, so there is one set for Windows and one for all else; each
applies by its condition. Both need dsc 3.2: `whatIfArg` and `condition` are unknown to older ones.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wingetpy import __version__
from wingetpy.desired.kinds import KINDS, OWNER, AnyResource, Kind
from wingetpy.dsc.exit_codes import EXIT_CODES

_SCHEMA = "https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json"
_DELETABLE = ("Package", "Source", "Pin")
"""What can be absent."""


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
    others = {"resources": [manifest_of(kind, SYSTEMS["sandbox"]) for kind in KINDS]}
    return {**files, "wingetpy.sandbox.dsc.manifests.json": _text(others)}


def manifest_of(kind: Kind, system: System) -> dict[str, Any]:
    """Return the manifest of a resource, as JSON values."""
    resource = kind.resource()

    def call(function: str, *further: object, **more: object) -> dict[str, Any]:
        arguments = [*system.arguments, kind.word, function, *further]
        return {"executable": system.executable, "args": arguments, "input": "stdin", **more}

    what_if = {"whatIfArg": "--what-if"}
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
            what_if,
            implementsPretest=True,
            **({"handlesExist": True} if can_be_absent else {}),
            **{"return": "stateAndDiff"},
        ),
        "test": call("test", **{"return": "stateAndDiff"}),
        **({"delete": call("delete", what_if)} if can_be_absent else {}),
        "export": call("export"),
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
