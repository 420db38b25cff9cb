"""The command line's own sentences for the engine's remedies; tests/test_messages_name_what_exists.py reads them."""

from __future__ import annotations

import pytest

from wingetpy.cli.remedies import REMEDIES, remedy_of
from wingetpy.errors import ErrorReport, NotFound
from wingetpy.errors.remedies import UPDATE_SOURCE, Remedy

ANOTHER = Remedy("TryAnother", "Try another name than {Name}.").of(Name="tool")


def test_a_sentence_of_the_command_line_replaces_the_engines_and_names_its_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = NotFound("Nothing.", remedy=ANOTHER)
    assert remedy_of(error) == "Try another name than tool."
    monkeypatch.setitem(REMEDIES, "TryAnother", "Try `{Name}`.")
    assert remedy_of(error) == remedy_of(ErrorReport.of(error)) == "Try `tool`."
    assert remedy_of(NotFound("Nothing.", remedy="Try a sentence.")) == "Try a sentence."
    assert remedy_of(NotFound("Nothing.")) is None


def test_an_error_that_passes_a_remedy_on_keeps_its_id_and_values() -> None:
    report = ErrorReport.of(NotFound("Nothing.", remedy=UPDATE_SOURCE.of(Name="Test")))
    passed = NotFound("Nothing either.", remedy=report.advice)
    assert (passed.remedy, passed.remedy_id, passed.remedy_values) == (
        "Update the source Test.",
        "UpdateSource",
        {"Name": "Test"},
    )
