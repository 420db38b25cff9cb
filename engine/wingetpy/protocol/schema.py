"""The messages and the methods as a JSON schema (draft 2020-12), made from the structs themselves."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from wingetpy import PROTOCOL_VERSION
from wingetpy.protocol.dispatch import Method, MethodTable
from wingetpy.protocol.messages import (
    CancelParams,
    ErrorResponse,
    InitializeParams,
    InitializeResult,
    ItemsNotification,
    MessageNotification,
    Nothing,
    ProgressNotification,
    RequestId,
    Response,
)

_FROM_ENGINE = (Response, ErrorResponse, ItemsNotification, ProgressNotification, MessageNotification)
_REF = "#/$defs/{name}"

Schema = dict[str, Any]
"""JSON schema is a tree of plain JSON by nature."""


class _Types(msgspec.Struct, frozen=True):
    """What a method is made of."""

    params: type[msgspec.Struct]
    result: type[msgspec.Struct] | None
    items: type[msgspec.Struct] | None = None
    changes: bool = False


def protocol_schema(table: MethodTable) -> Schema:
    """The schema of every line in either direction.

    The document itself accepts any message; `$defs/ToEngine` and `$defs/FromEngine` are the two directions. `methods`
    says for each method where its `params`, `result` and `items` (a row as an object, before it becomes columns) are
    defined, and whether it `changes` the machine.

    Args:
        table: The methods; all are loaded.
    """
    methods = _methods(table)
    structs = _structs(methods)
    refs, definitions = msgspec.json.schema_components([*_FROM_ENGINE, CancelParams, *structs], ref_template=_REF)
    for type in _FROM_ENGINE:  # every member of an envelope is always written, also where the struct has a default
        definitions[type.__name__]["required"] = list(definitions[type.__name__]["properties"])
    for definition in definitions.values():  # Python before 3.13 keeps the indentation of docstrings
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
    own = len(_FROM_ENGINE)
    ref_of = dict(zip(structs, refs[own + 1 :], strict=True))
    requests = [_request(name, types.params, ref_of) for name, types in methods.items()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"WinGetPy engine protocol, version {PROTOCOL_VERSION}",
        "anyOf": [{"$ref": "#/$defs/ToEngine"}, {"$ref": "#/$defs/FromEngine"}],
        "methods": {name: _entry(types, ref_of) for name, types in methods.items()},
        "$defs": {
            **dict(sorted(definitions.items())),
            "ToEngine": {"anyOf": [*requests, _cancel(refs[own])]},
            "FromEngine": {"anyOf": list(refs[:own])},
        },
    }


def schema_text(table: MethodTable) -> str:
    """`protocol_schema` as the text of docs/protocol.schema.json."""
    return msgspec.json.format(msgspec.json.encode(protocol_schema(table)), indent=2).decode("utf-8") + "\n"


def _methods(table: MethodTable) -> dict[str, _Types]:
    own = {
        "initialize": _Types(InitializeParams, InitializeResult),
        "shutdown": _Types(Nothing, None),
    }
    return own | {name: _types(table.get(name), table.changes(name)) for name in table}


def _types(method: Method, changes: bool) -> _Types:
    return _Types(method.params, method.result, method.items, changes)


def _structs(methods: dict[str, _Types]) -> list[type[msgspec.Struct]]:
    every = (each for types in methods.values() for each in (types.params, types.result, types.items))
    return list(dict.fromkeys(each for each in every if each is not None))


def _entry(types: _Types, ref_of: dict[type[msgspec.Struct], Schema]) -> Schema:
    entry: Schema = {
        "params": ref_of[types.params],
        "result": {"type": "null"} if types.result is None else ref_of[types.result],
        "changes": types.changes,
    }
    return entry if types.items is None else entry | {"items": ref_of[types.items]}


def _request(name: str, params: type[msgspec.Struct], ref_of: dict[type[msgspec.Struct], Schema]) -> Schema:
    needs_params = any(field.required for field in msgspec.structs.fields(params))
    return {
        "title": name,
        "type": "object",
        "properties": {
            "jsonrpc": {"const": "2.0"},
            "id": msgspec.json.schema(RequestId),
            "method": {"const": name},
            "params": ref_of[params],
        },
        "required": ["jsonrpc", "id", "method", *(["params"] if needs_params else [])],
    }


def _cancel(params: Schema) -> Schema:
    return {
        "title": "$/cancel",
        "type": "object",
        "properties": {"jsonrpc": {"const": "2.0"}, "method": {"const": "$/cancel"}, "params": params},
        "required": ["jsonrpc", "method", "params"],
    }
