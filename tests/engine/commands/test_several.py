"""Several packages known at once: their files come together, then one package follows the other."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from kit.manifests import singleton
from kit.place import Place
from kit.secure_server import Answer, Asked, site
from wingetpy.commands.parameters import Totals
from wingetpy.transfer import download as transfer

NAMES = ("A", "B", "C")


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.01)


class Server:
    """Files that hold their own names; none is answered before all of `together` were asked for."""

    def __init__(self, together: int = 1, missing: str = "") -> None:
        self.asked: list[str] = []
        self.missing = missing
        self._barrier = threading.Barrier(together, timeout=20)
        self._together = together

    def __call__(self, asked: Asked) -> Answer:
        name = asked.path[1:]
        self.asked.append(name)
        if len(self.asked) <= self._together:
            self._barrier.wait()
        return Answer(404, (), b"") if name == self.missing else Answer(200, (), name.encode())


def put(place: Place, url: str, version: str = "1.0", names: tuple[str, ...] = NAMES) -> None:
    for name in names:
        file = f"{name}-{version}"
        sha256 = hashlib.sha256(file.encode()).hexdigest()
        text = singleton(f"Test.{name}", version, kind="portable", url=f"{url}/{file}", sha256=sha256)
        place.shelf.write(f"{file}.yaml", text)
    place.open()


def fetch(place: Place, *names: str, **more: object) -> Totals:
    packages = [{"Operation": "Install", "Id": f"Test.{name}", **more} for name in names]
    totals = place.ask("package/fetch", Packages=packages)
    assert isinstance(totals, Totals)
    return totals


def test_they_are_downloaded_together_and_used_by_the_installs(place: Place) -> None:
    server = Server(together=3)
    with site(server, None) as known:
        put(place, known.url)
        assert fetch(place, *NAMES).count == 3
        assert place.installed() == {}
    for name in NAMES:  # the server is gone
        assert place.install(Id=f"Test.{name}").status == "Ok"
    assert sorted(server.asked) == ["A-1.0", "B-1.0", "C-1.0"]


def test_what_is_current_or_not_there_is_not_downloaded(place: Place) -> None:
    server = Server()
    with site(server, None) as known:
        put(place, known.url)
        place.install(Id="Test.A")
        assert fetch(place, "A", "B", "C", "Nowhere").failed == 0
        assert server.asked[0] == "A-1.0"
        assert sorted(server.asked[1:]) == ["B-1.0", "C-1.0"]


def test_one_that_fails_keeps_nobody_from_the_others(place: Place) -> None:
    with site(Server(missing="B-1.0"), None) as known:
        put(place, known.url)
        assert fetch(place, *NAMES).failed == 1
        assert [place.install(Id=f"Test.{name}").status for name in NAMES] == ["Ok", "DownloadError", "Ok"]


def test_a_file_that_failed_is_not_tried_again_by_its_own_install_but_by_the_next_one(place: Place) -> None:
    server = Server(missing="B-1.0")
    with site(server, None) as known:
        put(place, known.url)
        fetch(place, *NAMES)
        tried = server.asked.count("B-1.0")
        result = place.install(Id="Test.B")
        assert (result.status, server.asked.count("B-1.0")) == ("DownloadError", tried)
        server.missing = ""
        assert place.install(Id="Test.B").status == "Ok"


def test_a_failed_file_of_a_dependency_is_not_tried_again_either(place: Place) -> None:
    server = Server(missing="B-1.0")
    with site(server, None) as known:
        put(place, known.url)
        manifest = place.source / "A-1.0.yaml"
        needs = "Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: Test.B\n"
        place.shelf.write("A-1.0.yaml", needs + manifest.read_text())
        place.open()
        fetch(place, "A", "C")
        tried = server.asked.count("B-1.0")
        result = place.install(Id="Test.A")
        assert result.error is not None
        assert (result.error.symbol, server.asked.count("B-1.0")) == ("DependenciesFailed", tried)
        assert tried > 0


def test_a_file_that_is_fetched_again_has_not_failed(place: Place) -> None:
    server = Server(missing="A-1.0")
    with site(server, None) as known:
        put(place, known.url, names=("A", "B"))
        fetch(place, "A", "B")
        server.missing = ""
        put(place, known.url, names=("C", "D"))
        fetch(place, "A", "C", "D")
    assert [place.install(Id=f"Test.{name}").status for name in "ABCD"] == ["Ok"] * 4


def test_no_file_of_a_package_that_still_asks_for_consent_is_downloaded(place: Place) -> None:
    server = Server()
    with site(server, None) as known:
        put(place, known.url)
        text = (place.source / "A-1.0.yaml").read_text()
        place.shelf.write("A-1.0.yaml", text.replace("Installers:", "Agreements:\n- Agreement: Be good\nInstallers:"))
        place.open()
        fetch(place, *NAMES)
        assert sorted(server.asked) == ["B-1.0", "C-1.0"]
        server.asked.clear()
        fetch(place, *NAMES, AcceptPackageAgreements=True)
    assert server.asked in ([], ["A-1.0"])


def test_an_update_of_all_downloads_together_and_one_that_fails_is_one_result(place: Place) -> None:
    with site(Server(), None) as known:
        put(place, known.url)
        for name in NAMES:
            place.install(Id=f"Test.{name}")
    with site(server := Server(together=3, missing="B-2.0"), None) as known:
        put(place, known.url, "2.0")
        results = place.update(All=True)
    assert {one.id: one.status for one in results} == {"Test.A": "Ok", "Test.B": "DownloadError", "Test.C": "Ok"}
    assert place.installed() == {"Test.A": "2.0", "Test.B": "1.0", "Test.C": "2.0"}
    assert server.asked.count("A-2.0") == 1


def test_how_many_come_at_once_is_a_setting(place: Place) -> None:
    (Path(place.host.state_folder()) / "settings.json").write_text('{"network": {"simultaneousDownloads": 1}}')
    running, most = 0, 0
    lock = threading.Lock()

    def answer(asked: Asked) -> Answer:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.05)
        with lock:
            running -= 1
        return Answer(200, (), asked.path[1:].encode())

    with site(answer, None) as known:
        put(place, known.url)
        fetch(place, *NAMES)
    assert most == 1
