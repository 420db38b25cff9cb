"""A server that is slow or gone holds back nothing that is known without it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kit.calls import Listener
from kit.manifests import HASH, singleton
from kit.place import Place
from kit.toy_source import Service, ToyKind
from wingetpy.commands import package_get
from wingetpy.commands.registry import invoke, load
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources import kinds

_PATIENCE = 20.0


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    text = singleton("Toy.Tool", "1.0", kind="portable", url="https://example.org/tool.exe", sha256=HASH)
    served = Service({"Toy.Tool": {"1.0": text}})
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, ToyKind({"shop": served})))
    yield served
    if served.gate is not None:
        served.gate.set()


@pytest.fixture
def place(tmp_path: Path, service: Service) -> Place:
    """A machine with a folder and, behind it, a shop that a test makes slow."""
    place = Place(tmp_path)
    place.package("Local.Tool")
    place.open()
    place.ask("source/add", Name="Shop", Argument="toy://shop")
    place.install(Id="Local.Tool")
    return place


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_find_gives_the_rows_of_the_folder_before_the_server_answers(place: Place, service: Service) -> None:
    service.gate = threading.Event()
    call = Listener(emits=True)
    parameters = msgspec.convert({}, load("package/find").parameters)
    find = threading.Thread(target=invoke, args=(place.engine, "package/find", parameters, call), daemon=True)
    find.start()
    until(lambda: call.rows)
    assert [row.id for row in call.rows] == ["Local.Tool"]  # type: ignore[attr-defined]
    assert find.is_alive()
    service.gate.set()
    find.join(_PATIENCE)
    assert [row.id for row in call.rows] == ["Local.Tool", "Toy.Tool"]  # type: ignore[attr-defined]


def test_a_list_does_not_wait_for_a_server(place: Place, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_get, "LIST_PATIENCE", 0.05)
    service.gate = threading.Event()
    assert place.installed() == {"Local.Tool": "1.0"}
    assert [text for text in place.call.warnings() if "Shop did not answer" in text]
    service.gate.set()
    assert place.installed() == {"Local.Tool": "1.0"}
    assert place.call.warnings() == []


def test_a_list_is_there_where_the_only_source_does_not_answer(
    place: Place, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.ask("source/remove", Name="Test")
    monkeypatch.setattr(package_get, "LIST_PATIENCE", 0.05)
    service.gate = threading.Event()
    assert place.installed() == {"Local.Tool": "1.0"}
    assert len(place.call.warnings()) == 1
    service.gate.set()
    service.is_down = True
    assert place.installed() == {"Local.Tool": "1.0"}
    assert len(place.call.warnings()) == 1
    with pytest.raises(SourceError):
        place.ask("package/get", Source="Shop")


def test_a_list_does_not_ask_a_server_that_takes_no_part_in_it(
    place: Place, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ToyKind, "recognises_installed", lambda _self, _argument: False)
    service.gate = threading.Event()
    service.asked.clear()
    place.ask("package/get", Query="tool")
    assert [row.id for row in place.call.rows] == ["Local.Tool"]  # type: ignore[attr-defined]
    assert (place.call.warnings(), service.asked) == ([], [])


def test_a_server_that_is_gone_is_one_warning_and_hides_nothing(place: Place, service: Service) -> None:
    service.is_down = True
    for method, parameters in (("package/find", {}), ("package/get", {}), ("package/show", {"Id": "Local.Tool"})):
        result = place.ask(method, **parameters)
        assert place.call.codes() == [ErrorCode.SourceOpenFailed.hex], method
        assert place.call.rows or getattr(result, "id", "") == "Local.Tool", method
    with pytest.raises(SourceError, match="does not answer"):
        place.install(Id="Local.Tool", Force=True)


def test_a_server_whose_agreements_are_not_accepted_is_left_out(place: Place, service: Service) -> None:
    service.agreements = "Be kind."
    place.ask("package/find")
    assert [row.id for row in place.call.rows] == ["Local.Tool"]  # type: ignore[attr-defined]
    assert place.call.codes() == [ErrorCode.SourceAgreementsNotAccepted.hex]
    place.ask("package/find", AcceptSourceAgreements=True)
    assert len(place.call.rows) == 2
    assert place.call.codes() == []
