"""A folder that is served is the same source to a client as the folder itself."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kit.calls import Listener
from kit.secure_server import Authority
from kit.sources import EQUAL, EXACT, STARTS, Shelf, found
from wingetpy.authoring import rest_connections, served_folder
from wingetpy.authoring.rest_app import RestApplication
from wingetpy.authoring.rest_server import rest_server
from wingetpy.authoring.served_folder import ServedFolder
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.registry import invoke, load
from wingetpy.errors import SourceError
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.model.proxy import CallerAccess
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import FoundPackage, InstalledKeys, SearchRequest


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def _conditions(field: str, count: int) -> bytes:
    match = {"KeyWord": "a", "MatchType": "Substring"}
    return msgspec.json.encode({"Inclusions": [{"PackageMatchField": field, "RequestMatch": match}] * count})


@contextmanager
def serving(shelf: Shelf, authority: Authority, state: Path, token: str | None = None) -> Iterator[str]:
    folder = ServedFolder(str(shelf.root), state)
    try:
        with rest_server(RestApplication(folder, token=token), "127.0.0.1", 0, authority.server, None) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            try:
                yield f"https://localhost:{server.port}"
            finally:
                server.shutdown()
                thread.join()
    finally:
        folder.close()


@contextmanager
def both(shelf: Shelf, authority: Authority, place: Path) -> Iterator[tuple[CompositeSource, CompositeSource]]:
    """The folder itself and the server, each as the one source of a client."""
    with serving(shelf, authority, place / "server") as url:
        here, there = Sources(place / "here", processes=1), Sources(place / "there")
        here.add(Listener(), "shelf", str(shelf.root))
        there.add(Listener(), "shelf", url, "Microsoft.Rest")
        yield here.open(Listener()), there.open(Listener())
        there.close()
        here.close()


def test_searches_find_the_same(shelf: Shelf, authority: Authority, tmp_path: Path) -> None:
    shelf.put("Test.Editor", "1.0", name="An Editor", moniker="edit", tags=["text", "code"], commands=["ed"])
    shelf.put("Test.Editor", "2.0", name="An Editor", moniker="edit", tags=["text", "code"], commands=["ed"])
    shelf.put("Test.Other", name="Other", tags=["editor"])
    shelf.put("Best.Thing", name="Thing Editor")
    requests: list[dict[str, object]] = [
        {"query": "editor"},
        {"query": "edit", "match_option": EQUAL},
        {"query": "TEXT"},
        {"tag": "code"},
        {"command": "ED", "match_option": EQUAL},
        {"id": "test.", "match_option": STARTS},
        {"id": "T*t.E*"},
        {"query": "editor", "id": "best"},
        {"id": "Test.Editor", "match_option": EXACT},
        {"id": "test.editor", "match_option": EXACT},
        {"name": "other", "tag": "editor"},
        {"query": "nothing like it"},
    ]
    with both(shelf, authority, tmp_path) as (here, there):
        for request in requests[:8] + requests[10:]:
            assert set(found(there, **request)) == set(found(here, **request)), request
        assert found(there, id="Test.Editor", match_option=EXACT) == ["Test.Editor"]
        assert here.find_one(SearchRequest(query="edit", match_option=EQUAL)) == there.find_one(
            SearchRequest(query="edit", match_option=EQUAL)
        )


def test_what_has_the_text_as_its_command_or_tag_comes_before_what_holds_it(
    shelf: Shelf, authority: Authority, tmp_path: Path
) -> None:
    shelf.put("A.Merge", name="Merge")
    shelf.put("A.Target", name="Target")
    shelf.put("Burnt.Grep", name="Grep", commands=["rg"])
    shelf.put("Zed.Tagged", name="Tagged", tags=["rg"])

    expected = ["Burnt.Grep", "Zed.Tagged", "A.Merge", "A.Target"]
    with both(shelf, authority, tmp_path) as (here, there):
        assert found(here, query="rg")[:4] == expected
        assert found(there, query="rg")[:4] == expected


def test_versions_and_manifests_are_the_same(shelf: Shelf, authority: Authority, tmp_path: Path) -> None:
    shelf.put(
        "Test.Tool",
        "1.0",
        moniker="tool",
        installer="InstallerSwitches:\n  Silent: /quiet\nExpectedReturnCodes:\n- InstallerReturnCode: 5\n"
        "  ReturnResponse: diskFull\nAppsAndFeaturesEntries:\n- ProductCode: '{X}'\n  DisplayVersion: 1.0.0.7\n"
        "Markets:\n  AllowedMarkets: [US, DE]\nReleaseDate: 2024-01-02",
        more="Agreements:\n- AgreementLabel: Terms\n  Agreement: Be kind\nDocumentations:\n- DocumentLabel: Guide\n"
        "  DocumentUrl: https://example.org/guide",
    )
    shelf.put_set("Test.Tool", "10.0")
    with both(shelf, authority, tmp_path) as (here, there):
        reference = there.find_one(SearchRequest(query="test.tool", match_option=EQUAL))
        assert there.versions(reference) == here.versions(reference)
        assert there.keys(reference) == here.keys(reference)
        for version in ("1.0", "10.0"):
            given, read = here.manifest(reference, version), there.manifest(reference, version)
            differing = [
                name
                for name in given.__struct_fields__
                if getattr(given, name) != getattr(read, name) and name != "manifest_version"
            ]
            assert differing == []


def test_installed_programs_are_recognised_as_by_the_folder(shelf: Shelf, authority: Authority, tmp_path: Path) -> None:
    shelf.put("Test.Coded", installer="ProductCode: '{CODE}'")
    shelf.put("Test.Named", name="Named Tool", publisher="Somebody Ltd.")
    installed = [
        InstalledKeys(product_code="{code}"),
        InstalledKeys(name="Named Tool (x64)", publisher="Somebody"),
        InstalledKeys(name="Something", publisher="Else"),
    ]
    with both(shelf, authority, tmp_path) as (here, there):
        assert there.recognise(installed) == here.recognise(installed)
        assert [bool(one) for one in there.recognise(installed)] == [True, True, False]


def test_a_package_is_installed_from_the_server(shelf: Shelf, authority: Authority, tmp_path: Path) -> None:
    shelf.program("Tool", "2.0")
    with serving(shelf, authority, tmp_path / "server") as url:
        call = Listener(emits=True)
        engine = Engine(SandboxHost(tmp_path / "machine"))
        invoke(engine, "source/add", parameters("source/add", Name="shelf", Argument=url, Type="Microsoft.Rest"), call)
        invoke(engine, "package/install", parameters("package/install", Id="Test.Tool"), call)
        [installed] = [row for row in call.rows if isinstance(row, InstallResult)]
        assert installed.error is None
        assert (installed.status, installed.version, installed.source) == ("Ok", "2.0", "shelf")


def parameters(method: str, **given: object) -> msgspec.Struct:
    return msgspec.convert(given, load(method).parameters)


def test_a_changed_folder_is_seen_without_a_restart(
    shelf: Shelf, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served_folder, "LOOK_SECONDS", 0.05)
    shelf.put("Test.First")
    with both(shelf, authority, tmp_path) as (_, there):
        assert found(there, "test") == ["Test.First"]
        shelf.put("Test.Second")
        until = time.monotonic() + 20
        while len(found(there, "test")) < 2:
            assert time.monotonic() < until
        assert sorted(found(there, "test")) == ["Test.First", "Test.Second"]


def test_a_comparison_that_fails_is_logged_and_the_next_one_is_made(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served_folder, "LOOK_SECONDS", 0.02)
    shelf.put("Test.First")
    log: list[str] = []
    folder = ServedFolder(str(shelf.root), tmp_path / "state", log.append)
    update, fails = folder._source.update, threading.Event()

    def failing(*arguments: Any) -> Any:
        if fails.is_set():
            raise ZeroDivisionError("by chance")
        return update(*arguments)

    monkeypatch.setattr(folder._source, "update", failing)
    fails.set()
    assert eventually(lambda: log)
    assert log == ["The comparison with the folder failed: ZeroDivisionError: by chance."], "once, not each time"
    fails.clear()
    shelf.put("Test.Second")
    assert eventually(lambda: folder.open().versions("Test.Second"))
    folder.close()


def eventually(condition: Callable[[], object]) -> bool:
    until = time.monotonic() + 20
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_folder_that_cannot_be_read_does_not_show_its_place(
    shelf: Shelf, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("Test.Tool")
    log: list[str] = []
    folder = ServedFolder(str(shelf.root), tmp_path / "state", log.append)
    broken = SourceError(f"The folder {shelf.root} cannot be read.", target=str(shelf.root), remedy="")
    monkeypatch.setattr(folder, "open", lambda: (_ for _ in ()).throw(broken))
    answer: dict[str, str] = {}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/packageManifests/Test.Tool"}
    body = b"".join(
        RestApplication(folder)(environ, lambda status, headers: answer.update(dict(headers), status=status))
    )
    folder.close()
    assert answer["status"].startswith("503")
    assert str(shelf.root).encode() not in body
    assert log == [broken.text]


def test_clients_that_only_connect_keep_nobody_out(
    shelf: Shelf, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_connections, "MOST_CONNECTIONS", 4)
    monkeypatch.setattr(rest_connections, "STALLS_SECONDS", 0.2)
    shelf.put("Test.Tool")
    with serving(shelf, authority, tmp_path / "server") as url, ExitStack() as stalled:
        before = threading.active_count()
        port = int(url.rpartition(":")[2])
        for _ in range(30):
            stalled.enter_context(socket.create_connection(("127.0.0.1", port)))
        context = ssl.create_default_context(cafile=str(authority.trusted))
        with urllib.request.urlopen(f"{url}/information", context=context, timeout=30) as answer:
            assert answer.status == 200
        assert threading.active_count() - before <= 4


def test_clients_that_never_end_their_request_keep_nobody_out(
    shelf: Shelf, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sends the head of a search, and of its body one byte."""
    monkeypatch.setattr(rest_connections, "MOST_CONNECTIONS", 4)
    monkeypatch.setattr(rest_connections, "STALLS_SECONDS", 0.2)
    shelf.put("Test.Tool")
    context = ssl.create_default_context(cafile=str(authority.trusted))
    with serving(shelf, authority, tmp_path / "server") as url, ExitStack() as stalled:
        port = int(url.rpartition(":")[2])
        for _ in range(4):
            connection = socket.create_connection(("127.0.0.1", port))
            secure = stalled.enter_context(context.wrap_socket(connection, server_hostname="localhost"))
            secure.sendall(b"POST /manifestSearch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")
        with urllib.request.urlopen(f"{url}/information", context=context, timeout=30) as answer:
            assert answer.status == 200


