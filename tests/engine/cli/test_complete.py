"""What a shell offers next on a command line."""

from __future__ import annotations

import pytest

from engine.cli.conftest import Line
from wingetpy.cli.complete import begun


def offered(line: Line, text: str, word: str | None = None) -> list[str]:
    """What may come at the end of a command line."""
    word = text.rpartition(" ")[2] if word is None else word
    ended = line.run("complete", "--word", word, "--commandline", text, "--position", str(len(text)))
    assert (ended.code, ended.error) == (0, "")
    return ended.out.splitlines()


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("wingetpy inst", ["install"]),
        ("wingetpy ", ["search", "install", "add", "pin", "source"]),
        ("wingetpy source re", ["refresh", "remove", "reset"]),
        ("wingetpy settings ", ["export", "set", "reset"]),
        ("wingetpy install x --skip", ["--skip-dependencies"]),
        ("wingetpy install x --scope ", ["user", "machine", "system"]),
        ("wingetpy install x --installer-type m", ["msix", "msi", "msstore"]),
        ("wingetpy list --sort ", ["name", "id", "version", "source", "available", "relevance"]),
        ("wingetpy source add --trust-level ", ["none", "trusted"]),
        ("wingetpy settings --enable Local", ["LocalManifestFiles", "LocalArchiveMalwareScanOverride"]),
        ("wingetpy settings reset Def", ["DefaultProxy"]),
        ("wingetpy policy EnableFont", ["EnableFontSource"]),
        ("wingetpy nosuch ", []),
        ("wingetpy source nosuch ", []),
    ],
)
def test_commands_options_and_words_are_offered(line: Line, text: str, some: list[str]) -> None:
    found = offered(line, text)
    assert [one for one in found if one in some] == some
    if text.rpartition(" ")[2] and some:
        assert sorted(found) == sorted(some)


def test_an_option_that_is_given_is_not_offered_again(line: Line) -> None:
    assert "--force" in offered(line, "wingetpy install x --f")
    assert "--force" not in offered(line, "wingetpy install x --force --f")


def test_ids_versions_sources_and_tags_are_those_of_the_machine(line: Line) -> None:
    line.place.package("Some.Tool", "1.0")
    line.place.package("Some.Tool", "2.0", root="Tags: [painting, paper]")
    line.place.open()
    assert offered(line, "wingetpy install some") == ["Some.Tool"]
    assert offered(line, "wingetpy show --id Some.T") == ["Some.Tool"]
    assert offered(line, "wingetpy install Some.Tool --version ") == ["2.0", "1.0"]
    assert offered(line, "wingetpy install --id Some.Tool -v 1") == ["1.0"]
    assert offered(line, "wingetpy search -s ") == ["Test"]
    assert offered(line, "wingetpy source remove T") == ["Test"]
    assert offered(line, "wingetpy search --tag pai") == ["painting"]
    assert offered(line, "wingetpy uninstall S") == []
    line.run("install", "Some.Tool")
    assert offered(line, "wingetpy uninstall S") == ["Some.Tool"]


def test_names_monikers_and_commands_are_those_of_the_machine(line: Line) -> None:
    line.place.package("Some.Tool", "1.0", root="PackageName: Some nice tool\nMoniker: sometool")
    line.place.open()
    assert offered(line, "wingetpy install --name some") == ['"Some nice tool"']
    assert offered(line, "wingetpy show --moniker so") == ["sometool"]
    assert offered(line, "wingetpy search --command to") == ["Tool"]
    assert offered(line, "wingetpy uninstall --name S") == []
    line.run("install", "Some.Tool")
    assert offered(line, "wingetpy uninstall --name S") == ['"Some nice tool"']
    assert offered(line, "wingetpy new --moniker so") == []
    assert offered(line, "wingetpy source add --name S") == []


def test_where_the_engine_has_no_answer_nothing_is_offered(line: Line) -> None:
    line.run("source", "reset", "--force")
    assert offered(line, "wingetpy install x") == []


@pytest.mark.parametrize(
    ("line", "position", "word", "words", "rest"),
    [
        ("wingetpy install Gi", 19, "Gi", ["install"], "Gi"),
        ("wingetpy install Gi --force", 19, "Gi", ["install"], "Gi"),
        ("wingetpy install ", 17, "", ["install"], ""),
        ("wingetpy install", 17, "", ["install"], ""),
        ('wingetpy show --name "a b" --v', 30, "--v", ["show", "--name", "a b"], "--v"),
        ('wingetpy install "Gi', 20, '"Gi', ["install"], "Gi"),
        ("wingetpy", 8, "wingetpy", [], "wingetpy"),
        ("", 0, "", [], ""),
    ],
)
def test_the_line_is_taken_apart_at_the_cursor(
    line: str, position: int, word: str, words: list[str], rest: str
) -> None:
    at = begun(line, position, word)
    assert (at.words, at.word) == (words, rest)
