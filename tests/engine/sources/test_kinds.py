"""Another kind of source takes one line in the table, and everything works with it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest

from kit.calls import Listener
from kit.manifests import singleton
from kit.sources import Shelf, found
from kit.toy_source import Service, ToyKind
from kit.web_server import web_server
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstalledPackage, InstallResult
from wingetpy.commands.registry import invoke, load
from wingetpy.errors import ConsentMissing, ErrorCode, SourceError
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.model.proxy import Proxy
from wingetpy.sources import kinds
from wingetpy.sources.catalog import Sources
from wingetpy.sources.details import SourceDetails, SourceUpdate
from wingetpy.sources.request import FoundPackage, InstalledKeys, SearchRequest
from wingetpy.sources.source import SourceAccess

PROGRAM = b"a program"


def portable(identifier: str, version: str) -> str:
    return singleton(
        identifier,
        version,
        kind="portable",
        url="http://files.invalid/tool.exe",
        sha256=hashlib.sha256(PROGRAM).hexdigest(),
    )


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    service = Service({"Toy.Tool": {version: portable("Toy.Tool", version) for version in ("1.0", "1.10", "1.9")}})
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, ToyKind({"shop": service})))
    return service


class Shop:
    """An engine, and requests that come with a proxy."""

    def __init__(self, folder: Path) -> None:
        self.engine = Engine(SandboxHost(folder / "machine"))
        self.proxy: Proxy | None = None

    def ask(self, method: str, **params: object) -> list[msgspec.Struct]:
        call = Listener(emits=True, proxy=self.proxy)
        invoke(self.engine, method, msgspec.convert(params, load(method).parameters), call)
        return call.rows


def test_a_package_of_another_kind_of_source_is_found_installed_listed_and_updated(
    service: Service, tmp_path: Path
) -> None:
    shop = Shop(tmp_path)
    with web_server(PROGRAM) as server:
        shop.proxy = Proxy(http=server.address)
        [added] = shop.ask("source/add", Name="Shop", Argument="toy://Shop/", TrustLevel="trusted")
        assert isinstance(added, SourceDetails)
        assert (added.type, added.argument, added.identifier) == ("Test.Toy", "toy://shop", "Toy: shop")
        assert added.last_update is not None

        [row] = shop.ask("package/find", Query="tool")
        assert isinstance(row, FoundPackage)
        assert (row.id, row.source, row.available_versions) == ("Toy.Tool", "Shop", ["1.10", "1.9", "1.0"])

        [result] = shop.ask("package/install", Id="toy.tool", Version="1.0")
        assert isinstance(result, InstallResult)
        assert (result.status, result.version, result.changed) == ("Ok", "1.0", True)
        [listed] = shop.ask("package/get")
        assert isinstance(listed, InstalledPackage)
        assert (listed.id, listed.source, listed.is_update_available) == ("Toy.Tool", "Shop", True)
        [result] = shop.ask("package/update", Id="Toy.Tool")
        assert isinstance(result, InstallResult)
        assert (result.status, result.version) == ("Ok", "1.10")
        assert len(server.ranges) == 2
    assert {asked.proxy for asked in service.asked} == {shop.proxy}

    [updated] = shop.ask("source/update")
    assert updated == SourceUpdate(name="Shop", changed=False, seconds=0.0)
    folder = shop.engine.host.state_folder() / "cache" / "Toy_ shop"
    assert folder.is_dir()
    shop.ask("source/remove", Name="Shop")
    assert not folder.exists()


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path / "state", processes=1)


def test_a_type_is_found_by_name_without_case_and_its_argument_checked(service: Service, sources: Sources) -> None:
    assert sources.add(Listener(), "a", "toy://shop", "test.TOY").type == "Test.Toy"
    with pytest.raises(SourceError, match="no service nowhere"):
        sources.add(Listener(), "b", "toy://nowhere")
    with pytest.raises(SourceError, match="already refers to this location: a") as taken:
        sources.add(Listener(), "b", "toy://SHOP")
    assert taken.value.code is ErrorCode.SourceArgAlreadyExists
    with pytest.raises(SourceError, match="ftp://x") as unknown:
        sources.add(Listener(), "b", "ftp://x")
    assert unknown.value.code is ErrorCode.InvalidSourceType
    assert "type WinGetPy.Folder" in (unknown.value.remedy or "")
    assert "type Test.Toy" in (unknown.value.remedy or "")


def test_kinds_are_asked_together_and_one_that_fails_is_a_warning(
    service: Service, sources: Sources, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("Paper.Tool", installer="ProductCode: '{PAPER}'")
    service.manifests["Toy.Tool"]["2.0"] = singleton("Toy.Tool", "2.0", installer="ProductCode: '{TOY}'")
    sources.add(Listener(), "shelf", str(shelf.root))
    sources.add(Listener(), "shop", "toy://shop")
    opened = sources.open(Listener())
    assert sorted(found(opened, "tool")) == ["Paper.Tool", "Toy.Tool"]
    answers = opened.recognise([InstalledKeys(product_code=code) for code in ("{toy}", "{paper}")])
    assert [[match.package.source for match in one] for one in answers] == [["shop"], ["shelf"]]
    [[by_name]] = opened.recognise([InstalledKeys(name="Tool 2.0", publisher="Test Publisher Ltd.")])
    assert (by_name.package.identifier, by_name.strong) == ("Toy.Tool", False)
    listener = Listener()
    opened = sources.open(listener)
    service.is_down = True
    assert found(opened, "tool") == ["Paper.Tool"]
    assert listener.warnings() == ["The service does not answer."]


def test_a_server_that_has_more_than_it_gives_says_so(service: Service, sources: Sources) -> None:
    service.manifests["Toy.Two"] = {"1.0": portable("Toy.Two", "1.0")}
    service.most = 1
    sources.add(Listener(), "shop", "toy://shop")
    result = sources.open(Listener()).search(SearchRequest(query="toy", count=5))
    assert (len(result.rows), result.truncated) == (1, True)


def test_agreements_and_headers_come_with_the_command(service: Service, sources: Sources) -> None:
    service.agreements = "Be kind."
    with pytest.raises(ConsentMissing, match=r"Be kind\.") as missing:
        sources.add(Listener(), "shop", "toy://shop")
    assert missing.value.code is ErrorCode.SourceAgreementsNotAccepted
    assert sources.list() == ()
    access = SourceAccess(header="secret", accept_agreements=True)
    sources.add(Listener(), "shop", "toy://shop", access=access)
    service.asked.clear()
    found(sources.open(Listener(), access=access), "tool")
    assert {asked.header for asked in service.asked} == {"secret"}
    with pytest.raises(ConsentMissing):
        sources.open(Listener())


def test_a_source_of_a_type_of_a_newer_engine_is_listed_and_fails_alone(
    service: Service, sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("Paper.Tool")
    sources.add(Listener(), "shelf", str(shelf.root))
    sources.add(Listener(), "shop", "toy://shop")
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS[:1])
    older = Sources(tmp_path / "state", processes=1)
    assert [details.type for details in older.list()] == ["WinGetPy.Folder", "Test.Toy"]
    listener = Listener()
    assert found(older.open(listener)) == ["Paper.Tool"]
    assert listener.codes() == [ErrorCode.InvalidSourceType.hex]
