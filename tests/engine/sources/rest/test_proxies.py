"""A REST source behind a proxy: the caller's, or that of the environment; pins hold through it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.calls import Listener
from kit.connect_proxy import connect_proxy
from kit.rest_service import Service, package
from kit.secure_server import Authority, site
from kit.sources import found
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.proxy import Proxy
from wingetpy.sources.catalog import Sources
from wingetpy.sources.rest.kind import RestKind
from wingetpy.sources.rest.store import store_pins
from wingetpy.sources.source import SourceAccess

SERVICE = Service(pages=[[package("Test.Tool")]])


def test_the_callers_proxy_is_used_for_every_request(authority: Authority, tmp_path: Path) -> None:
    with connect_proxy() as proxy, site(SERVICE.answer, authority) as known:
        call = Listener(proxy=Proxy(https=proxy.url))
        sources = Sources(tmp_path)
        sources.add(call, "rest", known.url, "Microsoft.Rest")
        assert found(sources.open(call, "rest"), "tool") == ["Test.Tool"]
        target = known.url.removeprefix("https://")
        assert set(proxy.asked) == {target}
        assert len(proxy.asked) <= 3, "tunnels are kept between requests"
        before = len(proxy.asked)
        without = Listener(proxy=Proxy(https=proxy.url, no="localhost"))
        assert found(sources.open(without, "rest"), "tool") == ["Test.Tool"]
        assert len(proxy.asked) == before
        sources.close()


def test_the_environments_proxy_is_used_where_the_caller_gives_none(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect_proxy() as proxy, site(SERVICE.answer, authority) as known:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("http://", "http://me:secret@"))
        Sources(tmp_path).add(Listener(), "rest", known.url, "Microsoft.Rest")
        assert proxy.asked != []
        assert proxy.credentials[0].endswith(" bWU6c2VjcmV0")


def test_a_proxy_that_is_not_there_is_named_without_its_password(authority: Authority, tmp_path: Path) -> None:
    with connect_proxy() as proxy:
        gone = proxy.url
    caller = Listener(proxy=Proxy(https=gone.replace("http://", "http://me:secret@")))
    with site(SERVICE.answer, authority) as known, pytest.raises(SourceError) as caught:
        Sources(tmp_path).add(caller, "rest", known.url, "Microsoft.Rest")
    assert caught.value.text.endswith(f"(through the proxy {gone}).")
    assert "secret" not in caught.value.text


@pytest.mark.parametrize(
    ("status", "text"),
    [("407 Proxy Authentication Required", "proxy refused.*407"), ("502 Bad Gateway", "proxy refused.*502")],
)
def test_a_proxy_that_refuses_is_named(status: str, text: str, authority: Authority, tmp_path: Path) -> None:
    with connect_proxy(status) as proxy, site(SERVICE.answer, authority) as known:
        with pytest.raises(SourceError, match=text) as caught:
            Sources(tmp_path).add(Listener(proxy=Proxy(https=proxy.url)), "rest", known.url, "Microsoft.Rest")
        assert "proxy" in str(caught.value.remedy)
        assert known.asked == []


def test_pins_hold_through_a_proxy(authority: Authority) -> None:
    """A company's proxy that inspects TLS is what pins are for."""
    with connect_proxy() as proxy, site(SERVICE.answer, authority) as known:
        kind = RestKind(lambda _url: store_pins())
        with pytest.raises(SourceError) as caught:
            kind.locate(known.url, Listener(proxy=Proxy(https=proxy.url)), SourceAccess())
        assert caught.value.code is ErrorCode.PinnedCertificateMismatch
        assert proxy.asked != []
        assert known.asked == []
