"""A manifest whose installer lies behind a password and a signature: neither is in anything that the engine says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from kit.manifests import nested_files, singleton
from kit.place import Place
from kit.raw_server import head, raw_server

HIDDEN = "hunter2"
CONTENT = b"a program"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def offered(place: Place, url: str) -> None:
    """Offer a portable at an address with secrets."""
    address = url.replace("//", f"//me:{HIDDEN}@") + f"/tool.exe?version=1&sig={HIDDEN}"
    place.shelf.write("A.Tool/1.0/A.Tool.yaml", singleton("A.Tool", kind="portable", url=address))
    place.open()


def said(place: Place) -> str:
    """All that left the engine for a request: rows, messages, progress and the log."""
    call = place.call
    rows = [msgspec.json.encode(row).decode() for row in call.rows]
    progress = [msgspec.json.encode(one).decode() for one in call.reports]
    return "\n".join([*rows, *(text for _, text, _ in call.messages), *progress, place.engine.log.path.read_text()])


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden"])
def test_an_install_shows_neither_password_nor_signature(place: Place, status: str) -> None:
    with raw_server([head(f"Content-Length: {len(CONTENT)}", status=status) + CONTENT]) as url:
        offered(place, url)
        result = place.install(Id="A.Tool")
    assert result.error is not None
    assert "sig=***" in result.error.message
    assert HIDDEN not in said(place)


@pytest.mark.parametrize(
    ("method", "params"),
    [("package/plan", {"Operation": "Install", "Id": "A.Tool"}), ("package/show", {"Id": "A.Tool"})],
)
def test_a_plan_and_a_description_show_neither(place: Place, method: str, params: dict[str, str]) -> None:
    offered(place, "http://127.0.0.1:1")
    result = place.ask(method, **params)
    text = said_by(result) + "".join(said_by(row) for row in place.call.rows)
    assert "version=1&sig=***" in text
    assert HIDDEN not in text


def test_an_archive_behind_a_signature_is_named_without_it(place: Place) -> None:
    content = b"no archive"
    with raw_server([head(f"Content-Length: {len(content)}") + content] * 2) as url:
        address = url.replace("//", f"//me:{HIDDEN}@") + f"/tool.zip?sig={HIDDEN}"
        fields = "\n".join(
            f"{name}: {one if isinstance(one, str) else json.dumps(one)}" for name, one in nested_files().items()
        )
        sha256 = hashlib.sha256(content).hexdigest()
        text = singleton("A.Tool", kind="zip", url=address, sha256=sha256, installer=fields)
        place.shelf.write("A.Tool/1.0/A.Tool.yaml", text)
        place.open()
        plan = place.ask("package/plan", Operation="Install", Id="A.Tool")
        result = place.install(Id="A.Tool")
    assert result.error is not None
    assert result.error.symbol == "ExtractArchiveFailed"
    assert "tool.zip?sig=***" in result.error.message
    assert HIDDEN not in said(place) + said_by(plan)


def said_by(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()
