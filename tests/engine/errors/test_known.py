"""What a code means, by any way to write it."""

from __future__ import annotations

import pytest

from kit.data import cases
from wingetpy.errors.codes import ErrorCode
from wingetpy.errors.known import find_known_errors


def test_every_code_of_winget_is_known_by_its_own_symbol() -> None:
    for code, name in cases("error_codes", "codes"):
        [known] = find_known_errors(code)
        assert known.symbol == f"APPINSTALLER_CLI_ERROR_{name}"
        assert known.description.endswith(".")


def test_every_code_that_this_engine_raises_is_known_by_the_id_of_its_error() -> None:
    for code in ErrorCode:
        [known] = find_known_errors(code.hex)
        assert (known.code, known.decimal, known.error_id) == (code.hex, code.signed, code.name)
        assert len(known.description) > 3


@pytest.mark.parametrize("text", ["0x8a15c001", "0X8A15C001", "2316681217", "-1978286079", " 0x8A15C001 "])
def test_a_code_is_found_however_it_is_written(text: str) -> None:
    [known] = find_known_errors(text)
    assert (known.code, known.symbol) == ("0x8A15C001", "WINGET_CONFIG_ERROR_INVALID_CONFIGURATION_FILE")


def test_a_code_of_partial_success_has_all_eight_digits() -> None:
    [known] = find_known_errors("0xA150202")
    assert (known.code, known.decimal) == ("0x0A150202", 0x0A150202)


def test_a_number_that_is_no_code_is_said_to_be_unknown() -> None:
    [known] = find_known_errors("0x8a15c000")
    assert (known.code, known.symbol, known.description) == ("0x8A15C000", "", "Unknown error code.")


def test_a_word_is_looked_for_in_names_and_descriptions() -> None:
    assert "0x8A150011" in [one.code for one in find_known_errors("hash")]
    assert [one.code for one in find_known_errors("NoApplicationsFound")] == ["0x8A150014"]
    assert find_known_errors("no such word at all") == ()
    assert find_known_errors("99999999999") == ()


def test_the_exit_codes_of_the_windows_installer_are_known_by_their_numbers() -> None:
    [failed] = find_known_errors("1603")
    assert (failed.code, failed.decimal, failed.symbol) == ("0x00000643", 1603, "ERROR_INSTALL_FAILURE")
    assert [find_known_errors(text)[0].symbol for text in ("3010", "0x669")] == [
        "ERROR_SUCCESS_REBOOT_REQUIRED", "ERROR_SUCCESS_REBOOT_INITIATED",
    ]  # fmt: skip
