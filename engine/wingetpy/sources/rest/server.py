"""The three requests of the contract, and what an answer that is none means."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from wingetpy.errors import BadRequest, ErrorCode, SourceError
from wingetpy.errors.remedies import SOURCE_CREDENTIAL
from wingetpy.model.call import Call
from wingetpy.model.text import excerpt
from wingetpy.sources.rest.contract import (
    AnswerUnusable,
    Information,
    InformationAnswer,
    ManifestAnswer,
    SearchAnswer,
    SearchBody,
    decoded,
)
from wingetpy.sources.rest.remembered import Remembered
from wingetpy.transfer.exchange import Exchange, NoReply, Question, Reply
from wingetpy.transfer.no_reply import ByteBudget

if TYPE_CHECKING:
    from wingetpy.sources.source import SourceAccess

LONGEST_HEADER = 1024
LONGEST_TOKEN = 4096
MOST_PAGES = 1000
LARGEST_SEARCH = 64 << 20
"""Bytes of all pages of a search together; in memory they become several times as many."""
SEARCH_SECONDS = 60.0
"""For a search with all its pages."""
_NAMES_THE_FAULT = ("message", "Message", "ErrorMessage")
_Shape = TypeVar("_Shape")


class RestServer:
    """A server as one command asks it.

    Args:
        name: What errors call it: the source's name, or its address before it has one.
        url: Its address, without a slash at the end.
        exchange: Its connections.
        call: The command's.
        access: The caller's header, and the credential for this server.

    Raises:
        SourceError: CustomHeaderExceedsMaxLength.
        BadRequest: the header holds what a header cannot.
    """

    def __init__(
        self,
        name: str,
        url: str,
        exchange: Exchange,
        call: Call,
        access: SourceAccess,
    ) -> None:
        self.name = name
        self.url = url
        self._exchange = exchange
        self._call = call
        self._header = access.header
        self._headers = {"Accept": "application/json"}
        if access.header is not None:
            self._headers["Windows-Package-Manager"] = _checked_header(access.header, name)
        if access.credential is not None:
            self._headers |= access.credential.headers_for(url)

    @property
    def is_authorized(self) -> bool:
        """Whether requests carry an Authorization header."""
        return "authorization" in {name.lower() for name in self._headers}

    def speak(self, contract: str) -> None:
        """Send the version of the contract with every further request."""
        self._headers["Version"] = contract

    def authorize(self, authorization: str | None) -> None:
        """Send an Authorization header with every further request; None for none."""
        if authorization is not None:
            self._headers["Authorization"] = authorization

    def information(self, remembered: Remembered) -> Information:
        """Return what the server says about itself; for a while without asking again.

        Raises:
            SourceError: it cannot be reached, or says nothing that can be used.
        """
        if (known := remembered.get(self.url, self._header)) is not None:
            return known
        reply = self._ask(Question(url=f"{self.url}/information", headers=self._headers))
        body = self._content(reply)
        try:
            information = decoded(body or b"", InformationAnswer).data
            information.check()
        except AnswerUnusable as error:
            raise SourceError(
                f"The source {self.name} is no REST source that is supported: its information is not valid"
                f" ({excerpt(str(error))}).",
                code=ErrorCode.UnsupportedRestSource,
                category="InvalidData",
                target=self.name,
                remedy="Check the address of the source.",
            ) from error
        remembered.put(self.url, self._header, reply.headers.get("cache-control", ""), information)
        return information

    @staticmethod
    def budget() -> ByteBudget:
        """Return the bound of searches that belong together."""
        return ByteBudget(LARGEST_SEARCH)

    def search(
        self, body: SearchBody, seconds: float = SEARCH_SECONDS, budget: ByteBudget | None = None
    ) -> Iterator[SearchAnswer]:
        """Yield the pages of a search. The caller stops when it has enough.

        Args:
            budget: For the pages of several searches together; None for those of this one alone.

        Raises:
            SourceError: an answer cannot be used, or the pages do not end.
        """
        until = time.monotonic() + seconds
        headers = {**self._headers, "Content-Type": "application/json"}
        content = msgspec.json.encode(body)
        tokens: set[str] = set()
        budget = budget or self.budget()
        for _ in range(MOST_PAGES):
            left = until - time.monotonic()
            if left <= 0:
                self.invalid(f"a search did not end within {seconds:g} seconds")
            question = Question(url=f"{self.url}/manifestSearch", headers=headers, body=content, budget=budget)
            reply = self._ask(question, min(left, 30.0))
            page = self._content(reply, allow_nothing=True)
            answer = SearchAnswer() if page is None else self._decoded(page, SearchAnswer)
            yield answer
            token = answer.continuation_token
            if not token:
                return
            if token in tokens or len(token) > LONGEST_TOKEN or not (token.isascii() and token.isprintable()):
                self.invalid("its continuation token leads nowhere")
            tokens.add(token)
            headers = {**headers, "ContinuationToken": token}
        self.invalid(f"its answer has more than {MOST_PAGES} pages")

    def manifests(self, identifier: str, parameters: Mapping[str, str]) -> ManifestAnswer:
        """Return the versions of a package; no data if there is no such package.

        Raises:
            SourceError: the answer cannot be used.
        """
        query = f"?{urlencode(parameters, quote_via=quote)}" if parameters else ""
        url = f"{self.url}/packageManifests/{quote(identifier, safe='')}{query}"
        page = self._content(self._ask(Question(url=url, headers=self._headers)), allow_nothing=True)
        return ManifestAnswer() if page is None else self._decoded(page, ManifestAnswer)

    def invalid(self, reason: str) -> NoReturn:
        """Raise the error for an answer that cannot be used.

        Raises:
            SourceError: RestSourceInvalidData.
        """
        raise SourceError(
            f"The source {self.name} gave an answer that cannot be used: {excerpt(reason.rstrip('.'))}.",
            code=ErrorCode.RestSourceInvalidData,
            category="InvalidData",
            target=self.name,
            remedy="Report it to the owner of the source.",
        )

    def _decoded(self, body: bytes, shape: type[_Shape]) -> _Shape:
        try:
            return decoded(body, shape)
        except AnswerUnusable as error:
            self.invalid(str(error))

    def _ask(self, question: Question, seconds: float = 30.0) -> Reply:
        try:
            return self._exchange.ask(question, self._call, seconds=seconds)
        except NoReply as error:
            raise self._unreachable(error) from error

    def _content(self, reply: Reply, *, allow_nothing: bool = False) -> bytes | None:
        """Return the JSON of an answer; None for an empty one. Raises SourceError for any other."""
        if reply.status == 204 and allow_nothing:
            return None
        is_json = reply.headers.get("content-type", "").lower().startswith("application/json")
        if reply.status == 200:
            if not is_json:
                kind = reply.headers.get("content-type", "") or "no type"
                raise self._failed(f"its answer is not JSON but {kind}", ErrorCode.RestApiUnsupportedMimeType)
            return reply.body
        if reply.status == 404:
            if allow_nothing and is_json and _says_that_nothing_is_there(reply.body):
                return None
            raise self._failed("it has no such endpoint (404)", ErrorCode.RestApiEndpointNotFound)
        if reply.status in (429, 503):
            after = f"; it asks to wait {reply.retry_after:g} seconds" if reply.retry_after else ""
            raise self._failed(f"it is busy ({reply.status}){after}", ErrorCode.ServiceUnavailable, "Try again later.")
        if reply.status in (401, 403):
            said = excerpt(f"{reply.status} {reply.reason}".strip())
            raise SourceError(
                f"The source {self.name} refuses access: the server answers {said}.",
                code=ErrorCode.SourceOpenFailed,
                category="AuthenticationError",
                target=self.name,
                remedy=SOURCE_CREDENTIAL,
            )
        code = ErrorCode.RestApiInternalError
        said = _fault_of(reply.body) if is_json else ""
        raise self._failed(f"the server answers {reply.status} {reply.reason}".rstrip() + said, code)

    def _failed(
        self, reason: str, code: ErrorCode, remedy: str = "Try again later, or report it to its owner."
    ) -> SourceError:
        text = f"The source {self.name} failed: {excerpt(reason)}."
        return SourceError(text, code=code, target=self.name, remedy=remedy)

    def _unreachable(self, error: NoReply) -> SourceError:
        text = f"The source {self.name} cannot be reached at {self.url}: {error.reason.rstrip('.')}."
        if error.kind == "pin":
            return SourceError(
                f"The source {self.name} was not asked: this machine trusts the certificate at {self.url}, but it is"
                " not one that the source is pinned to.",
                code=ErrorCode.PinnedCertificateMismatch,
                category="SecurityError",
                target=self.name,
                remedy="If a firewall on the way uses SSL inspection, exempt this address from it. The policy"
                " BypassCertificatePinningForMicrosoftStore can bypass the check, which should be avoided.",
            )
        if error.kind == "credential":
            return SourceError(
                text,
                code=ErrorCode.InvalidAuthenticationInfo,
                category="AuthenticationError",
                target=self.name,
                remedy=SOURCE_CREDENTIAL,
            )
        if error.kind in ("certificate", "redirect"):
            return SourceError(
                text,
                category="SecurityError",
                target=self.name,
                remedy="Correct the address, or let the owner of the source correct the server."
                if error.kind == "redirect"
                else "Check the date of this machine and its trusted certificates, or report it to the owner.",
            )
        if error.kind == "size":
            text = f"The source {self.name} gave an answer that cannot be used: {error.reason}."
        if error.kind in ("size", "protocol"):
            code = ErrorCode.RestSourceInvalidData
            return SourceError(text, code=code, target=self.name, remedy="Report it to the owner of the source.")
        return SourceError(text, target=self.name, remedy="Check the network, the proxy and the address of the source.")


def _checked_header(header: str, source: str) -> str:
    if len(header) > LONGEST_HEADER:
        raise SourceError(
            f"The header for the source {source} has {len(header)} characters; {LONGEST_HEADER} are allowed.",
            code=ErrorCode.CustomHeaderExceedsMaxLength,
            category="InvalidArgument",
            target=source,
            remedy="Give a shorter header.",
        )
    if not (header.isascii() and header.isprintable()):
        raise BadRequest(
            "The header holds characters that a header cannot.", target=source, remedy="Use visible ASCII characters."
        )
    return header


def _says_that_nothing_is_there(body: bytes) -> bool:
    """Whether a 404 means the package and not the endpoint: it is an error of the contract, or of its gateway."""
    found = _members(body)
    return {"code", "message"} <= found.keys() or {"ErrorCode", "ErrorMessage"} <= found.keys()


def _fault_of(body: bytes) -> str:
    """What a server says about its fault, shortened, in front of nothing else."""
    found = _members(body)
    said = next((found[name] for name in _NAMES_THE_FAULT if isinstance(found.get(name), str)), "")
    return f" ({text})" if (text := excerpt(said, 200).strip()) else ""


def _members(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body[:65536])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
