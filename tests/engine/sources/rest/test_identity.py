"""Sign-in with Microsoft Entra ID: asked for where a server wants it, with a clear error where it cannot be done."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kit.rest_service import Service, package, served
from kit.secure_server import Authority
from kit.sources import found
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.proxy import CallerAccess
from wingetpy.sources.rest import identity
from wingetpy.sources.rest.contract import EntraInfo, SignIn
from wingetpy.sources.rest.identity import EntraTokens
from wingetpy.sources.source import SourceAccess

ENTRA = {
    "AuthenticationType": "microsoftEntraId",
    "MicrosoftEntraIdAuthenticationInfo": {"Resource": "api://packages", "Scope": "read"},
}


class Application:
    """What msal offers, with an account and answers of its own."""

    accounts: tuple[str, ...] = ()
    silent: dict[str, Any] | None = None
    interactive: dict[str, Any] | None = None
    asked: tuple[tuple[str, Any], ...] = ()

    def __init__(self, client: str, authority: str) -> None:
        assert (client, authority) == (identity.CLIENT_ID, identity.AUTHORITY)

    def get_accounts(self, name: str | None = None) -> tuple[str, ...]:
        return tuple(one for one in self.accounts if name in (None, one))

    def acquire_token_silent(self, scopes: list[str], account: str) -> dict[str, Any] | None:
        Application.asked += (("silent", (tuple(scopes), account)),)
        return self.silent

    def acquire_token_interactive(
        self, scopes: list[str], login_hint: str | None, timeout: int
    ) -> dict[str, Any] | None:
        Application.asked += (("interactive", (tuple(scopes), login_hint)),)
        return self.interactive


@pytest.fixture
def msal(monkeypatch: pytest.MonkeyPatch) -> type[Application]:
    module = ModuleType("msal")
    module.PublicClientApplication = Application  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msal", module)
    monkeypatch.setattr(Application, "accounts", ("me@example.org",))
    monkeypatch.setattr(Application, "silent", {"access_token": "kept"})
    monkeypatch.setattr(Application, "interactive", {"access_token": "new"})
    monkeypatch.setattr(Application, "asked", ())
    return Application


WANTED = SignIn(
    authentication_type="microsoftEntraId",
    microsoft_entra_id_authentication_info=EntraInfo(resource="api://packages", scope="read"),
)


def authorization(access: SourceAccess | None = None, wanted: SignIn = WANTED, contract: str = "1.10.0") -> str | None:
    return EntraTokens().authorization(wanted, contract, "corp", access or SourceAccess())


def test_a_token_goes_with_every_request_but_the_first(
    msal: type[Application], authority: Authority, tmp_path: Path
) -> None:
    service = Service(pages=[[package("Test.Tool")]])
    service.information["Authentication"] = ENTRA
    with served(service, authority, tmp_path) as rest:
        assert found(rest.open(), "tool") == ["Test.Tool"]
        [search] = [one for one in rest.site.asked if one.path == "/manifestSearch"]
        assert search.headers["authorization"] == "Bearer kept"
        assert all("authorization" not in one.headers for one in rest.site.asked if one.path == "/information")
    assert msal.asked[0] == ("silent", (("api://packages/read",), "me@example.org"))


@pytest.mark.parametrize(
    ("mode", "account", "token", "asked"),
    [
        (None, None, "kept", ["silent"]),
        ("SilentPreferred", None, "kept", ["silent"]),
        ("Interactive", None, "new", ["interactive"]),
        ("SilentPreferred", "other@example.org", "new", ["interactive"]),
        ("Silent", "me@example.org", "kept", ["silent"]),
    ],
)
def test_the_caller_says_whether_a_window_may_ask(
    mode: Any, account: str | None, token: str, asked: list[str], msal: type[Application]
) -> None:
    access = SourceAccess(authentication_mode=mode, authentication_account=account)
    assert authorization(access) == f"Bearer {token}"
    assert [what for what, _ in msal.asked] == asked


def test_silence_that_is_not_enough_is_an_error(msal: type[Application], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(msal, "silent", None)
    with pytest.raises(SourceError) as caught:
        authorization(SourceAccess(authentication_mode="Silent"))
    assert caught.value.code is ErrorCode.AuthenticationInteractiveRequired


def test_a_sign_in_that_fails_says_why(msal: type[Application], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(msal, "accounts", ())
    monkeypatch.setattr(
        msal, "interactive", {"error": "access_denied", "error_description": "The user said no.\nTrace"}
    )
    with pytest.raises(SourceError, match="The user said no") as caught:
        authorization()
    assert caught.value.code is ErrorCode.AuthenticationFailed
    assert "Trace" not in caught.value.text


def test_without_msal_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(SourceError, match="msal is not installed") as caught:
        authorization()
    assert caught.value.code is ErrorCode.AuthenticationTypeNotSupported
    assert "entra" in str(caught.value.remedy)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (SignIn(authentication_type="carrierPigeon"), ErrorCode.AuthenticationTypeNotSupported),
        (SignIn(authentication_type=None), ErrorCode.InvalidAuthenticationInfo),
        (SignIn(authentication_type="microsoftEntraId"), ErrorCode.InvalidAuthenticationInfo),
    ],
)
def test_what_is_no_sign_in_is_refused(wanted: SignIn, code: ErrorCode) -> None:
    with pytest.raises(SourceError) as caught:
        authorization(wanted=wanted)
    assert caught.value.code is code


def test_a_server_that_wants_none_or_speaks_an_older_contract_gets_none() -> None:
    assert authorization(wanted=SignIn(authentication_type="None")) is None
    assert authorization(contract="1.6.0") is None
    assert EntraTokens().authorization(None, "1.10.0", "corp", SourceAccess()) is None


def test_a_caller_with_a_header_signs_in_too(msal: type[Application], authority: Authority, tmp_path: Path) -> None:
    service = Service(pages=[[package("Test.Tool")]])
    service.information["Authentication"] = ENTRA
    with served(service, authority, tmp_path, CallerAccess(header="mine")) as rest:
        found(rest.open(), "tool")
        search = rest.site.asked[-1]
        assert (search.headers["authorization"], search.headers["windows-package-manager"]) == ("Bearer kept", "mine")
