"""Downloads over TLS: where redirects may lead, who sees the credential of a source, how fast they may be."""

from __future__ import annotations

import datetime
import hashlib
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12

from kit.calls import Listener
from kit.secure_server import Answer, Asked, Authority, Site, site
from wingetpy.errors import ErrorCode, TransferError
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.model.credential import BoundCredential, Credential, origin_of
from wingetpy.transfer import download as room
from wingetpy.transfer.download import download
from wingetpy.transfer.rate import Limit, Rate
from wingetpy.transfer.wanted import Downloaded, Wanted

FOLDER = PureWindowsPath(r"C:\ProgramData\WinGetPy\Staging\Downloads\Test.1.0")
CONTENT = bytes(range(256)) * 8192


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSE_SECONDS", 0.01)


@pytest.fixture
def host(tmp_path: Path) -> SandboxHost:
    return SandboxHost(tmp_path / "machine")


def content(_asked: Asked) -> Answer:
    return Answer(200, (), CONTENT)


def fetched(host: SandboxHost, url: str, credential: BoundCredential | None = None, **more: int) -> Downloaded:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    wanted = Wanted(url=url, sha256=sha256, folder=FOLDER, name="tool", credential=credential, **more)
    return download(host, wanted, Listener(), lambda: None)


def bound(known: Site, credential: Credential) -> BoundCredential:
    return BoundCredential(origin=origin_of(known.url) or "", credential=credential)


def test_a_file_comes_whole(host: SandboxHost, authority: Authority) -> None:
    with site(content, authority) as known:
        got = fetched(host, f"{known.url}/tool.exe")
        assert got.path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ("http://localhost:1/tool.exe", "redirects from https to http"),
        ("/tool.exe", "back to where they began"),
        ("ftp://localhost/tool.exe", "no http address"),
        ("https://localhost:port/", "Invalid URL in location header"),
    ],
)
def test_a_redirect_that_leads_nowhere_good_is_refused(
    location: str, text: str, host: SandboxHost, authority: Authority
) -> None:
    with site(lambda _asked: Answer(302, (("Location", location),)), authority) as known:
        with pytest.raises(TransferError, match=text) as caught:
            fetched(host, f"{known.url}/tool.exe")
        assert len(known.asked) <= room.ATTEMPTS
    assert caught.value.code in (ErrorCode.DownloadFailed, ErrorCode.DownloadSizeMismatch)
    assert caught.value.remedy


def test_redirects_without_end_are_refused(host: SandboxHost, authority: Authority) -> None:
    def further(asked: Asked) -> Answer:
        return Answer(302, (("Location", f"{asked.path}x"),))

    with site(further, authority) as known:
        with pytest.raises(TransferError, match="redirects more than 10 times"):
            fetched(host, f"{known.url}/tool.exe")
        assert len(known.asked) <= 12


def test_redirects_from_http_to_https_and_on_are_followed(host: SandboxHost, authority: Authority) -> None:
    with site(content, authority) as last:
        there = Answer(307, (("Location", f"{last.url}/tool.exe"),))
        with site(lambda _asked: there, None) as first:
            assert fetched(host, f"{first.url}/tool.exe").size == len(CONTENT)


def test_the_credential_is_seen_by_the_sources_own_server_alone(host: SandboxHost, authority: Authority) -> None:
    secret = Credential(token="let me in", headers={"X-Key": "mine"})
    with site(content, authority) as elsewhere:
        there = Answer(302, (("Location", f"{elsewhere.url}/tool.exe"),))
        with site(lambda _asked: there, authority) as own:
            fetched(host, f"{own.url}/tool.exe", bound(own, secret))
        [first], [second] = own.asked, elsewhere.asked
    assert (first.headers["authorization"], first.headers["x-key"]) == ("Bearer let me in", "mine")
    assert "authorization" not in second.headers
    assert "x-key" not in second.headers


def test_a_file_of_another_server_is_asked_for_without_the_credential(host: SandboxHost, authority: Authority) -> None:
    with site(content, authority) as known:
        other = BoundCredential(origin="https://packages.example.org:443", credential=Credential(token="let me in"))
        fetched(host, f"{known.url}/tool.exe", other)
        assert "authorization" not in known.asked[0].headers


