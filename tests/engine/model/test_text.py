"""Texts of strangers, as a message quotes them and as a terminal is given them."""

from __future__ import annotations

import pytest

from wingetpy.model.text import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("Größe 大 \U0001f600", "Größe 大 \U0001f600"),
        ("two\r\nlines", "two\nlines"),
        ("over\rwritten", "over\ufffdwritten"),
        ("\x1b[2J\x1b]0;title\x07", "\ufffd[2J\ufffd]0;title\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("N\u202eexe.gpj", "N\ufffdexe.gpj"),
        ("\u2066isolated\u2069", "\ufffdisolated\ufffd"),
        ("שלום\u200f!", "שלום\u200f!"),
    ],
)
def test_a_terminal_is_given_nothing_that_it_obeys(text: str, shown: str) -> None:
    assert harmless(text) == shown
