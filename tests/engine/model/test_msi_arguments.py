"""Arguments of the Windows Installer are read as the reference client reads them."""

from __future__ import annotations

from typing import Any

import pytest

from kit.data import cases
from wingetpy.model.msi_arguments import MsiArguments, parse_msi_arguments


@pytest.mark.parametrize("case", cases("msi_arguments"), ids=lambda case: repr(case["arguments"]))
def test_arguments_mean_what_the_reference_says(case: dict[str, Any]) -> None:
    if case.get("error"):
        with pytest.raises(ValueError, match=r"\."):
            parse_msi_arguments(case["arguments"])
        return
    read = parse_msi_arguments(case["arguments"])
    assert list(read.ui) == case["ui"]
    assert read.log_file == case["log_file"]
    assert sorted(read.log_modes) == sorted(case["log_modes"])
    assert sorted(read.log_attributes) == sorted(case["log_attributes"])
    assert " ".join(f"{name}={value}" for name, value in read.properties) == case["properties"]


def test_names_of_properties_and_options_are_read_in_any_case() -> None:
    assert parse_msi_arguments("/QN installdir=C:\\Tool").properties == (("installdir", "C:\\Tool"),)
    assert parse_msi_arguments("-quiet") == parse_msi_arguments("/qn")


@pytest.mark.parametrize("text", ["/i package.msi", "plain", "=value", "/qz", "/qf!", '/l* "a" b'])
def test_what_the_api_does_not_take_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        parse_msi_arguments(text)


def test_nothing_is_asked_for_by_nothing() -> None:
    assert parse_msi_arguments("") == MsiArguments()
