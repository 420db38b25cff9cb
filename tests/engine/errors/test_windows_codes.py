"""Windows' HRESULTs about packages: each has its symbol and a sentence."""

from __future__ import annotations

import pytest

from wingetpy.errors import ErrorCode
from wingetpy.errors.windows_codes import WINDOWS_CODES, windows_code

OUR_NAMES = {
    "E_NOTIMPL": "NotImplemented",
    "OPC_E_ZIP_MISSING_END_OF_CENTRAL_DIRECTORY": "MsixNotAPackage",
    "STATEREPOSITORY_E_DEPENDENCY_NOT_RESOLVED": "DependencyNotResolved",
    "ERROR_UNSUPPORTED_ARM32_PACKAGE_REQUIRES_REMEDIAITON": "UnsupportedArm32PackageRequiresRemediation",
    "E_ILLEGAL_METHOD_CALL": "IllegalMethodCall",
}
"""Names that say more than the symbol, or do not repeat its slip."""


@pytest.mark.parametrize(
    "codes",
    [range(0x80073CF0, 0x80073D3D), range(0x80080200, 0x8008021A), range(0x80511001, 0x80511011)],
    ids=["deployment", "packaging", "zip"],
)
def test_no_code_about_packages_is_left_out(codes: range) -> None:
    assert [f"{code:#x}" for code in codes if windows_code(code) is None] == []


def test_a_name_is_that_of_the_symbol() -> None:
    for code, known in WINDOWS_CODES.items():
        plain = known.symbol.removeprefix("ERROR_").replace("_E_", "_").replace("_", "")
        assert code.name.lower() == OUR_NAMES.get(known.symbol, plain).lower()


def test_each_has_one_sentence() -> None:
    texts = [known.text for known in WINDOWS_CODES.values()]
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if not text.endswith(".") or text.count(". ") or not text[0].isupper()] == []


def test_another_code_has_no_text() -> None:
    assert windows_code(0x80004005) is None
    assert windows_code(ErrorCode.NoApplicationsFound) is None
