"""What reaches the terminal."""

from __future__ import annotations

import json

import pytest

from wingetpy.cli.console import Console
from wingetpy.errors import NotFound

EVIL = "N\u202eexe.gpj\x1b[2J\x9b31m"


def test_nothing_that_a_terminal_obeys_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(json=False)
    console.write([EVIL])
    console.message("Warning", EVIL)
    console.fault(NotFound(EVIL))
    written = capsys.readouterr()
    assert not {"\u202e", "\x1b", "\x9b"} & {*written.out, *written.err}
    assert "exe.gpj" in written.out
    assert written.err.count("exe.gpj") == 2


def test_json_holds_the_same_text_written_as_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(json=True)
    console.write_json({"Name": EVIL + "é"})
    out = capsys.readouterr().out
    assert json.loads(out) == {"Name": EVIL + "é"}
    assert not {"\u202e", "\x1b", "\x9b"} & {*out}
    assert "é" in out
