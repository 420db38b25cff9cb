"""The help names usage, aliases, every option with its default, and examples that can be typed."""

from __future__ import annotations

import pytest

from wingetpy.cli.command_line import take_apart
from wingetpy.cli.help import group_help, overview, verb_help
from wingetpy.cli.options import COMMON, parse
from wingetpy.cli.verbs import GROUPS, VERBS, Verb, heads

from .conftest import Line

EVERY_VERB = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)


@EVERY_VERB
def test_every_option_is_in_the_help_with_its_default(verb: Verb) -> None:
    text = "\n".join(verb_help(verb))
    assert f"usage: wingetpy {verb.name} " in text
    for alias in verb.aliases:
        assert alias in text
    for option in verb.view().options:
        for name in option.names if not (option.ignored or option.refused) else option.names[:1]:
            assert name in text, f"{name} is missing"
        if not (option.ignored or option.refused):
            [line] = [line for line in text.splitlines() if option.names[0] in line and f"  {option.help} [" in line]
            assert "[default: " in line or "[required]" in line
            assert option.default in line


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("hash", "usage: wingetpy hash [-f] <file> [<options>]"),
        ("source add", "usage: wingetpy source add [-n] <name> [-a] <place> [[-t] <type>] [<options>]"),
        ("search", "usage: wingetpy search [[-q] <query>...] [<options>]"),
    ],
)
def test_the_usage_shows_what_is_required(name: str, usage: str) -> None:
    [verb] = [one for one in VERBS if one.name == name]
    assert usage in verb_help(verb)


@EVERY_VERB
def test_the_examples_are_commands_that_are_understood(verb: Verb) -> None:
    view = verb.view()
    assert view.examples
    for example in view.examples:
        line = take_apart(example.split())
        if "--info" in example:
            continue
        assert line.verb is verb
        parse("wingetpy", (*view.options, *COMMON), line.words)


@EVERY_VERB
def test_no_name_means_two_options(verb: Verb) -> None:
    names = [name for option in (*verb.view().options, *COMMON) for name in option.names]
    assert len(names) == len(set(names))


def test_the_overview_names_every_verb() -> None:
    text = "\n".join(overview())
    for head in heads():
        assert f"\n  {head.name} " in text


@pytest.mark.parametrize("name", ["add", "list", "update", "remove", "reset", "export", "edit"])
def test_each_source_verb_has_its_own_help(line: Line, name: str) -> None:
    assert f"\n  {name} " in "\n".join(group_help(GROUPS["source"]))
    ended = line.run("source", name, "-?")
    assert (ended.code, line.sent) == (0, [])
    assert f"usage: wingetpy source {name} " in ended.out


def test_help_is_shown_whatever_else_is_written(line: Line) -> None:
    assert line.run("install", "--nonsense", "-?").code == 0
