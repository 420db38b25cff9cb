"""Where a redirect may lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.model.text import excerpt

if TYPE_CHECKING:
    import httpx

MOST_HOPS = 10
_LONGEST_SHOWN = 200
_KEEP_METHOD = (307, 308)
_OF_ONE_SERVER = ("authorization", "cookie", "proxy-authorization", "windows-package-manager")
_BODY_HEADERS = ("content-type", "content-length", "transfer-encoding")


class RedirectRefused(Exception):
    """A redirect that is not followed; the text says why."""


class Redirects:
    """Follows the redirects of one request, within bounds.

    Args:
        own_headers: Names of further headers that only the first server may see.
        stays: No redirect leads to another server, as where a client certificate would be shown to it.
    """

    def __init__(self, own_headers: tuple[str, ...] = (), *, stays: bool = False) -> None:
        self._stays = stays
        self._seen: set[tuple[str, str]] = set()
        self._own = {*_OF_ONE_SERVER, *(name.lower() for name in own_headers)}

    def next_request(self, http: httpx.Client, answer: httpx.Response) -> httpx.Request | None:
        """Return the request that follows an answer; None if the answer is no redirect.

        Raises:
            RedirectRefused: from https to http, to another scheme or no address, in a loop, or too many.
        """
        import httpx  # late: start time

        if not answer.has_redirect_location:
            return None
        before = answer.request
        try:
            target = before.url.join(answer.headers["Location"])
        except (httpx.InvalidURL, ValueError) as error:
            raise RedirectRefused(f"it redirects to no valid address: {error}") from error
        if target.scheme not in ("http", "https") or not target.host:
            raise RedirectRefused(f"it redirects to {_shown(target)}, which is no http address")
        if before.url.scheme == "https" and target.scheme == "http":
            raise RedirectRefused(f"it redirects from https to http ({_shown(target)}), which is not secure")
        if self._stays and not _is_same_server(before.url, target):
            raise RedirectRefused(
                f"it redirects to another server ({_shown(target)}), which must not see the certificate"
            )
        self._seen.add((before.method, str(before.url)))
        keeps = answer.status_code in _KEEP_METHOD or before.method in ("GET", "HEAD")
        method = before.method if keeps else "GET"
        if (method, str(target)) in self._seen:
            raise RedirectRefused("its redirects lead back to where they began")
        if len(self._seen) > MOST_HOPS:
            raise RedirectRefused(f"it redirects more than {MOST_HOPS} times")
        return http.build_request(
            method,
            target,
            headers=self._headers(before, target, keeps),
            content=before.read() if keeps and method not in ("GET", "HEAD") else None,
        )

    def _headers(self, before: httpx.Request, target: httpx.URL, keeps: bool) -> list[tuple[str, str]]:
        dropped = (
            {"host"}
            | (set() if _is_same_server(before.url, target) else self._own)
            | (set() if keeps else set(_BODY_HEADERS))
        )
        return [(name, value) for name, value in before.headers.items() if name.lower() not in dropped]


def _shown(target: httpx.URL) -> str:
    return f"'{excerpt(str(target), _LONGEST_SHOWN)}'"


def _is_same_server(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)
