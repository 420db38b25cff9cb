"""A server that asks for credentials, or to come back later: what a user learns, and when it is asked again."""

from __future__ import annotations

import ssl
import time
from pathlib import Path

import pytest
import trustme

from kit.calls import Listener
from kit.rest_service import Service, package, served
from kit.secure_server import JSON, Answer, Authority, site
from kit.sources import Shelf, found
from wingetpy.cli.remedies import remedy_of
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.credential import BoundCredential, Credential, origin_of
from wingetpy.sources.catalog import Sources
from wingetpy.sources.credentials import NoCredentials
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.rest.kind import RestKind
from wingetpy.sources.rules import NO_RULES
from wingetpy.sources.source import SourceAccess
from wingetpy.transfer import exchange


@pytest.fixture
def service() -> Service:
    return Service(pages=[[package("Test.Tool")]])


def test_a_server_that_asks_for_a_token_is_answered_with_where_to_give_it(authority: Authority, tmp_path: Path) -> None:
    refusal = Answer(401, (*JSON, ("WWW-Authenticate", 'Bearer realm="packages"')), b"{}")
    with site(lambda _asked: refusal, authority) as known:
        with pytest.raises(SourceError, match=r"refuses access: the server answers 401 Unauthorized\.$") as caught:
            Sources(tmp_path).add(Listener(), "rest", known.url, "Microsoft.Rest")
        assert len(known.asked) == 1, "another try would get the same answer"
    assert (caught.value.code, caught.value.category) == (ErrorCode.SourceOpenFailed, "AuthenticationError")
    assert "`wingetpy source edit`" in (remedy_of(caught.value) or "")
    assert "client certificate" in (caught.value.remedy or "")


def test_a_server_that_is_busy_is_asked_again_when_it_says(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    answers = iter([Answer(429, (*JSON, ("Retry-After", "1")), b"{}"), Answer.json({"Data": [package("Test.Tool")]})])
    service.overrides["manifestSearch"] = lambda _asked: next(answers)
    with served(service, authority, tmp_path) as rest:
        opened = rest.open()
        started = time.monotonic()
        assert found(opened, "tool") == ["Test.Tool"]
        assert time.monotonic() - started >= 1.0, "not before it asked to"
        assert len(rest.searches()) == 2


def test_a_server_that_is_busy_for_long_is_not_waited_for(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    service.overrides["manifestSearch"] = Answer(429, (*JSON, ("Retry-After", "40")), b"{}")
    with served(service, authority, tmp_path) as rest:
        with pytest.raises(SourceError, match=r"busy \(429\); it asks to wait 40 seconds") as caught:
            found(rest.open(), "tool")
        assert len(rest.searches()) == 1
    assert caught.value.code is ErrorCode.ServiceUnavailable


def located(url: str, certificate: Path | None) -> str:
    credential = Credential(certificate=str(certificate)) if certificate else Credential(token="x")
    bound = BoundCredential(origin=origin_of(url) or "", credential=credential)
    return RestKind(lambda _url: None).locate(url, Listener(), SourceAccess(credential=bound)).identifier


def asks_for_certificates(authority: Authority, clients: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.server)
    context.verify_mode = ssl.CERT_REQUIRED
    clients.configure_trust(context)
    return context


def test_a_client_certificate_that_is_missing_or_strange_has_a_remedy_of_its_own(
    service: Service, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "PAUSE_SECONDS", 0.01)
    clients = trustme.CA()
    good, strange = tmp_path / "good.pem", tmp_path / "strange.pem"
    clients.issue_cert("me@example.org").private_key_and_cert_chain_pem.write_to_path(str(good))
    trustme.CA().issue_cert("me@example.org").private_key_and_cert_chain_pem.write_to_path(str(strange))
    with site(service.answer, authority, asks_for_certificates(authority, clients)) as known:
        assert located(known.url, good)
        for certificate, reason in (
            (None, "it requires a client certificate"),
            (strange, "it does not accept the client certificate"),
            (tmp_path / "gone.pem", r"client certificate '.*gone\.pem' cannot be used: .*No such file"),
        ):
            with pytest.raises(SourceError, match=reason) as caught:
                located(known.url, certificate)
            assert caught.value.code is ErrorCode.InvalidAuthenticationInfo
            assert "client certificate (PEM or PKCS#12)" in (caught.value.remedy or "")


class Kept(NoCredentials):
    """One client certificate for whatever source is remote."""

    certificate = ""

    def of(self, details: SourceDetails) -> BoundCredential | None:
        origin = origin_of(details.argument)
        if origin is None or not self.certificate:
            return None
        return BoundCredential(origin=origin, credential=Credential(certificate=self.certificate))


def test_a_client_certificate_that_is_gone_fails_its_own_source_alone(
    service: Service, authority: Authority, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.put("Test.Local")
    kept, call = Kept(), Listener()
    with site(service.answer, authority) as known:
        sources = Sources(tmp_path / "state", rules=NO_RULES._replace(credentials=kept))
        sources.add(call, "rest", known.url, "Microsoft.Rest")
        sources.add(call, "shelf", str(shelf.root))
        kept.certificate = str(tmp_path / "gone.pem")
        assert found(sources.open(call), "test") == ["Test.Local"]
        assert any("rest" in text and "gone.pem" in text for text in call.warnings())
        sources.close()
