"""No message names an option, a parameter or a command that does not exist, or that another surface has.

The specification's sentences (operations/wording.py) are exempt: they name winget's commands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wingetpy.cli.options import COMMON
from wingetpy.cli.remedies import REMEDIES
from wingetpy.cli.verbs import VERBS
from wingetpy.errors import remedies

REPOSITORY = Path(__file__).resolve().parent.parent
ENGINE = REPOSITORY / "engine" / "wingetpy"
MODULE = REPOSITORY / "psmodule"

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
PARAMETER = re.compile(r"(?<![\w-])-[A-Z][A-Za-z]+\b")
COMMAND = re.compile(r"\b[A-Z][a-z]+-WinGet[A-Z]\w+")
TYPED = re.compile(r"`wingetpy ([^`]*)`")

OPTIONS = {name for verb in VERBS for one in (*verb.view().options, *COMMON) for name in one.names}

#: Parameters that every command has, and those of commands of PowerShell.
OF_POWERSHELL = {"-WhatIf", "-Confirm", "-Prefix", "-Parameter"}

#: What looks like an option and is none of ours: switches of programs, and the engine's own command line.
OTHERS = {
    "__main__.py": {"--host", "--root"},
    "dsc/main.py": {"--what-if", "--input"},
    "inventory/portable_entry.py": {"--product-code"},
    "cli/help.py": {"--info"},
    "hosts/windows/package_functions.py": {
        "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "-EncodedCommand", "-Package", "Reset-AppxPackage",
    },
}  # fmt: skip


def texts(path: Path) -> Iterator[str]:
    """The texts in a file's code, its docstrings and comments left out; `{}` where an expression stands."""
    tree = ast.parse(path.read_text("utf-8"))
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inner.update(id(part) for part in node.values)
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.value


def engine_files() -> list[str]:
    return sorted(str(path.relative_to(ENGINE)) for path in ENGINE.rglob("*.py") if "demo" not in path.parts)


@pytest.mark.parametrize("file", [file for file in engine_files() if not file.startswith("cli/")])
def test_the_engine_names_nothing_of_a_surface(file: str) -> None:
    found = [
        (name, text)
        for text in texts(ENGINE / file)
        if " " in text and "wingetpy-" not in text
        for name in (*OPTION.findall(text), *PARAMETER.findall(text), *COMMAND.findall(text), *TYPED.findall(text))
        if name not in OTHERS.get(file, set())
    ]
    assert found == []


def wrong_in(text: str) -> list[str]:
    """What a text of the command line names and does not exist."""
    wrong = [*PARAMETER.findall(text), *COMMAND.findall(text)]
    wrong += [name for name in OPTION.findall(text) if name not in OPTIONS]
    for typed in TYPED.findall(text):
        words = typed.split()
        verb = next((one for one in VERBS if one.name == " ".join(words[:2]) or one.name == words[0]), None)
        if not words[0].startswith(("<", "{", "-")) and verb is None and words[0] != "source":
            wrong.append(typed)
        if verb is not None:
            names = {name for one in (*verb.view().options, *COMMON) for name in one.names}
            wrong += [name for name in OPTION.findall(typed) if name not in names]
    return wrong


@pytest.mark.parametrize("file", [file for file in engine_files() if file.startswith("cli/")])
def test_the_command_line_names_what_it_has(file: str) -> None:
    assert [
        (wrong, text)
        for text in texts(ENGINE / file)
        if " " in text
        for wrong in wrong_in(text)
        if wrong not in OTHERS.get(file, ())
    ] == []


@pytest.mark.parametrize(
    "text",
    ["Use --nothing.", "Use -NoUpgrade.", "Run Get-WinGetSource.", "`wingetpy frobnicate`", "`wingetpy hash --id x`"],
)
def test_what_does_not_exist_is_found(text: str) -> None:
    assert wrong_in(text)


def test_the_protocols_page_lists_every_remedy() -> None:
    page = (REPOSITORY / "docs" / "protocol.md").read_text("utf-8")
    listed = page[page.index("`RemedyId` is one of") :].split("`")[3]
    assert sorted(one.strip() for one in listed.split(",")) == sorted(one.id for one in remedies.ALL)


def test_every_remedy_of_a_surface_is_one_of_the_engine_s_with_its_values() -> None:
    known = {one.id: set(re.findall(r"\{(\w+)\}", one.text)) for one in remedies.ALL}
    assert len(known) == len(remedies.ALL)
    for id, text in REMEDIES.items():
        assert set(re.findall(r"\{(\w+)\}", text)) <= known[id], id


def test_every_remedy_that_is_given_is_in_the_list() -> None:
    names = {name for name, value in vars(remedies).items() if isinstance(value, remedies.Remedy)}
    used = "\n".join(path.read_text("utf-8") for path in ENGINE.rglob("*.py") if path.name != "remedies.py")
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", used)] == []


def test_the_modules_messages_name_its_own_commands_and_parameters() -> None:
    file = MODULE / "en-US" / "WinGetPy.Messages.psd1"
    commands = {path.stem for path in (MODULE / "cmdlets").glob("*.ps1")}
    parameters = {
        f"-{name}"
        for path in (MODULE / "cmdlets").glob("*.ps1")
        for name in re.findall(r"^\s*\[[^=\n]+\] \$(\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    code = re.sub(r"^\s*#.*$", "", file.read_text("utf-8"), flags=re.MULTILINE)
    assert parameters >= {"-Id", "-Source"}
    assert [name for name in COMMAND.findall(code) if name not in commands] == []
    assert [name for name in PARAMETER.findall(code) if name not in parameters | OF_POWERSHELL] == []
    assert OPTION.findall(code.replace("pip install --upgrade", "")) == []


def test_the_modules_remedies_are_of_the_engines_ids() -> None:
    text = (MODULE / "en-US" / "WinGetPy.Messages.psd1").read_text("utf-8")
    own = dict(re.findall(r"^    Remedy(\w+)\s+= '(.*)'$", text, re.MULTILINE))
    known = {one.id: set(re.findall(r"\{(\w+)\}", one.text)) for one in remedies.ALL}
    assert len(own) > 30
    for id, sentence in own.items():
        assert set(re.findall(r"\{(\w+)\}", sentence)) <= known[id], id
