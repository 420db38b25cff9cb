"""The client that every request over http(s) is sent with: proxies, the system's certificates, pinned keys."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from wingetpy.model.proxy import Proxy

if TYPE_CHECKING:
    import ssl

    import httpx

    from wingetpy.transfer.certificate import ClientCertificate
    from wingetpy.transfer.pins import PinnedKeys

CONNECT_SECONDS = 15.0
STANDSTILL_SECONDS = 60.0
KEPT_SECONDS = 60.0
"""How long an idle connection is kept for the next request."""


def client(
    proxy: Proxy | None,
    *,
    pins: PinnedKeys | None = None,
    certificate: ClientCertificate | None = None,
    connections: int = 10,
    http2: bool = False,
    standstill: float | None = None,
) -> httpx.Client:
    """Return a client that uses the caller's proxies, or else those of the environment. It follows no redirect.

    Args:
        proxy: The call's; None for the environment's.
        pins: Keys of which one must have signed the server's certificate; None for any that the system trusts.
        certificate: What this side shows to servers that ask for one.
        connections: How many may be open at once.
        http2: Use HTTP/2 where the extra `http2` is installed and the server speaks it.
        standstill: Seconds that a server may send nothing; None for the usual ones.
    """
    import httpx  # late: start time

    from wingetpy import __version__

    timeout = httpx.Timeout(STANDSTILL_SECONDS if standstill is None else standstill, connect=CONNECT_SECONDS)
    limits = httpx.Limits(
        max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=KEPT_SECONDS
    )
    headers = {"User-Agent": f"WinGetPy/{__version__}", "Accept-Encoding": "identity"}
    verify = trust(pins)
    if certificate is not None:
        certificate.load_into(verify)
    http2 = http2 and find_spec("h2") is not None
    if proxy is None:
        return httpx.Client(timeout=timeout, headers=headers, verify=verify, limits=limits, http2=http2)
    mounts: dict[str, httpx.HTTPTransport | None] = {}
    for scheme, given in (("http://", proxy.http), ("https://", proxy.https)):
        if given:
            address = given if "://" in given else f"http://{given}"
            mounts[scheme] = httpx.HTTPTransport(proxy=address, verify=verify, limits=limits, http2=http2)
    for name in (proxy.no or "").split(","):
        if name.strip() == "*":
            mounts = {}
            break
        if bare := name.strip().lstrip(".*"):
            mounts[f"all://{bare}"] = None
            if ":" not in bare:
                mounts[f"all://*.{bare}"] = None
    return httpx.Client(
        timeout=timeout, headers=headers, verify=verify, limits=limits, http2=http2, trust_env=False, mounts=mounts
    )


def trust(pins: PinnedKeys | None = None) -> ssl.SSLContext:
    """Return a context with the system's own certificates. Also for http addresses: they may redirect to https."""
    import ssl  # late: start time

    import truststore  # late: start time

    context: ssl.SSLContext
    if pins is None:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        from wingetpy.transfer.pins import pinned_context  # late: cryptography

        context = pinned_context(pins)
    return context
