"""The Microsoft Store is talked to only where one of its pinned authorities stands behind the certificate."""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kit.calls import Listener
from kit.rest_service import Service
from kit.secure_server import Authority, Site, site
from wingetpy.commands.engine import Engine
from wingetpy.commands.registry import invoke, load
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.settings.admin import BYPASS_PINNING, set_admin_setting
from wingetpy.settings.policy import POLICY_KEY, Policies
from wingetpy.sources import kinds
from wingetpy.sources.rest.kind import RestKind, _pins_of
from wingetpy.sources.rest.store import STORE_KEYS, store_pins
from wingetpy.sources.source import SourceAccess
from wingetpy.transfer.pins import PinMismatch, PinnedKeys


def key_of(pem: bytes) -> str:
    """The public key of a certificate as pins hold it."""
    key = x509.load_pem_x509_certificate(pem).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@contextmanager
def server(authority: Authority, folder: Path, leaf: trustme.LeafCert) -> Iterator[Site]:
    path = folder / "served.pem"
    leaf.private_key_and_cert_chain_pem.write_to_path(str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with site(Service().answer, authority, context) as known:
        yield known


def identifier(known: Site, pins: PinnedKeys, access: SourceAccess | None = None) -> str:
    return RestKind(lambda _url: pins).locate(known.url, Listener(), access or SourceAccess()).identifier


def test_a_pinned_authority_is_talked_to(authority: Authority, tmp_path: Path) -> None:
    pins = PinnedKeys([*STORE_KEYS, key_of(authority.ca.cert_pem.bytes())])
    with server(authority, tmp_path, authority.issue()) as known:
        assert identifier(known, pins) == "Test.Rest"


def test_a_pinned_authority_between_root_and_server_is_talked_to(authority: Authority, tmp_path: Path) -> None:
    between = authority.ca.create_child_ca()
    lower = between.create_child_ca()
    with server(authority, tmp_path, lower.issue_cert("localhost")) as known:
        assert identifier(known, PinnedKeys([key_of(between.cert_pem.bytes())])) == "Test.Rest"
        assert identifier(known, PinnedKeys([key_of(authority.ca.cert_pem.bytes())])) == "Test.Rest"


def test_another_certificate_is_refused_before_a_byte_of_the_request(authority: Authority, tmp_path: Path) -> None:
    with server(authority, tmp_path, authority.issue()) as known:
        with pytest.raises(SourceError) as caught:
            identifier(known, store_pins())
        assert known.connections == 1
        assert known.asked == []
    error = caught.value
    assert error.code is ErrorCode.PinnedCertificateMismatch
    assert error.category == "SecurityError"
    assert known.url in error.text
    assert error.remedy is not None
    assert "SSL inspection" in error.remedy
    assert "BypassCertificatePinningForMicrosoftStore" in error.remedy


def test_the_key_of_the_server_itself_is_no_pin(authority: Authority, tmp_path: Path) -> None:
    leaf = authority.issue()
    with server(authority, tmp_path, leaf) as known, pytest.raises(SourceError) as caught:
        identifier(known, PinnedKeys([key_of(leaf.cert_chain_pems[0].bytes())]))
    assert caught.value.code is ErrorCode.PinnedCertificateMismatch


def test_a_pinned_certificate_that_signed_nothing_is_no_pin(authority: Authority) -> None:
    """An inspecting proxy may send any certificates along with its own."""
    pinned = trustme.CA()
    leaf = authority.issue().cert_chain_pems[0].bytes()
    presented = [ssl.PEM_cert_to_DER_cert(pem.decode()) for pem in (leaf, pinned.cert_pem.bytes())]
    with pytest.raises(PinMismatch):
        PinnedKeys([key_of(pinned.cert_pem.bytes())]).check(presented)
    with pytest.raises(PinMismatch):
        PinnedKeys([key_of(pinned.cert_pem.bytes())]).check([])


def test_a_pinned_certificate_that_the_system_does_not_trust_is_refused(tmp_path: Path, authority: Authority) -> None:
    stranger = trustme.CA()
    with server(authority, tmp_path, stranger.issue_cert("localhost")) as known:
        with pytest.raises(SourceError, match="certificate is not trusted") as caught:
            identifier(known, PinnedKeys([key_of(stranger.cert_pem.bytes())]))
        assert known.asked == []
    assert caught.value.code is ErrorCode.SourceOpenFailed


def test_the_check_can_be_bypassed(authority: Authority, tmp_path: Path) -> None:
    with server(authority, tmp_path, authority.issue()) as known:
        assert identifier(known, store_pins(), SourceAccess(pinning=False)) == "Test.Rest"


@pytest.mark.parametrize(
    ("policy", "setting", "bypassed"),
    [
        (None, False, False),
        (None, True, True),
        (1, False, True),
        (1, True, True),
        (0, False, False),
        (0, True, False),
    ],
)
def test_the_policy_decides_and_else_the_administrator(
    policy: int | None,
    setting: bool,
    bypassed: bool,
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [kind] = [one for one in kinds.KINDS if isinstance(one, RestKind)]
    monkeypatch.setattr(kind, "_pins", lambda _url: store_pins())
    host = SandboxHost(tmp_path / "machine")
    set_admin_setting(host, Policies(), BYPASS_PINNING, enabled=setting)
    if policy is not None:
        host.registry.set_value(Hive.machine, POLICY_KEY, f"Enable{BYPASS_PINNING}", RegistryValue("dword", policy))
    with server(authority, tmp_path, authority.issue()) as known:
        given = {"Name": "store", "Argument": known.url, "Type": "Microsoft.Rest"}
        parameters = msgspec.convert(given, load("source/add").parameters)
        engine, call = Engine(host), Listener(emits=True)
        if bypassed:
            invoke(engine, "source/add", parameters, call)
            assert known.asked != []
            return
        with pytest.raises(SourceError) as caught:
            invoke(engine, "source/add", parameters, call)
        assert caught.value.code is ErrorCode.PinnedCertificateMismatch
        assert known.asked == []


def test_the_store_alone_is_pinned() -> None:
    assert _pins_of("https://storeedgefd.dsx.mp.microsoft.com/v9.0") is not None
    assert _pins_of("https://STOREEDGEFD.dsx.mp.microsoft.com:443/v9.0") is not None
    assert _pins_of("https://storeedgefd.dsx.mp.microsoft.com.example.org/v9.0") is None
