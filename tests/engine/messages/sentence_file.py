"""All sentences of the engine that a language can have, as `engine/wingetpy/messages/en-US.json` lists them.

`python tests/engine/messages/sentence_file.py` writes the file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import msgspec

from wingetpy.cli.options import COMMON, MACHINE
from wingetpy.cli.remedies import REMEDIES
from wingetpy.cli.verbs import VERBS, heads
from wingetpy.errors import remedies
from wingetpy.errors.known import known_errors
from wingetpy.errors.windows_codes import WINDOWS_CODES
from wingetpy.errors.windows_remedies import WINDOWS_REMEDIES
from wingetpy.messages.language import FOLDER, SOURCE

ENGINE = Path(FOLDER).parent
FILE = Path(FOLDER) / f"{SOURCE}.json"
#: Functions that give the first of their texts, or of each pair of texts, a language.
_TITLES = {"table": "titles", "render_fields": "labels"}
_WORDS = {
    "cli/views/configure.py": ("_WORDS",),
    "cli/views/upgrade.py": ("NO_UPDATE",),
    "cli/installers.py": ("_KINDS", "_FLAGS"),
    "cli/results.py": ("_IDLE",),
    "cli/credential_options.py": ("_PLACES",),
}
"""Constants that are given a language where they are shown."""
_ENGINE_WORDS = ("Install", "Update", "Uninstall", "Repair", "Add", "Stage", "Register", "Remove", "Reset", "Provision")
_ENGINE_WORDS += ("Deprovision", "Downgrade", "EnsureIsReady", "install", "update", "uninstall", "repair")
"""Words of plans and operations, which are given a language where they are shown."""
_COUNTED = ("removed", "downloaded", "installed", "unchanged", "failed", "cancelled", "packages", "versions", "files")
_LEVELS = ("Verbose", "Warning", "Error", "off", "none")


def sentences() -> dict[str, str]:
    """English to English, sorted."""
    found = {*_ENGINE_WORDS, *_COUNTED, *_LEVELS, *_help(), *_errors()}
    for path in sorted(ENGINE.rglob("*.py")):
        found.update(_of_file(path))
    return {
        one: one
        for one in sorted(found, key=lambda text: (text.strip().casefold(), text))
        if any(letter.isalpha() for letter in one)
    }


def rendered() -> str:
    return msgspec.json.format(msgspec.json.encode(sentences()), indent=1).decode() + "\n"


def said(tree: ast.AST) -> Iterator[tuple[str, int | None]]:
    """The sentences of `say` and `translated`, with the number of their values; None for what takes none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id == "say":
                yield from ((text, len(node.args) - 1) for text in _texts(node.args[0]))
            elif node.func.id == "translated":
                yield from ((text, None) for text in _texts(node.args[0]))


def _texts(node: ast.expr) -> Iterator[str]:
    """The text, or each of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield from (text for one in node.args[1:] for text in _texts(one))


def _of_file(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    yield from (text for text, _ in said(tree))
    name = path.relative_to(ENGINE).as_posix()
    if not name.startswith("cli/"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id in _WORDS.get(name, ()) for one in node.targets
        ):
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            yield from (text for one in values for text in _texts(one))
        if isinstance(node, ast.Tuple) and node.elts:
            yield from _labels(node)
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from _labels(node.value)


def _labels(node: ast.Tuple) -> Iterator[str]:
    """The titles of a table, or the name of a field: words that begin with a capital letter."""
    texts = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    is_title = len(texts) == len(node.elts)
    for text in texts if is_title else texts[:1] if len(node.elts) == 2 else ():
        if text[:1].isupper() and text.replace(" ", "").isalnum():
            yield text


def _help() -> Iterator[str]:
    for verb in (*VERBS, *heads()):
        yield verb.summary
        if not verb.module:
            continue
        for option in (*verb.view().options, *COMMON, *MACHINE):
            yield from (option.help, option.default, option.refused)


def _errors() -> Iterator[str]:
    yield from (one.text for one in remedies.ALL)
    yield from REMEDIES.values()
    yield from (text for one in known_errors() for text in (one.description, one.remedy))
    yield from (one.text for one in WINDOWS_CODES.values())
    yield from (one for one in WINDOWS_REMEDIES.values() if isinstance(one, str))


if __name__ == "__main__":
    FILE.write_text(rendered(), encoding="utf-8", newline="\n")
