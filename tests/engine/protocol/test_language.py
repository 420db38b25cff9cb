"""The peer's language is that of what is said to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from wingetpy.errors import remedies
from wingetpy.messages import language
from wingetpy.messages.language import speak
from wingetpy.protocol.conversation import Conversation, ServerInfo
from wingetpy.protocol.dispatch import MethodTable
from wingetpy.protocol.writer import Writer


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(language, "FOLDER", str(tmp_path))
    file = tmp_path / "de.json"
    file.write_text(json.dumps({"List the pins to see which packages have one.": "Pins auflisten."}), encoding="utf-8")
    yield file
    speak("")


def introduce(locale: str | None) -> tuple[list[str], list[tuple[object, str]]]:
    """Say hello; what is answered, and what is written into the log."""
    answered: list[str] = []
    logged: list[tuple[object, str]] = []
    conversation = Conversation(
        MethodTable(), ServerInfo("1", "sandbox", "log"), lambda level, text: logged.append((level, text))
    )
    writer = Writer(lambda line: answered.append(line.decode()) or len(line), lambda: True, 1 << 20, lambda: None)
    conversation.attach(writer)
    about = {"ProtocolVersion": 1, "Client": {"Name": "t"}, "Locale": locale}
    conversation.take(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about}).encode())
    assert writer.drain(10)
    return answered, logged


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("de-CH", "Pins auflisten."),
        ("en-US", "List the pins to see which packages have one."),
        (None, "List the pins to see which packages have one."),
    ],
)
def test_remedies_are_in_it(german: Path, locale: str | None, said: str) -> None:
    [answer], _ = introduce(locale)
    assert json.loads(answer)["result"]["Host"] == "sandbox"
    assert str(remedies.NOT_PINNED) == said


def test_a_damaged_language_is_left_out_and_logged(german: Path) -> None:
    german.write_text("{", encoding="utf-8")
    [answer], logged = introduce("de")
    assert "result" in json.loads(answer)
    assert [level for level, text in logged if "de.json" in text] == ["Warning"]
    assert str(remedies.NOT_PINNED) == "List the pins to see which packages have one."
