"""What servers said about themselves, for as long as they allow."""

from __future__ import annotations

import threading
import time

from wingetpy.sources.rest.contract import Information

INFORMATION_SECONDS = 60.0
"""How long a server's information holds where the server does not say."""
_LONGEST_INFORMATION = 24 * 3600.0
_PUBLIC = "\0public"
"""In place of a caller's header: the answer is the same for everybody."""


class Remembered:
    """Answers by address and caller's header. Several threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str | None], tuple[float, Information]] = {}

    def get(self, url: str, header: str | None) -> Information | None:
        with self._lock:
            for key in ((url, header), (url, _PUBLIC)):
                until, information = self._known.get(key, (0.0, None))
                if information is not None and time.monotonic() < until:
                    return information
        return None

    def put(self, url: str, header: str | None, policy: str, information: Information) -> None:
        """Keep an answer as its Cache-Control header says."""
        words = {word.strip().lower() for word in policy.split(",")}
        if words & {"no-store", "no-cache"}:
            return
        ages = [word.partition("=")[2] for word in words if word.startswith("max-age=")]
        age = next((float(text) for text in ages if text.isdecimal() and len(text) < 10), 0.0)
        until = time.monotonic() + min(age or INFORMATION_SECONDS, _LONGEST_INFORMATION)
        with self._lock:
            self._known[url, _PUBLIC if "public" in words else header] = until, information

    def forget(self) -> None:
        with self._lock:
            self._known.clear()
