"""How a caller reaches sources: its proxy and its access, and the parameters that carry them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

AuthenticationMode = Literal["Interactive", "SilentPreferred", "Silent"]
LONGEST_HEADER = 1024
"""Characters of a caller's header, as in the reference."""


class Proxy(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The caller's proxy variables; the engine outlives changes of the shell's environment.

    Attributes:
        http: Proxy for http addresses, `host:port` or a URL; None or empty for none. So `https`.
        no: Comma-separated hosts that are reached without a proxy; `*` for all.
        named: The user named it for this one command, which an administrator has to allow; it is then used whatever the
            default proxy of the machine is.
    """

    http: str | None = None
    https: str | None = None
    no: str | None = None
    named: bool = False


class CallerAccess(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives with one command so that sources let it in.

    Attributes:
        header: Sent to each REST source as `Windows-Package-Manager`.
        accept_agreements: The caller accepts the agreements of the sources, which are remembered then.
        authentication_mode: Whether a source may ask a person to sign in.
        authentication_account: The account to sign in with.
    """

    header: str | None = None
    accept_agreements: bool = False
    authentication_mode: AuthenticationMode | None = None
    authentication_account: str | None = None


class NetworkParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Parameters of a method that may send requests over the network.

    Attributes:
        proxy: None for the proxies of the engine's own environment. It becomes the call's (`Call.proxy`).
        header, accept_source_agreements, authentication_mode, authentication_account: Become the call's
            (`Call.access`).
    """

    proxy: Proxy | None = None
    header: Annotated[str, msgspec.Meta(max_length=LONGEST_HEADER)] | None = None
    accept_source_agreements: bool = False
    authentication_mode: AuthenticationMode | None = None
    authentication_account: Annotated[str, msgspec.Meta(max_length=LONGEST_HEADER)] | None = None

    @property
    def access(self) -> CallerAccess:
        """What the caller gives to be let in."""
        return CallerAccess(
            header=self.header or None,
            accept_agreements=self.accept_source_agreements,
            authentication_mode=self.authentication_mode,
            authentication_account=self.authentication_account or None,
        )
