"""What lets the engine into a private source is kept in the vault, and shown nowhere."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.web_kind import WebKind
from wingetpy.errors import BadRequest, SourceError, secrets
from wingetpy.hosts.file_vault import FileVault
from wingetpy.model.credential import Credential
from wingetpy.sources import kinds
from wingetpy.sources.catalog import Sources
from wingetpy.sources.credentials import VaultCredentials, bound
from wingetpy.sources.rules import SourceRules

URL = "https://packages.contoso.com/api"
TOKEN = Credential(token="tok-4711")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> WebKind:
    kind = WebKind()
    monkeypatch.setattr(kinds, "KINDS", (kind, *kinds.KINDS))
    monkeypatch.setattr(secrets, "_known", frozenset())
    return kind


def sources_of(folder: Path) -> Sources:
    rules = SourceRules(credentials=VaultCredentials(FileVault(folder / "vault")))
    return Sources(folder / "state", processes=1, rules=rules)


def test_a_source_is_asked_with_its_credential_from_the_first_request_on(web: WebKind, tmp_path: Path) -> None:
    sources_of(tmp_path).add(Listener(), "ours", URL, credential=TOKEN)
    with pytest.raises(SourceError):
        sources_of(tmp_path).open(Listener(), "ours")
    assert [one and one.headers_for(URL) for one in web.given] == [{"Authorization": "Bearer tok-4711"}] * 3
    assert web.given[0] is not None
    assert web.given[0].headers_for("https://elsewhere.test/") == {}


def test_no_list_no_export_no_error_and_no_file_but_the_vaults_has_it(web: WebKind, tmp_path: Path) -> None:
    sources = sources_of(tmp_path)
    added = sources.add(Listener(), "ours", URL, credential=TOKEN)
    assert added.credential == ("Token",)
    shown = [repr(added), repr(sources.list()), repr(sources.export())]
    with pytest.raises(SourceError) as failed:
        sources.open(Listener(), "ours")
    shown.append(failed.value.text)
    assert failed.value.text == "refused ***"
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    holding = [file for file in files if b"tok-4711" in file.read_bytes()]
    assert [file.suffix for file in holding] == [".secret"]
    assert not [text for text in shown if "tok-4711" in text]


@pytest.mark.skipif(sys.platform == "win32", reason="a sandbox on Windows keeps the rights of its folder")
def test_only_the_user_reads_the_file(web: WebKind, tmp_path: Path) -> None:
    sources_of(tmp_path).add(Listener(), "ours", URL, credential=TOKEN)
    (file,) = (tmp_path / "vault").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_is_replaced_and_removed_and_goes_with_its_source(web: WebKind, tmp_path: Path) -> None:
    sources = sources_of(tmp_path)
    sources.add(Listener(), "ours", URL)
    assert web.given[-1] is None
    assert sources.edit("ours", credential=Credential(headers={"X-Key": "abcd"})).credential == ("Header X-Key",)
    assert sources.edit("ours", priority=3).credential == ("Header X-Key",)
    assert sources.edit("ours", credential=Credential()).credential == ()
    sources.edit("ours", credential=TOKEN)
    sources.remove("ours")
    sources.add(Listener(), "ours", URL)
    assert sources.list()[0].credential == ()
    assert list((tmp_path / "vault").iterdir()) == []


def test_a_list_that_was_changed_by_hand_does_not_send_it_to_another_server(web: WebKind, tmp_path: Path) -> None:
    sources_of(tmp_path).add(Listener(), "ours", URL, credential=TOKEN)
    file = tmp_path / "state" / "sources.json"
    file.write_text(file.read_text().replace("packages.contoso.com", "evil.test"))
    with pytest.raises(SourceError):
        sources_of(tmp_path).open(Listener(), "ours")
    assert web.given[-1] is None


def test_a_source_that_is_refused_leaves_no_credential(web: WebKind, tmp_path: Path) -> None:
    sources = sources_of(tmp_path)
    sources.add(Listener(), "ours", URL)
    with pytest.raises(SourceError):
        sources.add(Listener(), "again", URL, credential=TOKEN)
    assert not (tmp_path / "vault").exists()


@pytest.mark.parametrize(
    ("argument", "credential", "reason"),
    [
        ("\\\\server\\share", TOKEN, "takes no credential"),
        ("http://packages.contoso.com", TOKEN, "takes no credential"),
        (URL, Credential(token="a\r\nX-Other: b"), "cannot be sent"),
        (URL, Credential(headers={"Bad Name": "x"}), "name of a header"),
        (URL, Credential(headers={"Host": "x"}), "name of a header"),
        (URL, Credential(headers={"X-Key": "x" * 9000}), "cannot be sent"),
        (URL, Credential(token="t", user="u", password="p"), "not both"),
        (URL, Credential(password="p"), "needs a user"),
        (URL, Credential(user="a:b", password="p"), "colon"),
        (URL, Credential(certificate="/no/such.pem"), "no certificate"),
    ],
)
def test_what_cannot_be_a_credential_is_refused(argument: str, credential: Credential, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        bound(credential, argument)


def test_a_damaged_entry_of_the_vault_is_an_error_without_its_text(web: WebKind, tmp_path: Path) -> None:
    sources_of(tmp_path).add(Listener(), "ours", URL, credential=TOKEN)
    (file,) = (tmp_path / "vault").iterdir()
    file.write_text(json.dumps({"Origin": 1, "Credential": "tok-4711"}))
    with pytest.raises(SourceError, match="credential of the source ours is damaged") as damaged:
        sources_of(tmp_path).open(Listener(), "ours")
    assert "tok-4711" not in damaged.value.text


@pytest.mark.parametrize(
    "address",
    ["https://me:hunter2@packages.test/feed", "https://hunter2@packages.test", "https://me:hunter2@packages.test?a=b"],
)
def test_an_address_with_a_password_is_refused_since_lists_and_exports_show_it(tmp_path: Path, address: str) -> None:
    with pytest.raises(SourceError, match="holds a user name or a password") as refused:
        sources_of(tmp_path).add(Listener(), "ours", address)
    assert "hunter2" not in refused.value.text + str(refused.value.target)
    assert "the credential of the source" in (refused.value.remedy or "")
    assert sources_of(tmp_path).list() == ()
