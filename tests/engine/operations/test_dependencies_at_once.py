"""The files of a package and of its dependencies are there before the first of them is installed."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from kit.manifests import singleton
from kit.place import Place
from kit.secure_server import Answer, Asked, site
from wingetpy.errors import ErrorCode
from wingetpy.transfer import download as room

NEEDS = "Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: Test.Needed"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(room, "PAUSE_SECONDS", 0.01)
    return Place(tmp_path)


def put(place: Place, name: str, url: str, installer: str = "") -> None:
    """A portable on a server, whose content is its own name."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    text = singleton(f"Test.{name}", kind="portable", url=url, sha256=sha256, installer=installer)
    place.shelf.write(f"{name}.yaml", text)


def test_they_come_at_once(place: Place) -> None:
    both = threading.Barrier(2, timeout=20)

    def answer(asked: Asked) -> Answer:
        both.wait()  # neither is answered before both have been asked for
        return Answer(200, (), asked.path[1:].encode())

    with site(answer, None) as known:
        put(place, "Needed", f"{known.url}/Needed")
        put(place, "Main", f"{known.url}/Main", NEEDS)
        place.open()
        place.ask("package/install", Id="Test.Main")
    assert place.installed() == {"Test.Main": "1.0", "Test.Needed": "1.0"}


@pytest.mark.parametrize(
    ("missing", "code"), [("Main", ErrorCode.DownloadFailed), ("Needed", ErrorCode.DependenciesFailed)]
)
def test_a_file_that_cannot_be_brought_changes_nothing(missing: str, code: ErrorCode, place: Place) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(404, (), b"") if asked.path[1:] == missing else Answer(200, (), asked.path[1:].encode())

    with site(answer, None) as known:
        put(place, "Needed", f"{known.url}/Needed")
        put(place, "Main", f"{known.url}/Main", NEEDS)
        place.open()
        result = place.install(Id="Test.Main")
    assert result.error is not None
    assert result.error.code == code.hex
    assert "404" in result.error.message
    assert place.installed() == {}
