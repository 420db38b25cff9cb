"""A REST source as a WSGI application: read only, for any WSGI server.

    application = RestApplication(ServedFolder("manifests", Path("state")))

answers `/information`, `/manifestSearch`, `/packageManifests/{id}`, and below `/files/` the installers that the
manifests name by `file:` addresses. Every answer is the newest contract's; the older ones' clients ignore what they do
not know.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote

import msgspec

from wingetpy.authoring.rest_documents import Json, codes_document, version_document
from wingetpy.authoring.rest_files import FileAnswer, served_file
from wingetpy.authoring.rest_search import (
    UNSUPPORTED_FIELDS,
    AskedSearch,
    NameIndex,
    find,
)
from wingetpy.authoring.served_folder import ServedFolder
from wingetpy.errors import EngineError, NotFound
from wingetpy.manifests.model import Manifest
from wingetpy.model.decoding import json_decoder
from wingetpy.model.text import fold
from wingetpy.sources.request import Hit
from wingetpy.sources.source import OpenSource

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

CONTRACTS = ("1.0.0", "1.1.0", "1.4.0", "1.5.0", "1.6.0", "1.7.0", "1.9.0", "1.10.0", "1.12.0", "1.28.0")
UNSUPPORTED_PARAMETERS = ("Market",)
PAGE = 50
"""Packages of one answer to a search."""
LARGEST_BODY = 1 << 20
ALL_CODES_UP_TO = 10
"""Of so many packages every version's codes are given, of more only the newest one's."""
_UNAVAILABLE = "The source cannot answer at the moment."
_MOST_KEPT = 20_000
_MOST_PARAMETERS = 20


class Refusal(Exception):
    """An answer of another status than 200."""

    def __init__(self, status: str, text: str, *headers: tuple[str, str]) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers


class AskedRequest(NamedTuple):
    method: str
    path: str
    query: dict[str, list[str]]
    environ: Environ

    def header(self, name: str) -> str:
        return str(self.environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))

    def parameter(self, name: str) -> str:
        """Return a query parameter by its name in any case; empty if it is not given."""
        return next((values[0] for key, values in self.query.items() if key.lower() == name.lower()), "")


class RestApplication:
    """The application. Many threads may call it.

    Args:
        folder: What is served.
        identifier: What the source calls itself; None for one made of the folder's place.
        token: What a client must send, as `Authorization: Bearer` or in the header Windows-Package-Manager, which is
            what winget's `--header` sends; None lets everybody in.
    """

    def __init__(self, folder: ServedFolder, identifier: str | None = None, token: str | None = None) -> None:
        self._folder = folder
        self._identifier = identifier or f"WinGetPy.Served.{folder.identifier.rpartition('_')[2]}"
        self._token = token.encode() if token is not None else None
        self._names = NameIndex()
        self._lock = threading.Lock()
        self._kept: dict[tuple[Any, str, str], tuple[str, Json]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            answer = self._answer(environ)
        except Refusal as refusal:
            code = int(refusal.status[:3])
            if code == 204:  # no such package; winget takes a 404 for a source that failed
                start_response(refusal.status, [])
                return ()
            body = msgspec.json.encode({"ErrorCode": code, "ErrorMessage": refusal.text})
            return _send(start_response, refusal.status, body, environ, *refusal.headers)
        except EngineError as error:
            self._folder.report(error.text)  # it names paths of this machine: for its own log alone
            body = msgspec.json.encode({"ErrorCode": error.code.signed, "ErrorMessage": _UNAVAILABLE})
            return _send(start_response, "503 Service Unavailable", body, environ, ("Retry-After", "2"))
        if isinstance(answer, FileAnswer):
            start_response(answer.status, list(answer.headers))
            return answer.blocks() if environ["REQUEST_METHOD"] != "HEAD" else ()
        body, *headers = answer
        return _send(start_response, "200 OK", msgspec.json.encode(body), environ, *headers)

    def _answer(self, environ: Environ) -> FileAnswer | tuple[Any, ...]:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        query = _query(environ.get("QUERY_STRING", ""))
        request = AskedRequest(environ["REQUEST_METHOD"], path, query, environ)
        self._require_token(request)
        if path.startswith("/files/"):
            _require_method(request, "GET", "HEAD")
            return served_file(self._folder.open().root, path.removeprefix("/files/"), environ)
        if path == "/information":
            _require_method(request, "GET", "HEAD")
            return {"Data": self._information()}, ("Cache-Control", "max-age=60")
        if path == "/manifestSearch":
            _require_method(request, "POST")
            return (self._search(request),)
        if path.startswith("/packageManifests/"):
            _require_method(request, "GET", "HEAD")
            return (self._manifests(request, path.removeprefix("/packageManifests/")),)
        raise Refusal("404 Not Found", "There is no such endpoint.")

    def _require_token(self, request: AskedRequest) -> None:
        if self._token is None:
            return
        scheme, _, bearer = request.header("Authorization").partition(" ")
        given = (bearer.strip() if scheme.lower() == "bearer" else "", request.header("Windows-Package-Manager"))
        if not any(hmac.compare_digest(one.encode(), self._token) for one in given):
            raise Refusal("401 Unauthorized", "A token is required.", ("WWW-Authenticate", "Bearer"))

    def _information(self) -> Json:
        return {
            "SourceIdentifier": self._identifier,
            "ServerSupportedVersions": list(CONTRACTS),
            "UnsupportedPackageMatchFields": list(UNSUPPORTED_FIELDS),
            "UnsupportedQueryParameters": list(UNSUPPORTED_PARAMETERS),
        }

    def _search(self, request: AskedRequest) -> Json:
        content = _body(request)
        body = _decoded(content)
        if body.unsupported:
            return {"Data": [], "UnsupportedPackageMatchFields": body.unsupported}
        opened = self._folder.open()
        hits = find(opened, body, self._names)
        if body.MaximumResults is not None and body.MaximumResults > 0:
            hits = hits[: body.MaximumResults]
        key = hashlib.sha256(content).hexdigest()[:16]
        first = _first(request.header("ContinuationToken"), key)
        page = hits[first : first + PAGE]
        all_codes = body.asks_for_codes or len(page) <= ALL_CODES_UP_TO
        answer: Json = {"Data": [self._package(opened, hit, all_codes) for hit in page]}
        if first + PAGE < len(hits):
            answer["ContinuationToken"] = f"{first + PAGE}.{key}"
        return answer

    def _package(self, opened: OpenSource, hit: Hit, all_codes: bool) -> Json:
        versions: list[Json] = []
        publisher = ""
        for known in opened.versions(hit.id):
            version: Json = {"PackageVersion": known.version}
            if all_codes or not versions:
                owner, codes = self._codes(opened, hit.id, known.version)
                publisher = publisher or owner
                version |= codes
            listed = dict.fromkeys(text for text in (known.arp_minimum, known.arp_maximum) if text)
            if listed:
                version["AppsAndFeaturesEntryVersions"] = list(listed)
            versions.append(version)
        return {
            "PackageIdentifier": hit.id,
            "PackageName": hit.name,
            "Publisher": publisher or hit.id.partition(".")[0],
            "Versions": versions,
        }

    def _codes(self, opened: OpenSource, identifier: str, version: str) -> tuple[str, Json]:
        """The publisher and the codes of one version, kept while the folder does not change."""
        key = (opened.content, fold(identifier), version)
        with self._lock:
            if (known := self._kept.get(key)) is not None:
                return known
        try:
            manifest = opened.manifest(identifier, version)
            found: tuple[str, Json] = (manifest.localization.publisher or "", codes_document(manifest))
        except EngineError:  # its file was changed or removed this moment; the next comparison will find it
            return "", {}
        with self._lock:
            if len(self._kept) >= _MOST_KEPT or next(iter(self._kept), key)[0] != key[0]:
                self._kept.clear()
            self._kept[key] = found
        return found

    def _manifests(self, request: AskedRequest, identifier: str) -> Json:
        unsupported = [name for name in UNSUPPORTED_PARAMETERS if request.parameter(name)]
        if unsupported:
            return {"Data": None, "UnsupportedQueryParameters": unsupported}
        opened = self._folder.open()
        wanted, channel = request.parameter("Version"), request.parameter("Channel")
        names = [known.version for known in opened.versions(identifier)]
        if wanted:
            names = [name for name in names if fold(name) == fold(wanted)]
        manifests = [manifest for name in names if (manifest := _manifest(opened, identifier, name))]
        if channel:
            manifests = [one for one in manifests if fold(one.channel or "") == fold(channel)]
        if not manifests:
            raise Refusal("204 No Content", f"There is no {identifier[:200]}.")
        base = _address(request.environ)

        def url_of(url: str) -> str:
            relative = url[5:] if url[:5].lower() == "file:" else None
            return url if relative is None else f"{base}/files/{quote(unquote(relative).lstrip('/'))}"

        return {
            "Data": {
                "PackageIdentifier": manifests[0].package_identifier,
                "Versions": [version_document(one, url_of) for one in manifests],
            }
        }


def _manifest(opened: OpenSource, identifier: str, version: str) -> Manifest | None:
    try:
        return opened.manifest(identifier, version)
    except NotFound:  # removed this moment
        return None


def _require_method(request: AskedRequest, *methods: str) -> None:
    if request.method not in methods:
        text = "This source is read only." if request.method != "GET" else "This endpoint takes another method."
        raise Refusal("405 Method Not Allowed", text, ("Allow", ", ".join(methods)))


def _query(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        raise Refusal("400 Bad Request", f"A request may have {_MOST_PARAMETERS} parameters.") from error


def _body(request: AskedRequest) -> bytes:
    if request.header("Transfer-Encoding"):
        raise Refusal("411 Length Required", "A request says how many bytes it has.")
    length = request.environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or len(length) > 18 or int(length) > LARGEST_BODY:
        raise Refusal("413 Content Too Large", f"A request may have {LARGEST_BODY:,} bytes.")
    content: bytes = request.environ["wsgi.input"].read(int(length))
    return content


def _decoded(content: bytes) -> AskedSearch:
    try:
        body = json_decoder(AskedSearch).decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("400 Bad Request", f"The request is no search: {error}.") from error
    if body.is_too_large:
        raise Refusal("400 Bad Request", "The request has too many conditions, or too long ones.")
    return body


def _first(token: str, key: str) -> int:
    """The place of the first package of a page."""
    if not token:
        return 0
    place, _, given = token.partition(".")
    if given != key or not (place.isascii() and place.isdigit()) or len(place) > 9:
        raise Refusal("400 Bad Request", "The continuation token is not of this request.")
    return int(place)


def _address(environ: Environ) -> str:
    """The address that the client used."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}{quote(environ.get('SCRIPT_NAME', ''))}"


def _send(
    start_response: StartResponse, status: str, body: bytes, environ: Environ, *headers: tuple[str, str]
) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers])
    return (body,) if environ["REQUEST_METHOD"] != "HEAD" else ()
