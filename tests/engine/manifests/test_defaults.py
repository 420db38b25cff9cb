"""What exit codes mean by the manifest, or else by what is usual for the technology."""

from __future__ import annotations

import pytest

from wingetpy.manifests.defaults import default_switches, response_to
from wingetpy.manifests.model import ExpectedReturnCode, Installer
from wingetpy.model.technology import InstallerType


def installer(technology: InstallerType, **fields: object) -> Installer:
    return Installer(architecture="x64", installer_type=technology, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("technology", "code", "response"),
    [
        ("msi", 3010, "rebootRequiredToFinish"),
        ("wix", 1618, "installInProgress"),
        ("burn", 1602, "cancelledByUser"),
        ("inno", 5, "cancelledByUser"),
        ("msix", 0x80073CF3, "missingDependency"),
    ],
)
def test_usual_codes_are_known(technology: InstallerType, code: int, response: str) -> None:
    found = response_to(installer(technology), code)
    assert found is not None
    assert found.return_response == response


def test_the_manifest_says_it_first() -> None:
    own = ExpectedReturnCode(installer_return_code=3010, return_response="custom", return_response_url="https://x")
    assert response_to(installer("msi", expected_return_codes=(own,)), 3010) is own
    assert response_to(installer("msi", installer_success_codes=(3010,)), 3010) is None


def test_an_archive_answers_as_what_is_in_it() -> None:
    assert response_to(installer("zip", nested_installer_type="msi"), 1638) is not None
    assert response_to(installer("zip"), 1638) is None


def test_nothing_is_known_of_other_codes() -> None:
    assert response_to(installer("exe"), 3010) is None
    assert response_to(installer("msi"), 4711) is None


def test_only_some_technologies_have_usual_switches() -> None:
    assert default_switches("nullsoft").silent == "/S"
    assert default_switches("exe").silent is None
