"""An HTTP client that several requests use, which ends with the last of them once one of them was given up."""

from __future__ import annotations

import socket
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx


class SharedClient:
    """A client, its connections and who waits for it. Several threads may use it."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        self._lock = threading.Lock()
        self._waiting = 0
        self._is_retired = False
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Count whoever waits for an answer for as long as the block lasts."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1
                is_over = self._is_retired and not self._waiting
            if is_over:
                threading.Thread(target=self.cut, daemon=True).start()

    def retire(self) -> None:
        """Let the client end with the last one that waits for it: a request that nobody waits for may last long, and
        cannot be ended without the connections of the others."""
        with self._lock:
            self._is_retired = True

    def ended(self) -> None:
        """Take notice that a thread has read its answer: a connection that it opened after `cut` is closed here."""
        with self._lock:
            late = list(self._sockets) if self._is_retired and not self._waiting else []
        for one in late:
            one.close()

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def traced(self, event: str, info: dict[str, Any]) -> None:
        """Take notice of each connection, as httpx's extension `trace` reports them."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                with self._lock:
                    self._sockets.add(opened)

    def cut(self) -> None:
        """Close the connections also under a thread that reads from one: closing alone does not wake it."""
        with self._lock:
            sockets = list(self._sockets)
        for one in sockets:
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)
        self.http.close()
