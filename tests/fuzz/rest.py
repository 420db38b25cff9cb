"""Answers of a REST source. A case is what the n-th question gets, apart by `=====`; the last repeats.

Each answer is a line with the status and the type of the content, then the content. No connection is made: what a
connection may do is the target `http`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fuzz.target import Outlives, nothing_left
from kit.calls import Listener
from wingetpy.errors import EngineError
from wingetpy.model.call import Call
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.request import InstalledKeys, PackageReference, SearchRequest
from wingetpy.sources.rest import server
from wingetpy.sources.rest.source import RestSource
from wingetpy.sources.source import SourceAccess, SourceHome
from wingetpy.transfer.exchange import Exchange, Question, Reply

_BETWEEN = b"\n=====\n"
_WORDS = (
    "Data", "Versions", "PackageVersion", "PackageIdentifier", "PackageName", "Publisher", "DefaultLocale", "Locales",
    "Installers", "ContinuationToken", "ServerSupportedVersions", "SourceIdentifier", "SourceAgreements",
    "AgreementsIdentifier", "Authentication", "AuthenticationType", "RequiredPackageMatchFields",
    "UnsupportedPackageMatchFields", "RequiredQueryParameters", "UnsupportedQueryParameters", "ProductCodes",
    "PackageFamilyNames", "UpgradeCodes", "AppsAndFeaturesEntryVersions", "Architecture", "InstallerType",
    "InstallerUrl", "InstallerSha256", "InstallerSwitches", "Markets", "NestedInstallerFiles", "Channel", "Moniker",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1.5, "", "x", "Market", "1.28.0", "9.9.9", "< unknown", "unknown", "\x1b[2J", "\u202e",
    "a\nb", "\ud800", "x" * 5000, [], {}, [None], [[]], [{}], {"Data": []}, "microsoftEntraId", "zip", "msstore",
)  # fmt: skip
_MOST_QUESTIONS = 200
_LONGEST_ERROR = 1000


class _Answers(Exchange):
    """The answers of a case, one a question."""

    def __init__(self, replies: list[Reply]) -> None:
        super().__init__()
        self._replies = replies
        self.asked = 0

    def ask(self, question: Question, call: Call, *, seconds: float = 30.0) -> Reply:
        self.asked += 1
        if self.asked > _MOST_QUESTIONS:
            raise Outlives("it asks without end")
        if not (question.url.isascii() and question.url.isprintable() and " " not in question.url):
            raise Outlives(f"an address that is none: {question.url!r}")
        for name, value in question.headers.items():
            if not (f"{name}{value}".isascii() and f"{name}{value}".isprintable()):
                raise Outlives(f"a header that is none: {name}: {value!r}")
        return self._replies[min(self.asked, len(self._replies)) - 1]


class Target:
    """See `target.Target`."""

    seconds = 20.0
    megabytes = 1024
    most_bytes = 200_000
    tokens: Sequence[bytes] = (
        _BETWEEN, b"200 application/json\n", b"204 x\n", b"404 application/json\n", b"503 x\n", b"{", b"}", b"[", b"]",
        b"null", b"true", b"1e999", b"-0", b'""', b'"\\ud800"', b'"\\u001b"', b"\xff", b"\x00",
        *(json.dumps(word).encode() for word in _WORDS),
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._details = SourceDetails(
            name="rest", type="Microsoft.Rest", argument="https://rest.invalid/api", identifier="Test.Rest"
        )
        server.MOST_PAGES = 20

    def run(self, case: bytes) -> str:
        replies = [_reply(part) for part in case.split(_BETWEEN)[:20]]
        with nothing_left(self._folder):
            try:
                return self._told(_Answers(replies))
            except EngineError as error:
                if len(error.text) > _LONGEST_ERROR:
                    raise Outlives("an error as long as the server likes") from error
                raise

    def _told(self, answers: _Answers) -> str:
        call = Listener()
        source = RestSource(self._details, SourceHome(self._folder / "home", None, lambda: 0), lambda _url: None)
        source._exchange = lambda _access: answers  # type: ignore[method-assign]
        composite = CompositeSource([source.open(call, SourceAccess(accept_agreements=True))], call)
        rows = composite.search(SearchRequest(query="tool", count=50)).rows
        for row in rows:
            if not f"{row.id}{row.name}{row.version}{row.match}".isprintable():
                raise Outlives(f"a row with control characters: {row!r}")
        composite.recognise([InstalledKeys(product_code="{X}", name="Tool", publisher="Somebody")])
        reference = PackageReference("rest", rows[0].id if rows else "Test.Tool")
        composite.versions(reference)
        manifest = composite.manifest(reference)
        composite.keys(reference)
        return f"{len(rows)} rows, a manifest with {len(manifest.installers)} installers"

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """One value of one answer, or its status, is another one."""
        parts = case.split(_BETWEEN)
        place = rng.randrange(len(parts))
        if rng.random() < 0.1:
            parts.insert(place, rng.choice(rng.choice(others).split(_BETWEEN)))
            return _BETWEEN.join(parts)
        head, _, body = parts[place].partition(b"\n")
        try:
            value = json.loads(body)
            _change(rng, value)
            parts[place] = head + b"\n" + json.dumps(value).encode()
        except (ValueError, RecursionError):
            return None
        return _BETWEEN.join(parts)


def _change(rng: random.Random, value: Any) -> None:
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = rng.choice(keys)
        if not isinstance(value[key], dict | list) or not value[key] or rng.random() < 0.3:
            action = rng.random()
            if action < 0.2:
                del value[key]
            elif action < 0.4 and isinstance(value, dict):
                value[rng.choice(_WORDS)] = rng.choice(_VALUES)
            elif action < 0.5 and isinstance(value, list):
                value.extend([value[key]] * rng.choice((1, 50)))
            else:
                value[key] = rng.choice(_VALUES)
            return
        value = value[key]


def _reply(part: bytes) -> Reply:
    head, _, body = part.partition(b"\n")
    status, _, kind = head.partition(b" ")
    number = int(status) if status.isdigit() and len(status) < 5 else 200
    return Reply(status=number, reason="", headers={"content-type": kind.decode("latin-1")}, body=body)
