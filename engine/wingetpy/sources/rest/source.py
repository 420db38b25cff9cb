"""A REST source: nothing is kept but its connections and, for a while, what the server said about itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.call import Call
from wingetpy.model.text import excerpt
from wingetpy.sources.agreements import SourceAgreements, SourceTerm, check_agreements
from wingetpy.sources.details import SourceDetails, SourceUpdate
from wingetpy.sources.rest.contract import CONTRACTS, Information, negotiate, visible
from wingetpy.sources.rest.identity import EntraTokens
from wingetpy.sources.rest.opened import OpenRest
from wingetpy.sources.rest.remembered import Remembered
from wingetpy.sources.rest.server import RestServer
from wingetpy.sources.rest.store import is_store
from wingetpy.sources.source import SourceAccess, SourceHome
from wingetpy.transfer.certificate import ClientCertificate
from wingetpy.transfer.exchange import Exchange

if TYPE_CHECKING:
    from wingetpy.transfer.pins import PinnedKeys

Pins = Callable[[str], "PinnedKeys | None"]
MOST_REQUESTS = 8
"""At once, to one source."""


class RestSource:
    """One configured REST source. Several threads may use it.

    Args:
        details: What is configured.
        home: Nothing is kept there.
        pins: See `RestKind`.
    """

    def __init__(self, details: SourceDetails, home: SourceHome, pins: Pins) -> None:
        self.details = details
        self._pins = pins
        self._remembered = Remembered()
        self._tokens = EntraTokens()
        self._lock = threading.Lock()
        self._kept: Exchange | None = None
        self._exchange_key: object = None

    def open(self, call: Call, access: SourceAccess) -> OpenRest:
        """Ask the server who it is, unless that is known, and agree on a version of the contract.

        Raises:
            SourceError: it cannot be reached, speaks no common version, or refuses access.
            ConsentMissing: its agreements have not been accepted.
        """
        name, url = self.details.name, self.details.argument
        server = RestServer(name, url, self._exchange(access), call, access)
        information = server.information(self._remembered)
        contract = _common_contract(information, name)
        check_agreements(name, _needed(information), access)
        server.speak(contract)
        if not server.is_authorized:
            server.authorize(self._tokens.authorization(information.authentication, contract, name, access))
        market = access.market if information.wants_market else None
        correlates = not is_store(url)  # the Store takes no part in recognising installed programs
        return OpenRest(self.details, server, information, contract, market, correlates=correlates, call=call)

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        """See that the server answers. Raises as `open` does."""
        started = time.monotonic()
        self._remembered.forget()
        self.open(call, access)
        return SourceUpdate(name=self.details.name, changed=False, seconds=round(time.monotonic() - started, 3))

    def close(self) -> None:
        """Close the connections; the next command opens new ones."""
        with self._lock:
            kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    def _exchange(self, access: SourceAccess) -> Exchange:
        key = (access.pinning, access.credential.credential if access.credential else None)
        with self._lock:
            if self._exchange_key != key or self._kept is None:
                if self._kept is not None:
                    self._kept.close()
                self._kept = _connections(self.details.argument, self._pins, access)
                self._exchange_key = key
            return self._kept


def identify(url: str, pins: Pins, call: Call, access: SourceAccess) -> str:
    """Return the identifier that the server at an address gives itself.

    Raises:
        SourceError, ConsentMissing: as `RestSource.open`.
    """
    exchange = _connections(url, pins, access)
    try:
        information = RestServer(url, url, exchange, call, access).information(Remembered())
    finally:
        exchange.close()
    _common_contract(information, url)
    check_agreements(url, _needed(information), access)
    return information.source_identifier


def _connections(url: str, pins: Pins, access: SourceAccess) -> Exchange:
    credential = access.credential.credential if access.credential and access.credential.is_for(url) else None
    certificate = None
    if credential is not None and credential.certificate:
        certificate = ClientCertificate(path=credential.certificate, password=credential.certificate_password)
    keys = pins(url) if access.pinning else None
    return Exchange(pins=keys, certificate=certificate, connections=MOST_REQUESTS, http2=True)


def _needed(information: Information) -> SourceAgreements:
    agreements = information.source_agreements
    terms = (agreements.agreements or ()) if agreements else ()
    return SourceAgreements(
        identifier=(agreements.agreements_identifier or "") if agreements else "",
        agreements=tuple(
            SourceTerm(label=visible(one.agreement_label), text=visible(one.agreement), url=visible(one.agreement_url))
            for one in terms
        ),
        needs_market=information.wants_market,
    )


def _common_contract(information: Information, name: str) -> str:
    contract = negotiate(information.server_supported_versions)
    if contract is None:
        offered = excerpt(", ".join(information.server_supported_versions[:10]))
        raise SourceError(
            f"The source {name} speaks no version of the contract that is supported here: it offers {offered}.",
            code=ErrorCode.UnsupportedRestSource,
            category="NotImplemented",
            target=name,
            remedy=f"Update this program, or ask the owner of the source for one of {CONTRACTS[0]} to {CONTRACTS[-1]}.",
        )
    return contract