@contextmanager
def asking_for_certificates(authority: Authority, clients: trustme.CA) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.server)
    context.verify_mode = ssl.CERT_REQUIRED
    clients.configure_trust(context)
    with site(content, authority, context) as known:
        yield known


@pytest.mark.parametrize("suffix", [".pem", ".pfx"])
def test_a_client_certificate_is_shown(suffix: str, host: SandboxHost, authority: Authority, tmp_path: Path) -> None:
    clients = trustme.CA()
    issued = clients.issue_cert("me@example.org")
    path = tmp_path / f"mine{suffix}"
    password = None
    if suffix == ".pem":
        issued.private_key_and_cert_chain_pem.write_to_path(str(path))
    else:
        password = "secret"
        key = load_pem_private_key(issued.private_key_pem.bytes(), None)
        certificate = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes())
        sealed = BestAvailableEncryption(password.encode())
        path.write_bytes(pkcs12.serialize_key_and_certificates(b"mine", key, certificate, None, sealed))  # type: ignore[arg-type]
    with asking_for_certificates(authority, clients) as known:
        credential = bound(known, Credential(certificate=str(path), certificate_password=password))
        assert fetched(host, f"{known.url}/tool.exe", credential).size == len(CONTENT)
        with pytest.raises(TransferError):
            fetched(SandboxHost(tmp_path / "other"), f"{known.url}/tool.exe")


def test_a_client_certificate_that_cannot_be_used_is_named(
    host: SandboxHost, authority: Authority, tmp_path: Path
) -> None:
    with site(content, authority) as known:
        credential = bound(known, Credential(certificate=str(tmp_path / "none.pem")))
        with pytest.raises(TransferError, match=r"client certificate '.*none.pem' cannot be used") as caught:
            fetched(host, f"{known.url}/tool.exe", credential)
        assert caught.value.code is ErrorCode.InvalidAuthenticationInfo
        assert known.asked == []


def test_a_certificate_that_expired_is_named(host: SandboxHost, authority: Authority, tmp_path: Path) -> None:
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    old = authority.issue(not_before=past - datetime.timedelta(days=1), not_after=past)
    old.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "old.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "old.pem")
    with site(content, authority, context) as known:
        with pytest.raises(TransferError, match="certificate has expired"):
            fetched(host, f"{known.url}/tool.exe")
        assert known.asked == []


def test_several_files_come_at_once(host: SandboxHost, authority: Authority) -> None:
    contents = [bytes([number]) * 300_000 for number in range(6)]
    with site(lambda asked: Answer(200, (), contents[int(asked.path[1:])]), authority) as known:

        def fetch(number: int) -> bytes:
            sha256 = hashlib.sha256(contents[number]).hexdigest()
            wanted = Wanted(url=f"{known.url}/{number}", sha256=sha256, folder=FOLDER, name=f"tool {number}")
            return download(host, wanted, Listener(), lambda: None).path.read_bytes()

        with ThreadPoolExecutor(6) as pool:
            assert list(pool.map(fetch, range(6))) == contents


def test_a_limit_holds_for_all_downloads_together() -> None:
    limit = Limit()
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: limit.wait(1000, 20_000, lambda: None), range(8)))
    assert time.monotonic() - started >= 8 * 1000 / 20_000


def test_a_download_keeps_to_its_limit(host: SandboxHost, authority: Authority) -> None:
    started = time.monotonic()
    with site(content, authority) as known:
        fetched(host, f"{known.url}/tool.exe", most_per_second=len(CONTENT) * 2)
    assert time.monotonic() - started >= 0.4, "half a second's worth of bytes"


def test_the_rate_is_that_of_the_last_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("wingetpy.transfer.rate.time.monotonic", lambda: now)
    rate = Rate()
    assert rate.at(10) is None
    for size in range(1000, 11_000, 1000):
        now += 1
        last = rate.at(size)
    assert last == 1000
    for _ in range(5):
        now += 1
        last = rate.at(10_000)
    assert last == 0, "it stalls, and shows that"
