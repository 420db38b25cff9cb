"""Every sentence of the command line is in the one file and has the values that it is given; no other is in code."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest
from tests.engine.messages.sentence_file import ENGINE, FILE, rendered, said

CALLS = (
    "write",
    "note",
    "message",
    "_write",
    "_wrong",
    "BadRequest",
    "NotFound",
    "HostError",
    "OperationError",
    "EngineError",
)
"""What shows its arguments to a person."""
NO_SENTENCES = {
    "cli/demo.py": "a show of its own, for those who look at the project",
    "cli/outputs.py": "titles of JSON schemas",
}


def files() -> list[str]:
    paths = (ENGINE / "cli").rglob("*.py")
    return sorted(path.relative_to(ENGINE).as_posix() for path in paths)


def test_the_file_lists_every_sentence() -> None:
    assert FILE.read_text("utf-8") == rendered(), "run python tests/engine/messages/sentence_file.py"


@pytest.mark.parametrize("file", files())
def test_a_sentence_has_a_place_for_each_value(file: str) -> None:
    for text, values in said(ast.parse((ENGINE / file).read_text("utf-8"))):
        if values is not None:
            places = {name.partition(".")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}
            assert places == {str(number) for number in range(values)}, text


def bare(tree: ast.AST) -> list[str]:
    """Sentences that are shown and have no language: texts and f-strings with words, in the calls that show them."""
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in CALLS:
            for argument in (*call.args, *(one.value for one in call.keywords if one.arg != "code")):
                found += _sentences(argument)
    return found


def _sentences(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        return []  # what it returns was said there
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(one.value) if isinstance(one, ast.Constant) else "0" for one in node.values)
        nested = [text for one in node.values if isinstance(one, ast.FormattedValue) for text in _sentences(one.value)]
        return [text, *nested] if re.search(r"[A-Za-z]{3,} [a-z]|[a-z]{3,} 0|0 [a-z]{3,}", text) else nested
    if isinstance(node, ast.Constant):
        text = str(node.value)
        return [text] if re.search(r"[A-Za-z]{2,},? [a-z]{2,}|[a-z]\.$", text) and "wingetpy " not in text else []
    return [text for child in ast.iter_child_nodes(node) for text in _sentences(child)]


@pytest.mark.parametrize("file", [file for file in files() if file not in NO_SENTENCES])
def test_the_command_line_shows_no_other_sentence(file: str) -> None:
    assert bare(ast.parse((ENGINE / file).read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        'console.write(["It is done."])',
        'console.note(f"{count} packages are there")',
        'raise BadRequest("nothing is named", remedy=NAME)',
        "console.write([f\"{name}: {1 if x else 'not set up'}\"])",
    ],
)
def test_one_would_be_found(code: str) -> None:
    assert bare(ast.parse(code))


@pytest.mark.parametrize("path", sorted(FILE.parent.glob("*.json")), ids=lambda path: path.name)
def test_a_language_has_the_places_of_the_english_sentences(path: Path) -> None:
    for english, own in json.loads(path.read_text("utf-8")).items():
        assert {name for _, name, _, _ in Formatter().parse(own)} <= {
            name for _, name, _, _ in Formatter().parse(english)
        }
