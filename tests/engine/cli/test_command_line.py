"""Which verb a command line means: aliases, groups, options before the verb."""

from __future__ import annotations

import pytest

from wingetpy.cli.command_line import take_apart
from wingetpy.errors import BadRequest


@pytest.mark.parametrize(
    ("words", "verb", "rest"),
    [
        (["list"], "list", []),
        (["LS", "git"], "list", ["git"]),
        (["--verbose", "list", "git"], "list", ["--verbose", "git"]),
        (["--Host", "sandbox", "--root=x", "rm", "git"], "uninstall", ["--Host", "sandbox", "--root=x", "git"]),
        (["source", "ls", "-n", "x"], "source list", ["-n", "x"]),
        (["source", "--nowarn", "refresh"], "source update", ["--nowarn"]),
        (["--format", "json", "source", "list"], "source list", ["--format", "json"]),
        (["settings"], "settings", []),
        (["settings", "export"], "settings export", []),
        (["config", "nonsense"], "settings", ["nonsense"]),
        (["install", "list"], "install", ["list"]),
    ],
)
def test_the_verb_is_found(words: list[str], verb: str, rest: list[str]) -> None:
    line = take_apart(words)
    assert line.verb is not None
    assert (line.verb.name, line.words) == (verb, rest)


@pytest.mark.parametrize("words", [[], ["--verbose"], ["-?"], ["--version"], ["source"], ["source", "-?"]])
def test_there_may_be_no_verb(words: list[str]) -> None:
    assert take_apart(words).verb is None


@pytest.mark.parametrize("words", [["frobnicate"], ["source", "frobnicate"], ["--format", "json", "nonsense"]])
def test_an_unknown_verb_is_named(words: list[str]) -> None:
    with pytest.raises(BadRequest, match=words[-1]):
        take_apart(words)


@pytest.mark.parametrize(
    ("words", "asks"),
    [(["list", "-?"], True), (["list", "--HELP"], True), (["list"], False), (["install", "--", "-?"], False)],
)
def test_help_is_asked_for_before_the_separator(words: list[str], asks: bool) -> None:
    assert take_apart(words).asks_for_help is asks
