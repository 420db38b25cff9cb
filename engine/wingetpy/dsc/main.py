"""`wingetpy dsc RESOURCE FUNCTION`: one call of a resource, as dsc makes it (docs/dsc.md)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from wingetpy.commands.desired import DesiredChange, DesiredParameters, DesiredSet, DesiredTest
from wingetpy.desired.kinds import kind_named
from wingetpy.desired.properties import read_properties
from wingetpy.dsc.exit_codes import FAILED, WORDS, exit_code
from wingetpy.dsc.trace import Trace
from wingetpy.errors import BadRequest, EngineError
from wingetpy.model.call import Call
from wingetpy.model.decoding import UNREADABLE, json_decoder

Invoke = Callable[[str, msgspec.Struct, Call], Any]
Json = dict[str, Any]
Connect = Callable[[str | None, Path | None], Invoke]

FUNCTIONS = ("get", "set", "test", "delete", "export", "validate", "schema", "manifest")
_WITHOUT_INPUT = ("schema", "manifest")
_USAGE = (
    f"Write: wingetpy dsc RESOURCE {'|'.join(FUNCTIONS)} [--what-if] [--input JSON]; or wingetpy dsc manifests FOLDER"
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a call, understood. `text` is the input where it is not on standard input."""

    resource: str
    function: str
    text: str | None = None
    what_if: bool = False
    host: str | None = None
    root: str | None = None


def main(words: Sequence[str], connect: Connect) -> int:
    """Answer one call of a resource, and return the exit code; raises nothing but for defects.

    Args:
        words: The words after `dsc`.
        connect: Opens the machine.
    """
    trace = Trace()
    try:
        asked = _understood(words)
        if asked.function == "manifests":
            return _write_manifests(Path(asked.resource))
        kind_named(asked.resource)
    except BadRequest as error:
        trace.fault(error)
        return WORDS
    given = b"" if asked.function in _WITHOUT_INPUT else _input(asked)
    trace.stop_kindly()
    try:
        for line in _answer(asked, given, connect, trace):
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    except EngineError as error:
        trace.fault(error)
        return exit_code(error)
    except Exception as error:  # noqa: BLE001 - the outermost place: dsc gets one clear line, never a traceback
        trace.defect(error)
        return FAILED
    return 0


def _understood(words: Sequence[str]) -> Asked:
    """Take the words apart: `package get`, `package --get`, `--what-if`, `--input JSON`, `--host`, `--root`."""
    plain: list[str] = []
    values: dict[str, str] = {}
    flags: set[str] = set()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, has_value, value = word.partition("=")
        key = name.casefold()
        if key in ("--input", "--host", "--root"):
            if not has_value and not rest:
                raise BadRequest(f"{name} needs a value.", remedy=_USAGE)
            values[key[2:]] = value if has_value else rest.pop(0)
        elif key in ("--what-if", "--whatif"):
            flags.add("what-if")
        elif key.removeprefix("--") in FUNCTIONS:
            plain.append(key.removeprefix("--"))
        elif word.startswith("-"):
            raise BadRequest(f"The option {word} is not known.", remedy=_USAGE)
        else:
            plain.append(word)
    if len(plain) == 2 and plain[0].casefold() == "manifests":
        return Asked(resource=plain[1], function="manifests")
    if len(plain) != 2 or plain[1].casefold() not in FUNCTIONS:
        raise BadRequest("A resource and a function are needed.", remedy=_USAGE)
    return Asked(
        resource=plain[0],
        function=plain[1].casefold(),
        text=values.get("input"),
        what_if="what-if" in flags,
        host=values.get("host"),
        root=values.get("root"),
    )


def _input(asked: Asked) -> bytes:
    """What dsc sends, read to its end before anything is written. A byte-order mark is dropped."""
    if asked.text is not None:
        return asked.text.encode()
    if sys.stdin is None or sys.stdin.isatty():
        return b""
    return sys.stdin.buffer.read().removeprefix(b"\xef\xbb\xbf").strip()


def _answer(asked: Asked, given: bytes, connect: Connect, trace: Trace) -> list[bytes]:
    """The lines of standard output."""
    match asked.function:
        case "schema":
            from wingetpy.dsc.resources import schema_of

            return [_line(schema_of(kind_named(asked.resource).resource()))]
        case "manifest":
            from wingetpy.dsc.resources import SYSTEMS, manifest_of

            system = SYSTEMS["windows" if sys.platform == "win32" else "sandbox"]
            return [_line(manifest_of(kind_named(asked.resource), system))]
        case "validate":
            return [_line(_validated(asked, given))]
    properties = _properties(asked, given)
    invoke = connect(asked.host, Path(asked.root) if asked.root else None)
    parameters = DesiredParameters(resource=asked.resource, properties=properties)
    match asked.function:
        case "export":
            return [_line(one) for one in invoke("desired/export", parameters, trace).states]
        case "get":
            return [_line(invoke("desired/get", parameters, trace).state)]
        case "test":
            tested: DesiredTest = invoke("desired/test", parameters, trace)
            _report_drift(tested, trace)
            return [_line(tested.state), _line(tested.differing)]
    return _changed(asked, properties, invoke, trace)


def _changed(asked: Asked, properties: Json, invoke: Invoke, trace: Trace) -> list[bytes]:
    """The answer of a set or a delete."""
    deletes = asked.function == "delete"
    wanted = {**properties, "_exist": False} if deletes else properties
    parameters = DesiredChange(resource=asked.resource, properties=wanted, what_if=asked.what_if)
    result: DesiredSet = invoke("desired/set", parameters, trace)
    _report_drift(result, trace)
    if not deletes:
        return [_line(result.state), _line(result.differing)]
    return [_line({"_metadata": {"whatIf": result.done}})] if asked.what_if else []


def _report_drift(result: DesiredTest | DesiredSet, trace: Trace) -> None:
    for one in result.drift:
        trace.message("Information", f"{one.name} is {one.actual or 'not set'}, wanted is {one.wanted or 'nothing'}")


def _properties(asked: Asked, given: bytes) -> Json:
    """The input as an object. Only a get and an export may have none."""
    if not given and asked.function in ("get", "export"):
        return {}
    if not given:
        raise BadRequest(
            f"{asked.function} of {asked.resource} needs the properties that are wanted, and none were given.",
            target=asked.resource,
            remedy="Send a JSON object on standard input.",
        )
    try:
        document: Json = json_decoder(Json).decode(given)
    except UNREADABLE as error:
        raise BadRequest(
            f"The properties of {asked.resource} cannot be read: {error}.",
            target=asked.resource,
            remedy="Send a JSON object.",
        ) from error
    return document


def _validated(asked: Asked, given: bytes) -> Json:
    """Whether the input is of the resource's properties, as dsc reads it."""
    resource = kind_named(asked.resource).resource()
    try:
        resource.check(read_properties(_properties(asked, given), resource.properties, resource.type))
    except EngineError as error:
        return {"valid": False, "reason": error.text}
    return {"valid": True}


def _line(value: object) -> bytes:
    return msgspec.json.encode(value)


def _write_manifests(folder: Path) -> int:
    """Write the manifests as the module has them."""
    from wingetpy.dsc.resources import manifest_files

    if not folder.is_dir():
        raise BadRequest(f"There is no folder {folder}.", target=str(folder), remedy="Name an existing folder.")
    for name, text in manifest_files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0
