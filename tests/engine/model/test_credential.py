"""A credential goes to the server of its source, and nowhere else."""

from __future__ import annotations

import pytest

from wingetpy.model.credential import BoundCredential, Credential, origin_of

SECRET = Credential(headers={"X-Key": "k-12345"}, token="t-12345", certificate="/c.pem", certificate_password="p-12345")


def test_the_headers_go_to_the_sources_server() -> None:
    bound = BoundCredential(origin="https://packages.contoso.com:443", credential=SECRET)
    for url in ("https://packages.contoso.com/api/information", "https://PACKAGES.contoso.com:443/x"):
        assert bound.headers_for(url) == {"X-Key": "k-12345", "Authorization": "Bearer t-12345"}


@pytest.mark.parametrize(
    "url",
    [
        "https://other.contoso.com/x",
        "https://packages.contoso.com.evil.example/x",
        "https://packages.contoso.com:8443/x",
        "http://packages.contoso.com/x",
        "https://packages.contoso.com@evil.example/x",
        "https://evil.example/https://packages.contoso.com/",
        "https://packages.contoso.com:x/",
        "file:packages/x",
    ],
)
def test_any_other_server_gets_none(url: str) -> None:
    bound = BoundCredential(origin="https://packages.contoso.com:443", credential=SECRET)
    assert bound.headers_for(url) == {}


def test_user_and_password_are_basic_authentication() -> None:
    assert Credential(user="ann", password="pass").request_headers() == {"Authorization": "Basic YW5uOnBhc3M="}


def test_what_it_is_shown_as_has_no_secret() -> None:
    for shown in (
        repr(SECRET),
        str(SECRET),
        f"{SECRET}",
        repr(BoundCredential(origin="https://x:443", credential=SECRET)),
    ):
        assert "12345" not in shown
        assert "Header X-Key, Token, Certificate" in shown


def test_the_secrets_are_all_that_must_be_masked() -> None:
    assert set(SECRET.secrets) == {"k-12345", "t-12345", "Bearer t-12345", "p-12345"}


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Contoso.com", "https://contoso.com:443"),
        ("https://[::1]:8443/x", "https://[::1]:8443"),
        ("http://contoso.com", None),
        ("\\\\server\\share", None),
        ("https://", None),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin
