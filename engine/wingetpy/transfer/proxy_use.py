"""Which proxy a request goes through, for what is said where no answer comes."""

from __future__ import annotations

from urllib.parse import urlsplit

from wingetpy.model.proxy import Proxy


def proxy_of(url: str, proxy: Proxy | None) -> str:
    """Return the proxy that a request to a URL goes through, without user and password; empty for none.

    Args:
        proxy: The call's; None for the environment's.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if proxy is None:
        from urllib.request import getproxies, proxy_bypass  # late: start time

        known = getproxies()
        given = "" if proxy_bypass(host) else known.get(parts.scheme) or known.get("all") or ""
    else:
        given = "" if _is_left_out(host, parts.netloc, proxy.no) else _of_scheme(parts.scheme, proxy)
    return _shown(given) if given else ""


def _of_scheme(scheme: str, proxy: Proxy) -> str:
    return (proxy.https if scheme == "https" else proxy.http) or ""


def _is_left_out(host: str, netloc: str, names: str | None) -> bool:
    for name in (names or "").split(","):
        bare = name.strip().lstrip(".*").lower()
        if name.strip() == "*" or (bare and (bare in (host, netloc.lower()) or host.endswith(f".{bare}"))):
            return True
    return False


def _shown(given: str) -> str:
    scheme, _, rest = given.rpartition("://")
    return f"{scheme or 'http'}://{rest.rpartition('@')[2].rstrip('/')}"
