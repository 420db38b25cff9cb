"""What `--format json` prints, by command, and the JSON schemas of it: published in docs/schemas, which only grow."""

from __future__ import annotations

import inspect
from typing import Any, Literal

import msgspec

from wingetpy.commands.registry import load
from wingetpy.errors import ErrorReport

Form = Literal["rows", "result", "results"]
"""An array of the method's rows, its one result, or an array of results."""


class Output(msgspec.Struct, frozen=True):
    """What a command prints: of which methods, in which form."""

    form: Form
    methods: tuple[str, ...]


_SAME_METHOD = (
    "source add", "source edit", "source export", "source list", "source remove", "source reset", "source update",
    "pin add", "pin list", "pin remove", "pin reset",
)  # fmt: skip
_DEPLOYED = ("stage", "register", "ensure", "provision", "deprovision")
OUTPUTS: dict[str, Output] = {
    "search": Output("rows", ("package/find",)),
    "show": Output("result", ("package/show",)),
    "install": Output("rows", ("package/install",)),
    "upgrade": Output("rows", ("package/get", "package/update")),
    "uninstall": Output("rows", ("package/uninstall",)),
    "repair": Output("rows", ("package/repair",)),
    "download": Output("rows", ("package/download",)),
    "export": Output("rows", ("packageList/export",)),
    "import": Output("rows", ("packageList/import",)),
    "list": Output("rows", ("package/get",)),
    "check": Output("rows", ("package/check",)),
    "history": Output("rows", ("history/get",)),
    "history undo": Output("rows", ("package/install", "package/uninstall")),
    **{name: Output("rows", (name.replace(" ", "/"),)) for name in _SAME_METHOD},
    "source build": Output("result", ("source/build",)),
    "hash": Output("result", ("manifest/hash",)),
    "new": Output("result", ("manifest/new",)),
    "validate": Output("rows", ("manifest/validate",)),
    "policy": Output("rows", ("policy/get",)),
    "error": Output("rows", ("error/get",)),
    "info": Output("result", ("engine/info",)),
    "msix list": Output("rows", ("msix/get",)),
    **{f"msix {name}": Output("rows", (f"msix/{name}",)) for name in ("test", "add", "remove", "repair", "reset")},
    **{f"msix {name}": Output("rows", ("msix/deploy",)) for name in _DEPLOYED},
    "msix volumes": Output("rows", ("msix/volumeGet",)),
    "configure": Output("rows", ("configuration/apply",)),
    "configure test": Output("rows", ("configuration/test",)),
    "configure show": Output("rows", ("configuration/show",)),
}
WHAT_IF = Output("results", ("package/plan",))
"""Of every command with `--what-if`, but for those of `msix`: an array of plans."""
MSIX_WHAT_IF = Output("rows", ("msix/plan",))

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Return each schema by the name of its file without an ending: a command, `what-if`, `msix-what-if` or
    `error-object`."""
    found = {name.replace(" ", "-"): _schema(f"wingetpy {name}", output) for name, output in OUTPUTS.items()}
    found["what-if"] = _schema("wingetpy <command> --what-if", WHAT_IF)
    found["msix-what-if"] = _schema("wingetpy msix <command> --what-if", MSIX_WHAT_IF)
    found["error-object"] = _document("the error on standard error", [ErrorReport], in_array=False)
    return found


def _schema(command: str, output: Output) -> Schema:
    commands = [load(method) for method in output.methods]
    types = [one.items if output.form == "rows" else one.result for one in commands]
    return _document(f"{command} --format json", [one for one in types if one], in_array=output.form != "result")


def _document(title: str, types: list[type[msgspec.Struct]], *, in_array: bool) -> Schema:
    refs, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    for definition in definitions.values():
        if "description" in definition:  # Python before 3.13 keeps the indentation of docstrings
            definition["description"] = inspect.cleandoc(definition["description"])
    unique = list({ref["$ref"]: ref for ref in refs}.values())
    one = unique[0] if len(unique) == 1 else {"anyOf": unique}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **({"type": "array", "items": one} if in_array else one),
        "$defs": dict(sorted(definitions.items())),
    }
