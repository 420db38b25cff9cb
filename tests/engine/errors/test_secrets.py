"""What a URL must not show is masked in every text that leaves the engine."""

from __future__ import annotations

import pytest

from wingetpy.errors import EngineError, secrets
from wingetpy.errors.report import ErrorReport
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.text import excerpt

HIDDEN = "hunter2"


@pytest.mark.parametrize(
    "url",
    [
        f"https://user:{HIDDEN}@host.test/x",
        f"https://{HIDDEN}@host.test",
        f"https://user:a/{HIDDEN}@host.test/x",
        f"https://user:{HIDDEN}/b?c#d@host.test",
        f"https://user:a?{HIDDEN}@host.test/x?y=z",
        f"https://user:#{HIDDEN}@host.test:8080/x",
        f'https://user:a"{HIDDEN}@host.test/x',
        f"https://user:1a/{HIDDEN}@host.test/x",
        f"https://user:a@{HIDDEN}@host.test/x",
        f"https://user:it's {HIDDEN}@host.test/x",
        f"HTTPS://user:{HIDDEN}@host.test:8080?x=1",
        f"https://host.test/x?sv=2021&sig={HIDDEN}",
        f"https://host.test/x?X-Amz-Signature={HIDDEN}&X-Amz-Credential={HIDDEN}&X-Amz-Security-Token={HIDDEN}",
        f"https://host.test/x?access_token={HIDDEN}",
        f"https://host.test/x?%61pi_key={HIDDEN}",
        f"https://host.test/x?a=b;password={HIDDEN}",
        f"https://host.test/x#id_token={HIDDEN}",
        f"https://host.test/x?key={HIDDEN}&code={HIDDEN}",
        f"ftp://user:{HIDDEN}@host.test/x",
    ],
)
def test_secrets_of_a_url_are_masked(url: str) -> None:
    for text in (url, f"The download from '{url}' failed.", f"({url})", f"{url}\n{url}"):
        shown = without_secrets(text)
        assert HIDDEN not in shown
        assert "***" in shown
        assert "host.test" in shown
    error = EngineError(f"'{url}' failed.", target=url)
    assert HIDDEN not in repr((str(error), ErrorReport.of(error)))


@pytest.mark.parametrize(
    "text",
    [
        "https://host.test/x/tool.exe?version=1.0&arch=x64&author=me#part",
        "Write to me@host.test about https://host.test/ or other@host.test.",
        "C:\\Tools\\a@b?token=c",
        "no address at all",
        "https://host.test/@scope/package",
        "https://host.test:8080/@scope/package",
        "https://host.test:8080/a:b@c",
        "http://host.test:80?mail=a@b",
        "https://host.test/a:b/c@d",
        "https://host.test/x?design=1&monkey=2",
    ],
)
def test_what_is_no_secret_is_kept(text: str) -> None:
    assert without_secrets(text) == text


def test_a_credential_is_masked_wherever_it_turns_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_known", frozenset())
    secrets.hide(["tok-abc", "tok-abc-longer", "abc"])
    text = secrets.without_secrets("sent Bearer tok-abc-longer and tok-abc; abc is too short to look for")
    assert text == "sent Bearer *** and ***; abc is too short to look for"
    assert EngineError("refused: tok-abc").text == "refused: ***"


@pytest.mark.parametrize("length", range(300, 312))
def test_a_credential_is_masked_where_a_quotation_was_cut_within_it(
    length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "_known", frozenset())
    secrets.hide(["let me in for good"])
    said = "x" * (length - 12) + " let me in for good, you said"
    text = EngineError(f"The server says: {excerpt(said, 300)}.").text
    assert "let " not in text
    assert text.startswith("The server says: xxx")
