"""Sentences are said in the language that the person has, one by one in English where it lacks them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wingetpy.cli.language_choice import preferred_language
from wingetpy.cli.main import main
from wingetpy.errors import remedies
from wingetpy.errors.known import find_known_errors
from wingetpy.messages import language
from wingetpy.messages.language import LanguageUnreadable, say, speak, translated

GERMAN = {
    "{0} packages exported to {1}.": "Nach {1}: {0} Pakete.",
    "The following commands are available:": "Diese Befehle gibt es:",
    "Install packages": "Pakete installieren",
    "Show help for this command": "Hilfe zeigen",
    "Unrecognized command: {0!r}.": "Unbekannter Befehl: {0!r}.",
    "There are no pins configured.": "Keine Pins.",
    "Engine": "Programm",
    "A change was interrupted.": "{5} stimmt nicht.",
    "Update the source {Name}.": "Quelle {Name} auffrischen.",
    "Installer failed security check": "Installer unsicher",
}


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    (tmp_path / "de.json").write_text(json.dumps(GERMAN), encoding="utf-8")
    yield tmp_path
    speak("")


@pytest.mark.parametrize("tag", ["de", "de-AT", "de_DE", "de-Latn-CH"])
def test_a_language_is_found_by_its_tag_and_those_before_it(german: Path, tag: str) -> None:
    speak(tag)
    assert say("{0} packages exported to {1}.", 3, "list.json") == "Nach list.json: 3 Pakete."
    assert translated("Install packages") == "Pakete installieren"


@pytest.mark.parametrize("tag", ["", "en-US", "en-GB", "ja-JP", "../de", "C", "POSIX", "d\u00e9"])
def test_what_has_no_file_is_english(german: Path, tag: str) -> None:
    speak("de")
    speak(tag)
    assert translated("Install packages") == "Install packages"


def test_what_a_language_lacks_or_has_wrong_is_english(german: Path) -> None:
    speak("de")
    assert say("{0} packages: {1}.", 2, "done") == "2 packages: done."
    assert say("A change was interrupted.") == "A change was interrupted."


@pytest.mark.parametrize(
    "text",
    [
        "{0.real} {1}",
        "{0[a]} {1}",
        "{0:d} {1}",
        "{0:>999999999} {1}",
        "{1}",
        "{} {}",
        "{0} {1} {",
        "{0}} {1}",
        "{{0}} {1}",
        "",
    ],
)
def test_a_sentence_with_other_places_is_english(german: Path, text: str) -> None:
    (german / "de.json").write_text(json.dumps({"{0} packages exported to {1}.": text}), encoding="utf-8")
    speak("de")
    assert say("{0} packages exported to {1}.", "3", "list.json") == "3 packages exported to list.json."


def test_a_remedy_with_other_places_is_english(german: Path) -> None:
    (german / "de.json").write_text(json.dumps({remedies.UPDATE_SOURCE.text: "Quelle {name} auffrischen."}), "utf-8")
    speak("de")
    assert "Test" in str(remedies.UPDATE_SOURCE.of(Name="Test"))


def test_a_byte_order_mark_is_passed_over(german: Path) -> None:
    (german / "de.json").write_text(json.dumps(GERMAN), encoding="utf-8-sig")
    speak("de")
    assert translated("Engine") == "Programm"


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}', ""])
def test_a_damaged_file_is_refused_and_english_is_spoken(german: Path, content: str) -> None:
    (german / "de.json").write_text(content, encoding="utf-8")
    with pytest.raises(LanguageUnreadable, match=r"de\.json"):
        speak("de-DE")
    assert translated("Install packages") == "Install packages"


def test_remedies_and_texts_of_codes_are_said_in_it(german: Path) -> None:
    [english] = find_known_errors("0x8A150011")
    (german / "de.json").write_text(json.dumps({**GERMAN, english.description: "Der Hash ist falsch."}), "utf-8")
    speak("de")
    assert str(remedies.UPDATE_SOURCE.of(Name="Test")) == "Quelle Test auffrischen."
    [known] = find_known_errors("0x8A150011")
    assert known.description == "Der Hash ist falsch."
    assert known in find_known_errors("hash ist falsch")
    speak("")
    assert find_known_errors("0x8A150011") == (english,)


def test_the_command_line_takes_it_from_the_environment(
    german: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WINGETPY_LANGUAGE", "de-DE")
    assert main(["--help"], _no_machine) == 0
    shown = capsys.readouterr().out
    assert "Diese Befehle gibt es:" in shown
    assert "Pakete installieren" in shown
    assert main(["frobnicate"], _no_machine) != 0
    assert "Unbekannter Befehl: 'frobnicate'." in capsys.readouterr().err
    assert main(["pin", "list", "-?"], _no_machine) == 0
    assert "Hilfe zeigen" in capsys.readouterr().out


def test_a_damaged_file_is_a_warning_of_the_command_line(
    german: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (german / "de.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("WINGETPY_LANGUAGE", "de")
    assert main(["--version"], _no_machine) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("v")
    assert "Warning: The sentences of this language cannot be read, English is used: de.json" in shown.err


def test_tables_and_fields_are_titled_in_it(german: Path) -> None:
    from wingetpy.cli.tables import plain, render_fields, table

    speak("de")
    assert render_fields([("Engine", "v1"), ("Other", "x")]) == ["Programm: v1", "Other: x"]
    assert plain([table(("Engine", "Id"), [("v1", "a")])])[0] == "Programm  Id"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says its display language")
@pytest.mark.parametrize(
    ("variables", "tag"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de-DE"),
        ({"LANG": "de_DE", "LC_ALL": "fr_CA.UTF-8@euro"}, "fr-CA"),
        ({"LANG": "de_DE", "LC_MESSAGES": "ja_JP.UTF-8"}, "ja-JP"),
        ({"LANG": "de_DE", "WINGETPY_LANGUAGE": "en"}, "en"),
        ({}, ""),
    ],
)
def test_the_language_of_the_person(variables: dict[str, str], tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "WINGETPY_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == tag


def _no_machine(host: str | None, root: Path | None) -> object:
    raise AssertionError("no machine is needed")
