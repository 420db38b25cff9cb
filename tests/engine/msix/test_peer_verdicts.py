"""The verdict on every package of the peer's tests is the reference's: taken, or refused with its code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from kit.msix import package_of_others
from kit.peers import peer_cases
from wingetpy.errors import EngineError
from wingetpy.msix.bundle import verify_contained
from wingetpy.msix.byte_source import ByteSource, FileBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.identity import publisher_id
from wingetpy.msix.package import OpenedPackage, open_package, verify_package
from wingetpy.msix.payload import check_payload

CASES = [case for case in peer_cases("msix_packages") if isinstance(case, dict)]
OURS_TO_CHOOSE = "inferred"
"""Begins where the code comes from that no source publishes: there only the refusal counts."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"].rpartition("/")[2])
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "streamed"])
def test_a_package_is_judged_as_the_reference_does(case: dict[str, Any], whole: bool) -> None:
    path = package_of_others(case["file"])
    if not whole and _only_as_a_whole(case):
        pytest.skip("what is wrong is how its parts are packed, which is not read")
    error = _verdict(path, Trust() if case["error_symbol"] == "CERT_E_CHAINING" else None, whole=whole)
    assert (error is None) == (case["expect"] == "ok"), error
    if error is not None:
        assert error.remedy
        if not case["expect_source"].startswith(OURS_TO_CHOOSE):
            assert int(error.code) == int(case["error"], 16), error.text


@pytest.mark.parametrize("case", [one for one in CASES if one["expect"] == "ok"], ids=lambda case: case["file"])
def test_a_good_package_is_called_as_the_reference_does(case: dict[str, Any]) -> None:
    with _opened(package_of_others(case["file"])) as package:
        assert package.identity.full_name == case["package_full_name"]
        assert package.identity.family_name == case["package_family_name"]
        assert package.identity.publisher == case["publisher"]


@pytest.mark.parametrize("case", peer_cases("msix_publisher_ids"), ids=lambda case: case["publisher"][:40])
def test_a_publisher_has_the_id_of_the_reference(case: dict[str, Any]) -> None:
    assert publisher_id(case["publisher"]) == case["publisher_id"]


def _only_as_a_whole(case: dict[str, Any]) -> bool:
    """Whether all that is wrong with a package is the digest of its parts as they are packed."""
    wrong = [tag for tag, good in (case.get("digests_match") or {}).items() if not good]
    return case["expect"] == "error" and wrong == ["AXPC"]


def _verdict(path: Path, trust: Trust | None, *, whole: bool) -> EngineError | None:
    """Return what a package is refused with; None where it is taken."""
    try:
        with _opened(path) as package:
            verified = verify_package(package, trust, unsigned=True, whole=whole)
            check_payload(verified)
            for _, contained in package.contained:
                check_payload(verify_contained(verified, contained, covered=whole))
    except EngineError as error:
        return error
    return None


@contextmanager
def _opened(path: Path) -> Iterator[OpenedPackage]:
    with ExitStack() as files:

        def beside(name: str) -> ByteSource:
            return files.enter_context(FileBytes(path.parent / name))

        yield open_package(files.enter_context(FileBytes(path)), beside=beside)