def test_a_request_of_unknown_length_is_no_search_for_everything(
    shelf: Shelf, authority: Authority, tmp_path: Path
) -> None:
    shelf.put("Test.Tool")
    context = ssl.create_default_context(cafile=str(authority.trusted))
    with serving(shelf, authority, tmp_path / "server") as url:
        body = iter([b'{"Query": {"KeyWord": "nothing", "MatchType": "Exact"}}'])
        request = urllib.request.Request(f"{url}/manifestSearch", body, {"Transfer-Encoding": "chunked"})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, context=context, timeout=30)
        with caught.value as answer:
            assert answer.code == 411


def test_so_many_programs_as_a_list_asks_for_are_recognised_at_once(
    shelf: Shelf, authority: Authority, tmp_path: Path
) -> None:
    shelf.put("Test.Tool")
    context = ssl.create_default_context(cafile=str(authority.trusted))
    with serving(shelf, authority, tmp_path / "server") as url:
        for body in (_conditions("ProductCode", 1000), _conditions("Tag", 50)):
            with urllib.request.urlopen(f"{url}/manifestSearch", body, context=context, timeout=30) as answer:
                assert answer.status == 200


def test_only_who_has_the_token_may_read(shelf: Shelf, authority: Authority, tmp_path: Path) -> None:
    shelf.program("Tool")
    with serving(shelf, authority, tmp_path / "server", token="let me in") as url:
        with pytest.raises(SourceError, match="refuses access") as caught:
            Sources(tmp_path / "a").add(Listener(), "shelf", url, "Microsoft.Rest")
        assert caught.value.category == "AuthenticationError"
        by_header = Sources(tmp_path / "b")
        by_header.add(Listener(access=CallerAccess(header="let me in")), "shelf", url, "Microsoft.Rest")
        engine = Engine(SandboxHost(tmp_path / "machine"))
        call = Listener(emits=True)
        given = {"Name": "shelf", "Argument": url, "Type": "Microsoft.Rest", "Credential": {"Token": "let me in"}}
        invoke(engine, "source/add", parameters("source/add", **given), call)
        invoke(engine, "package/find", parameters("package/find", Query="tool"), call)
        assert [row.id for row in call.rows if isinstance(row, FoundPackage)] == ["Test.Tool"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nothing", None, 404),
        ("POST", "/information", b"{}", 405),
        ("PUT", "/packageManifests/Test.Tool", b"{}", 405),
        ("DELETE", "/packageManifests/Test.Tool", None, 405),
        ("POST", "/manifestSearch", b"no json", 400),
        ("POST", "/manifestSearch", b'{"Query": 5}', 400),
        ("POST", "/manifestSearch", b'{"Query": {"KeyWord": "x", "MatchType": "Nearly"}}', 400),
        ("POST", "/manifestSearch", b'{"Query": {"KeyWord": "' + b"x" * 3000 + b'", "MatchType": "Exact"}}', 400),
        ("POST", "/manifestSearch", _conditions("Tag", 51), 400),
        ("POST", "/manifestSearch", _conditions("ProductCode", 1001), 400),
        ("POST", "/manifestSearch", b" " * (2 << 20), 413),
        ("GET", "/information?" + "&".join(f"p{number}=1" for number in range(30)), None, 400),
        ("GET", "/files/../outside.txt", None, 404),
        ("GET", "/files/%2e%2e/outside.txt", None, 404),
        ("GET", "/files/..%2foutside.txt", None, 404),
        ("GET", "/files//etc/hostname", None, 404),
        ("GET", "/files/Test.Tool-1.0.yaml", None, 404),
        ("GET", "/files/.hidden", None, 404),
        ("GET", "/files/server.pem", None, 404),
        ("GET", "/files/keys/Signing.PFX", None, 404),
        ("GET", "/files/files", None, 404),
    ],
)
def test_what_may_not_be_asked_is_refused(
    method: str, path: str, body: bytes | None, status: int, shelf: Shelf, authority: Authority, tmp_path: Path
) -> None:
    shelf.program("Tool")
    for name in (".hidden", "server.pem", "keys/Signing.PFX"):
        shelf.write(name, "secret")
    (shelf.root.parent / "outside.txt").write_text("secret")
    with serving(shelf, authority, tmp_path / "server") as url:
        request = urllib.request.Request(url + path, body, {"Content-Type": "application/json"}, method=method)
        context = ssl.create_default_context(cafile=str(authority.trusted))
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, context=context)
        with caught.value as answer:
            assert answer.code == status
            assert status != 400 or answer.reason == "Bad Request"
            assert b"secret" not in answer.read()
            assert "Python" not in answer.headers["Server"]


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=2-", 206, b"23456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=-3", 206, b"789"),
        ("bytes=2-4000", 206, b"23456789"),
        ("bytes=4-2", 200, b"0123456789"),
        ("bytes=a-", 200, b"0123456789"),
        ("", 200, b"0123456789"),
    ],
)
def test_files_are_given_in_parts(
    asked: str, status: int, content: bytes, shelf: Shelf, authority: Authority, tmp_path: Path
) -> None:
    shelf.write("files/a b.exe", b"0123456789")
    with serving(shelf, authority, tmp_path / "server") as url:
        headers = {"Range": asked} if asked else {}
        request = urllib.request.Request(f"{url}/files/files/a%20b.exe", headers=headers)
        context = ssl.create_default_context(cafile=str(authority.trusted))
        with urllib.request.urlopen(request, context=context) as answer:
            assert (answer.status, answer.read()) == (status, content)
