"""Error codes and their names are winget's."""

from __future__ import annotations

from kit.data import cases
from wingetpy.errors import ErrorCode
from wingetpy.errors.known import find_known_errors

WINGET = {int(code, 16): name for code, name in cases("error_codes", "codes")}
OUR_NAMES = {
    "INSTALL_DEPENDENCIES": "DependenciesFailed",
    "ADMIN_CONTEXT_ACTION_PROHIBITED": "AdminContextRepairProhibited",
    "UPDATE_INSTALL_TECHNOLOGY_MISMATCH": "InstallTechnologyMismatch",
}
"""Names that say more than the reference client's."""


def test_a_code_of_winget_has_wingets_name() -> None:
    ours = [code for code in ErrorCode if code in WINGET]
    assert len(ours) > 50
    for code in ours:
        symbol = WINGET[code]
        short = symbol.removeprefix("INSTALL_") if code & 0xFF00 == 0x0100 else symbol
        names = {OUR_NAMES.get(symbol), symbol.replace("_", ""), short.replace("_", "")} - {None}
        assert code.name.lower() in {str(name).lower() for name in names}, symbol


def test_a_code_of_configurations_has_wingets_name() -> None:
    ours = [code for code in ErrorCode if code >> 12 == 0x8A15C]
    assert ours
    for code in ours:
        [known] = find_known_errors(code.hex)
        assert known.symbol.removeprefix("WINGET_").replace("_", "").lower() == code.name.lower()


def test_a_code_that_winget_lacks_is_in_our_own_range() -> None:
    ours = [code for code in ErrorCode if code >> 16 == 0x8A15 and code >> 12 != 0x8A15C and code not in WINGET]
    assert ours
    assert [code.name for code in ours if code & 0xFF00 != 0xF000] == []
