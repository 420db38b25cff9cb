"""A server that lies, stalls or never ends costs one clear error, bounded time and memory; other sources answer."""

from __future__ import annotations

import datetime
import itertools
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kit.calls import Listener
from kit.rest_service import Service, package, served
from kit.secure_server import JSON, Answer, Asked, Authority, site
from kit.sources import Shelf, found
from wingetpy.errors import Cancelled, ErrorCode, SourceError
from wingetpy.model.proxy import Proxy
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import InstalledKeys, SearchRequest
from wingetpy.sources.rest import server as rest_server
from wingetpy.transfer import exchange


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "PAUSE_SECONDS", 0.01)


@pytest.fixture
def service() -> Service:
    return Service(pages=[[package("Test.Tool")]])


def endless(first: bytes, again: bytes) -> Iterator[bytes]:
    yield first
    yield from itertools.repeat(again)


def tokens() -> Callable[[Asked], Answer]:
    number = itertools.count()
    return lambda _asked: Answer.json({"Data": [], "ContinuationToken": str(next(number))})


ANSWERS: dict[str, tuple[object, str, ErrorCode]] = {
    "an endless body": (
        Answer(pieces=endless(b'{"Data": [', b" " * 65536)),
        "larger than",
        ErrorCode.RestSourceInvalidData,
    ),
    "no JSON": (Answer(body=b"<html>"), "JSON is malformed", ErrorCode.RestSourceInvalidData),
    "another type": (
        Answer(200, (("Content-Type", "text/html"),), b"<html>"),
        "is not JSON but text/html",
        ErrorCode.RestApiUnsupportedMimeType,
    ),
    "a list instead of an object": (Answer(body=b"[]"), "Expected `object`", ErrorCode.RestSourceInvalidData),
    "a number instead of a name": (
        Answer.json({"Data": [{**package("a"), "PackageName": 5}]}),
        r"Expected `str`, got `int` - at `\$.Data\[0\].PackageName`",
        ErrorCode.RestSourceInvalidData,
    ),
    "no versions": (
        Answer.json({"Data": [{**package("a"), "Versions": []}]}),
        "lacks its id, name, publisher or versions",
        ErrorCode.RestSourceInvalidData,
    ),
    "control characters": (
        Answer.json({"Data": [package("a", name="a\x1b[2J")]}),
        "unusable name",
        ErrorCode.RestSourceInvalidData,
    ),
    "100,000 levels": (Answer(body=b'{"X":' + b"[" * 100_000), "recursion|truncated", ErrorCode.RestSourceInvalidData),
    "a header of 10 MB": (
        Answer(200, (*JSON, ("X-Large", "x" * (10 << 20)))),
        "no valid HTTP",
        ErrorCode.RestSourceInvalidData,
    ),
    "a redirect to http": (
        Answer(302, (("Location", "http://localhost:1/"),)),
        "redirects from https to http",
        ErrorCode.SourceOpenFailed,
    ),
    "a redirect to itself": (
        Answer(307, (("Location", "/manifestSearch"),)),
        "back to where they began",
        ErrorCode.SourceOpenFailed,
    ),
    "a redirect to a file": (
        Answer(302, (("Location", "file:///etc/passwd"),)),
        "no http address",
        ErrorCode.SourceOpenFailed,
    ),
    "the same continuation token again": (
        Answer.json({"Data": [], "ContinuationToken": "1"}),
        "continuation token leads nowhere",
        ErrorCode.RestSourceInvalidData,
    ),
    "a continuation token of 5,000 characters": (
        Answer.json({"Data": [], "ContinuationToken": "1" * 5000}),
        "continuation token leads nowhere",
        ErrorCode.RestSourceInvalidData,
    ),
    "a token that would be a header": (
        Answer.json({"Data": [], "ContinuationToken": "1\r\nX: y"}),
        "continuation token leads nowhere",
        ErrorCode.RestSourceInvalidData,
    ),
    "an endpoint that is not there": (Answer(404, JSON, b"{}"), "no such endpoint", ErrorCode.RestApiEndpointNotFound),
    "a bad request": (
        Answer.json({"ErrorCode": 7, "ErrorMessage": "not\nlike this"}, 400),
        r"answers 400 Bad Request \(not like this\)",
        ErrorCode.RestApiInternalError,
    ),
    "a fault of 100,000 letters": (
        Answer.json({"ErrorCode": 7, "ErrorMessage": "x" * 100_000}, 400),
        "answers 400 Bad Request",
        ErrorCode.RestApiInternalError,
    ),
    "a content type of 10,000 letters": (
        Answer(200, (("Content-Type", "text/" + "x" * 10_000),), b"<html>"),
        "is not JSON but text/xxx",
        ErrorCode.RestApiUnsupportedMimeType,
    ),
    "a redirect to an address of 10,000 letters": (
        Answer(302, (("Location", "http://localhost:1/" + "x" * 10_000),)),
        "which is not secure",
        ErrorCode.SourceOpenFailed,
    ),
    "a required field of 100,000 letters": (
        Answer.json({"RequiredPackageMatchFields": ["x" * 100_000]}),
        "it requires xxx",
        ErrorCode.UnsupportedSourceRequest,
    ),
    "a package with an id of 100,000 letters": (
        Answer.json({"Data": [package("x" * 100_000)]}),
        "has an unusable name",
        ErrorCode.RestSourceInvalidData,
    ),
    "always busy": (
        Answer(503, (("Retry-After", "3000"),)),
        "busy .503.; it asks to wait 60 seconds",
        ErrorCode.ServiceUnavailable,
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_cannot_be_used_is_one_clear_error(
    name: str, service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LARGEST_BODY", 1 << 20)
    answer, text, code = ANSWERS[name]
    service.overrides["manifestSearch"] = answer
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        with pytest.raises(SourceError, match=text) as caught:
            opened.search(SearchRequest(query="x"))
        assert caught.value.code is code
        assert "rest" in caught.value.text
        assert caught.value.remedy
        assert len(caught.value.text) < 1000
        del service.overrides["manifestSearch"]
        assert found(rest.open(), "tool") == ["Test.Tool"], "the next question is answered"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "malformed|truncated"),
        (b'{"Data": null}', "Expected `object`"),
        (b'{"Data": {"SourceIdentifier": "", "ServerSupportedVersions": ["1.0.0"]}}', "names no identifier"),
        (b'{"Data": {"SourceIdentifier": "a", "ServerSupportedVersions": []}}', "names no identifier or no version"),
        (b'{"Data": {"SourceIdentifier": "a", "ServerSupportedVersions": ["9.0.0"]}}', "it offers 9.0.0"),
        (
            b'{"Data": {"SourceIdentifier": "a", "ServerSupportedVersions": ["1.0.0"], "SourceAgreements": {}}}',
            "have no identifier",
        ),
        (
            b'{"Data": {"SourceIdentifier": "' + b"a" * 5000 + b'", "ServerSupportedVersions": ["1.0.0"]}}',
            "identifier is longer than 1000 letters",
        ),
        (
            b'{"Data": {"SourceIdentifier": "a", "ServerSupportedVersions": ["' + b"9" * 5000 + b'"]}}',
            "it offers 999",
        ),
        (
            b'{"Data": {"SourceIdentifier": "a", "ServerSupportedVersions": ["1.0.0"], "SourceAgreements":'
            b' {"AgreementsIdentifier": "1", "Agreements": [{"Agreement": "' + b"a" * 20_000 + b'"}]}}}',
            "agreements are longer than 16,000 letters",
        ),
    ],
)
def test_a_server_that_does_not_say_who_it_is_is_no_source(
    body: bytes, text: str, service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.overrides["information"] = Answer(body=body)
    with pytest.raises(SourceError, match=text) as caught, served(service, authority, tmp_path):
        pass
    assert caught.value.code is ErrorCode.UnsupportedRestSource
    assert len(caught.value.text) < 1000


def test_tokens_that_never_end_are_one_error(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_server, "MOST_PAGES", 20)
    service.overrides["manifestSearch"] = tokens()
    with served(service, authority, tmp_path) as rest:
        with pytest.raises(SourceError, match="more than 20 pages"):
            rest.open().search(SearchRequest(query="x"))
        assert len(rest.searches()) == 20


def test_the_pages_of_a_search_are_bounded_together(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_server, "LARGEST_SEARCH", 10 << 20)
    number = itertools.count()

    def page(_asked: Asked) -> Answer:
        found = package(f"Test.Tool{next(number)}", ProductCodes=["c" * (1 << 20)])
        return Answer.json({"Data": [found], "ContinuationToken": str(next(number))})

    service.overrides["manifestSearch"] = page
    with served(service, authority, tmp_path / "state") as rest:
        with pytest.raises(SourceError) as caught:
            found(rest.open(), "tool")
        assert caught.value.code is ErrorCode.RestSourceInvalidData
        assert "10 MB" in caught.value.text
        assert len(rest.searches()) == 10


def test_the_answers_to_all_requests_for_what_is_installed_are_bounded_together(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest_server, "LARGEST_SEARCH", 4 << 20)
    number = itertools.count()
    service.overrides["manifestSearch"] = lambda _asked: Answer.json(
        {"Data": [package(f"Test.Tool{next(number)}", ProductCodes=["c" * (1 << 20)])]}
    )
    with served(service, authority, tmp_path / "state") as rest:
        with pytest.raises(SourceError) as caught:
            rest.open().recognise([InstalledKeys(product_code=f"code-{place}") for place in range(600)])
        assert caught.value.code is ErrorCode.RestSourceInvalidData
        assert "larger than 4 MB together" in caught.value.text
        assert found(rest.open(), "tool") != [], "the next command has its own bound"


def test_a_server_that_recovers_is_asked_again(service: Service, authority: Authority, tmp_path: Path) -> None:
    answers = iter(
        [Answer(500, ()), Answer(503, (("Retry-After", "0"),)), Answer.json({"Data": [package("Test.Tool")]})]
    )
    service.overrides["manifestSearch"] = lambda _asked: next(answers)
    with served(service, authority, tmp_path) as rest:
        assert found(rest.open(), "tool") == ["Test.Tool"]
        assert len(rest.searches()) == 3


def test_a_server_that_is_not_there_is_tried_once(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "PAUSE_SECONDS", 60.0)
    with site(lambda _asked: Answer(), authority) as known:
        url = known.url
    with pytest.raises(SourceError, match="cannot be reached at https://localhost") as caught:
        Sources(tmp_path).add(Listener(), "rest", url, "Microsoft.Rest")
    assert caught.value.code is ErrorCode.SourceOpenFailed
    with pytest.raises(SourceError, match="cannot be reached"):
        Sources(tmp_path).add(Listener(), "rest", "https://no-such-host.invalid/", "Microsoft.Rest")


def test_a_server_that_stalls_is_waited_for_a_bounded_time(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip() -> Iterator[bytes]:
        yield b'{"Data":'
        for _ in range(600):
            time.sleep(0.05)
            yield b" "

    service.overrides["manifestSearch"] = lambda _asked: Answer(pieces=drip())
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        monkeypatch.setattr("wingetpy.sources.rest.opened.SEARCH_SECONDS", 0.5)
        with pytest.raises(SourceError, match=r"did not (answer|end) in time"):
            opened.search(SearchRequest(query="x"))


def test_a_list_waits_once_for_a_server_that_stalls(service: Service, authority: Authority, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("Test.Local", installer="ProductCode: '{CODE}'")
    service.overrides["manifestSearch"] = lambda _asked: Answer(pieces=_silence())
    with served(service, authority, tmp_path / "state") as rest:
        rest.sources.add(rest.call, "shelf", str(shelf.root))
        opened = rest.sources.open(rest.call, patience=0.5)
        assert [one.package.identifier for one in opened.recognise([InstalledKeys(product_code="{CODE}")])[0]] == [
            "Test.Local"
        ]
        assert found(opened, "test") == ["Test.Local"]
        assert len(rest.searches()) == 1
        assert len([text for text in rest.call.warnings() if "rest did not answer" in text]) == 1


def test_a_caller_who_stops_waiting_is_not_kept(service: Service, authority: Authority, tmp_path: Path) -> None:
    service.overrides["manifestSearch"] = lambda _asked: Answer(pieces=_silence())
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        rest.call.asked, rest.call.cancel_at = 0, 3
        with pytest.raises(Cancelled):
            opened.search(SearchRequest(query="x"))


def _silence() -> Iterator[bytes]:
    time.sleep(3)
    yield b""


def test_a_certificate_that_expired_is_named(service: Service, authority: Authority, tmp_path: Path) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    old = authority.issue(not_before=past - datetime.timedelta(days=1), not_after=past)
    old.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "old.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "old.pem")
    with site(service.answer, authority, context) as known:
        with pytest.raises(SourceError, match="certificate has expired") as caught:
            Sources(tmp_path / "state").add(Listener(), "rest", known.url, "Microsoft.Rest")
        assert known.asked == []
    assert caught.value.category == "SecurityError"


def test_a_proxy_that_closes_is_named(service: Service, authority: Authority, tmp_path: Path) -> None:
    def close(asked: Asked) -> Answer:
        raise ConnectionAbortedError

    with site(close, None) as proxy, site(service.answer, authority) as known:
        call = Listener(proxy=Proxy(https=proxy.url))
        with pytest.raises(SourceError, match="cannot be reached") as caught:
            Sources(tmp_path / "state").add(call, "rest", known.url, "Microsoft.Rest")
    assert caught.value.code in (ErrorCode.SourceOpenFailed, ErrorCode.RestSourceInvalidData)
    assert caught.value.remedy


def test_the_other_sources_answer(service: Service, authority: Authority, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("Test.Local")
    with served(service, authority, tmp_path / "state") as rest:
        rest.sources.add(rest.call, "shelf", str(shelf.root))
        assert sorted(found(rest.sources.open(rest.call), "test")) == ["Test.Local", "Test.Tool"]
        service.overrides["manifestSearch"] = Answer(body=b"no json")
        assert found(rest.sources.open(rest.call), "test") == ["Test.Local"]
        assert any("rest" in text and "malformed" in text for text in rest.call.warnings())
    assert found(rest.sources.open(rest.call), "test") == ["Test.Local"], "nobody listens there any more"


def test_what_a_manifest_lacks_is_named(service: Service, authority: Authority, tmp_path: Path) -> None:
    broken = {
        "no installers": {"Installers": []},
        "no default locale": {"DefaultLocale": None},
        "InstallerSha256 is missing": {
            "Installers": [{"Architecture": "x64", "InstallerType": "exe", "InstallerUrl": "https://e.org"}]
        },
        "nested too deeply": {
            "Installers": msgspec.json.decode(
                b'[{"Architecture":"x64","InstallerType":"exe","a":' + b"[" * 200 + b"]" * 200 + b"}]"
            )
        },
        "control character": {
            "DefaultLocale": {"PackageLocale": "en", "PackageName": "\x1b", "Publisher": "p", "ShortDescription": "s"}
        },
        "is no text": {"Channel": 1.5},
    }
    from kit.rest_service import manifest

    with served(service, authority, tmp_path) as rest:
        for text, fields in broken.items():
            service.manifests["Test.Tool"] = [{**manifest(), **fields}]
            opened = rest.open()
            reference = opened.find_one(SearchRequest(query="tool"))
            with pytest.raises(SourceError, match=text) as caught:
                opened.manifest(reference)
            assert caught.value.code is ErrorCode.RestSourceInvalidData
