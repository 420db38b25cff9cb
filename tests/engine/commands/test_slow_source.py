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
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.inventory.arp import UNINSTALL_KEY
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


@pytest.fixture
def programs(place: Place, service: Service) -> Place:
    """The machine with four programs besides: one that the folder knows by its code, one that the shop does, one that
    both do, and one that nobody does."""
    place.shelf.put("Local.Known", "2.0", installer="ProductCode: local")
    place.shelf.put("Local.Both", "2.0", installer="ProductCode: both")
    for identifier, version, code in (("Toy.Known", "2.0", "toy"), ("Toy.Both", "3.0", "both")):
        text = singleton(identifier, version, installer=f"ProductCode: {code}")
        service.manifests[identifier] = {version: text}
    for code in ("both", "local", "nobody", "toy"):
        for name, value in (
            ("DisplayName", f"Program {code}"),
            ("DisplayVersion", "1.0"),
            ("UninstallString", "x.exe"),
        ):
            place.host.registry.set_value(Hive.machine, rf"{UNINSTALL_KEY}\{code}", name, RegistryValue("sz", value))
    place.open()
    return place


def listed(place: Place, service: Service, early: set[str], **params: object) -> list[tuple[str, str]]:
    """The rows of a list (id and the version that is offered), of which these come before the server answers."""
    service.gate = threading.Event()
    call = Listener(emits=True)
    parameters = msgspec.convert(params, load("package/get").parameters)
    results: list[msgspec.Struct] = []
    thread = threading.Thread(
        target=lambda: results.append(invoke(place.engine, "package/get", parameters, call)), daemon=True
    )
    thread.start()
    until(lambda: len(call.rows) >= len(early) and service.asked)
    time.sleep(0.1)
    assert {row.id for row in call.rows} == early  # type: ignore[attr-defined]
    assert thread.is_alive()
    service.gate.set()
    thread.join(_PATIENCE)
    rows = [(row.id, row.available_versions[0] if row.is_update_available else "") for row in call.rows]  # type: ignore[attr-defined]
    [result] = results
    assert result.count == len(rows)  # type: ignore[attr-defined]
    return rows


LATE = [(r"ARP\Machine\X64\nobody", ""), ("Toy.Known", "2.0")]


def test_a_list_gives_at_once_what_the_server_cannot_change(programs: Place, service: Service) -> None:
    first = [("Local.Both", "2.0"), ("Local.Known", "2.0"), ("Local.Tool", "")]
    assert listed(programs, service, {one for one, _ in first}) == [*first, *LATE]


def test_what_a_server_that_counts_more_may_know_waits_for_it(programs: Place, service: Service) -> None:
    programs.ask("source/edit", Name="Shop", Priority=10)
    rows = listed(programs, service, {"Local.Tool"})
    assert rows == [("Local.Tool", ""), ("Toy.Both", "3.0"), ("Local.Known", "2.0"), *LATE]


def test_what_is_known_by_its_name_alone_waits_for_a_server_that_may_have_its_code(
    programs: Place, service: Service
) -> None:
    programs.shelf.put("Local.Named", "1.0", name="Program toy", publisher="")
    programs.open()
    assert ("Toy.Known", "2.0") in listed(programs, service, {"Local.Tool", "Local.Both", "Local.Known"})


def test_an_update_that_no_server_can_change_is_listed_at_once(programs: Place, service: Service) -> None:
    rows = listed(programs, service, {"Local.Both", "Local.Known"}, UpdateAvailable=True, IncludeBlocked=True)
    assert rows == [("Local.Both", "2.0"), ("Local.Known", "2.0"), ("Toy.Known", "2.0")]


def test_of_a_limited_list_only_what_comes_before_all_others_is_there_at_once(
    programs: Place, service: Service
) -> None:
    rows = listed(programs, service, {"Local.Both", "Local.Known"}, Count=4)
    assert rows == [("Local.Both", "2.0"), ("Local.Known", "2.0"), *LATE]
    programs.ask("source/edit", Name="Shop", Priority=10)
    assert listed(programs, service, set(), Count=2) == [("Toy.Both", "3.0"), ("Local.Known", "2.0")]


def test_a_query_finds_by_the_server_s_names_what_the_folder_calls_otherwise(programs: Place, service: Service) -> None:
    rows = listed(programs, service, set(), Query="Toy.")
    assert rows == [("Local.Both", "2.0"), ("Toy.Known", "2.0"), ("Local.Tool", "")]


def test_a_folder_that_is_gone_is_one_warning_and_its_packages_wait(programs: Place, service: Service) -> None:
    programs.shelf.root.rename(programs.shelf.root.with_name("gone"))
    assert programs.installed() == {"Local.Tool": "1.0", "Toy.Both": "1.0", "Toy.Known": "1.0"} | {
        rf"ARP\Machine\X64\{one}": "1.0" for one in ("local", "nobody")
    }
    assert len(programs.call.warnings()) == 1
