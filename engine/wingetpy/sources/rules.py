"""What is so on a machine besides its lists of sources, and what each source is given of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from wingetpy.errors.secrets import hide
from wingetpy.model.call import Call
from wingetpy.settings.policy import Policies
from wingetpy.sources.credentials import Credentials, NoCredentials
from wingetpy.sources.source import SourceAccess


class SourceRules(NamedTuple):
    """What is so on a machine besides the lists of sources.

    Attributes:
        policies: Group Policy, asked at each call.
        pinning: Whether certificates are checked against pinned ones.
        market: The machine's, two letters.
        credentials: Where what lets the engine into private sources is kept.
        has_defaults: Whether a machine without any state has the default sources.
    """

    policies: Callable[[], Policies] = Policies
    pinning: Callable[[], bool] = lambda: True
    market: Callable[[], str] = lambda: "US"
    credentials: Credentials = NoCredentials()
    has_defaults: bool = False


NO_RULES = SourceRules()
_SHORTEST_SECRET = 8
"""A header may be a plain word, too, which messages should still show."""


def access_of(call: Call, rules: SourceRules, access: SourceAccess | None = None) -> SourceAccess:
    """Return what the caller of a command, and the machine, give every source.

    Args:
        access: Instead of what the call has.
    """
    given = call.access
    if given.header and len(given.header) >= _SHORTEST_SECRET:
        hide((given.header,))  # a server may repeat it
    return msgspec.structs.replace(
        access
        or SourceAccess(
            header=given.header,
            accept_agreements=given.accept_agreements,
            authentication_mode=given.authentication_mode,
            authentication_account=given.authentication_account,
        ),
        market=rules.market(),
        pinning=rules.pinning(),
    )
