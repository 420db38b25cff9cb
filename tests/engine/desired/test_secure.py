"""Secure values of DSC stand for what is in them, and are shown nowhere."""

from __future__ import annotations

from typing import Any

import jsonschema
import msgspec
import pytest

from kit.wanted import Wanted
from kit.web_kind import WebKind
from wingetpy.desired.kinds import kind_named
from wingetpy.dsc.resources import schema_of
from wingetpy.errors import BadRequest, SourceError, secrets
from wingetpy.sources import kinds

SECRET = "Open-Sesame"
URL = "https://packages.contoso.com/api"


def secure(text: str) -> dict[str, str]:
    return {"secureString": text}


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> WebKind:
    kind = WebKind()
    monkeypatch.setattr(kinds, "KINDS", (kind, *kinds.KINDS))
    monkeypatch.setattr(secrets, "_known", frozenset())
    return kind


WISHES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("package", {"id": "A.Tool", "custom": secure(f"/key={SECRET}")}),
    ("package-list", {"packages": [{"id": "A.Tool", "override": secure(SECRET)}]}),
    ("source", {"name": "Ours", "argument": secure(f"{URL}/{SECRET}"), "credential": {"token": secure(SECRET)}}),
    ("user-settings-file", {"settings": {"secureObject": {"note": SECRET}}}),
    ("user-settings-file", {"settings": {"list": [secure(SECRET)]}}),
    ("admin-settings", {"settings": {"DefaultProxy": secure(f"http://{SECRET}@proxy:8080")}}),
)


@pytest.mark.parametrize(("resource", "wish"), WISHES)
def test_a_secure_value_is_taken_and_never_shown(
    wanted: Wanted, web: WebKind, resource: str, wish: dict[str, Any]
) -> None:
    jsonschema.validate(wish, schema_of(kind_named(resource).resource()))
    answers = [
        ask(resource, **wish) for ask in (wanted.get, wanted.test, wanted.preview, wanted.set, wanted.test, wanted.get)
    ]
    said = f"{msgspec.json.encode(answers)!r} {wanted.call.messages}"
    assert SECRET not in said
    assert wanted.set(resource, **wish).done == ()


def test_what_is_in_a_secure_value_is_what_is_set(wanted: Wanted) -> None:
    wanted.set("user-settings-file", settings={"note": secure("abc"), "more": {"secureObject": {"deep": [1]}}})
    assert wanted.get("user-settings-file")["settings"] == {"note": "abc", "more": {"deep": [1]}}
    assert wanted.get("user-settings-file", settings={"note": secure("abc")})["settings"]["note"] == "***"


def test_a_text_that_is_no_secret_cannot_be_a_secure_value(wanted: Wanted) -> None:
    schema = schema_of(kind_named("package").resource())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": secure("A.Tool")}, schema)
    with pytest.raises(BadRequest, match="Expected `str`"):
        wanted.test("package", id={"secureString": 7})


def test_a_credential_is_compared_and_changed_in_place(wanted: Wanted, web: WebKind) -> None:
    def wish(**credential: Any) -> dict[str, Any]:
        return {"name": "Ours", "argument": URL, "credential": credential}

    wanted.set("source", **wish(token="tok-4711"))
    assert web.given[-1] is not None
    assert wanted.drift("source", **wish(token="tok-4711")) == {}
    assert wanted.drift("source", **wish(token="tok-4712")) == {"credential": ("Token", "another one")}
    assert wanted.drift("source", **wish(user="deploy", password="tok-1")) == {"credential": ("Password", "Token")}
    changed = wanted.set("source", **wish(token="tok-4712"))
    assert (changed.differing, changed.done) == (("credential",), ("Change the source Ours",))
    assert "tok-" not in msgspec.json.encode(changed).decode()
    assert wanted.drift("source", **wish()) == {"credential": ("none", "Token")}
    wanted.set("source", **wish())
    assert wanted.set("source", **wish()).done == ()


def test_a_source_that_is_replaced_keeps_its_credential_for_its_server(wanted: Wanted, web: WebKind) -> None:
    wanted.set("source", name="Ours", argument=URL, credential={"token": "tok-4711"})
    wanted.set("source", name="Ours", argument=URL, trustLevel="trusted")
    assert wanted.drift("source", name="Ours", credential={"token": "tok-4711"}) == {}
    wanted.set("source", name="Ours", argument="https://elsewhere.contoso.com/api")
    assert wanted.drift("source", name="Ours", credential={}) == {}


def test_a_source_that_cannot_be_replaced_comes_back_with_its_credential(wanted: Wanted, web: WebKind) -> None:
    wanted.set("source", name="Ours", argument=URL, credential={"token": "tok-4711"})
    with pytest.raises(SourceError):
        wanted.set("source", name="Ours", argument="/no/such/folder")
    assert wanted.drift("source", name="Ours", argument=URL, credential={"token": "tok-4711"}) == {}
