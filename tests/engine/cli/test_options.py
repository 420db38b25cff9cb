"""How words become options, by winget's rules."""

from __future__ import annotations

import pytest

from wingetpy.cli.options import Given, OneOf, Option, count, parse
from wingetpy.errors import BadRequest, ErrorCode

OPTIONS = (
    Option(names=("--query", "-q"), member="query", value="TEXT", position=True, repeats=True),
    Option(names=("--id",), member="id", value="ID"),
    Option(names=("--all", "--recurse", "-r"), member="all"),
    Option(names=("--exact", "-e"), member="match_option", constant="Equals"),
    Option(names=("--count", "-n"), member="count", value="N", read=count),
    Option(names=("--scope",), member="scope", value="SCOPE", read=OneOf("user", "machine")),
    Option(names=("--interactive", "-i"), member="mode", constant="Interactive", group="mode"),
    Option(names=("--silent", "-h"), member="mode", constant="Silent", group="mode"),
    Option(names=("--include-unknown", "-u"), member="unknown", needs="all"),
    Option(names=("--channel",), member="channel", value="NAME", refused="there are none"),
    Option(names=("--override",), member="override", value="TEXT"),
)


def given(*words: str) -> Given:
    return parse("wingetpy toy", OPTIONS, list(words))


def values(*words: str) -> dict[str, object]:
    read = given(*words)
    return {one.member: read.value(one.member) for one in OPTIONS if read.has(one.member)}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a"], {"query": ("a",)}),
        (["a", "-q", "b", "--query=c"], {"query": ("a", "b", "c")}),
        (["--Id", "x"], {"id": "x"}),
        (["--ID=x=y"], {"id": "x=y"}),
        (["--ALL"], {"all": True}),
        (["-r"], {"all": True}),
        (["-re"], {"all": True, "match_option": "Equals"}),
        (["-n", "5"], {"count": 5}),
        (["-n5"], {"count": 5}),
        (["-en=5"], {"match_option": "Equals", "count": 5}),
        (["--scope", "USER"], {"scope": "user"}),
        (["-h"], {"mode": "Silent"}),
        (["--override", "-q --silent"], {"override": "-q --silent"}),
        (["--override", "-q"], {"override": "-q"}),
        (["--override", "--id"], {"override": "--id"}),
        (["--", "--id", "-e"], {"query": ("--id", "-e")}),
        (["-u", "--all"], {"all": True, "unknown": True}),
    ],
)
def test_words_become_values(words: list[str], expected: dict[str, object]) -> None:
    assert values(*words) == expected


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--nonsense"], "there is no option '--nonsense'"),
        (["--al"], "there is no option '--al'"),
        (["-R"], "there is no option '-R'"),
        (["-"], "'-' is no option"),
        (["--id"], "--id needs a value"),
        (["-n"], "-n needs a value"),
        (["--id", "a", "--id", "b"], "--id is given twice"),
        (["--all=yes"], "--all takes no value"),
        (["-n", "0"], "-n must be a whole number of 1 or more, not '0'"),
        (["-n", "-1"], "-n must be a whole number of 1 or more, not '-1'"),
        (["--scope", "all"], "--scope must be user or machine, not 'all'"),
        (["-h", "--interactive"], "--interactive and --silent exclude each other"),
        (["-u"], "--include-unknown needs --all"),
        (["--channel", "beta"], "--channel is not supported: there are none"),
    ],
)
def test_words_that_mean_nothing_are_refused_with_the_reason(words: list[str], reason: str) -> None:
    with pytest.raises(BadRequest) as caught:
        given(*words)
    assert caught.value.text == f"wingetpy toy: {reason}."
    assert caught.value.code == ErrorCode.InvalidClArguments


def test_one_value_is_one_word() -> None:
    options = (Option(names=("--file", "-f"), member="path", value="FILE", position=True, required=True),)
    assert parse("wingetpy hash", options, ["a"]).text("path") == "a"
    for words in (["a", "b"], ["a", "-f", "b"], [], [""]):
        with pytest.raises(BadRequest):
            parse("wingetpy hash", options, words)
