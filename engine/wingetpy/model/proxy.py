"""The caller's proxy, and the parameters that carry it."""

from __future__ import annotations

import msgspec


class Proxy(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The caller's proxy variables; the engine outlives changes of the shell's environment.

    Attributes:
        http: Proxy for http addresses, `host:port` or a URL; None or empty for none. So `https`.
        no: Comma-separated hosts that are reached without a proxy; `*` for all.
    """

    http: str | None = None
    https: str | None = None
    no: str | None = None


class NetworkParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Parameters of a method that may send requests over the network.

    Attributes:
        proxy: None for the proxies of the engine's own environment. It becomes the call's (`Call.proxy`).
    """

    proxy: Proxy | None = None
