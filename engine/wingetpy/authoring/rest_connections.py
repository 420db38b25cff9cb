"""The connections of a server that runs each in a thread: never more than so many, and none that only stalls."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

MOST_CONNECTIONS = 64
HEAD_SECONDS = 15.0
"""How long a client may be silent before it has asked."""
ANSWER_SECONDS = 60.0
"""How long a client may take none of its answer."""
STALLS_SECONDS = 2.0
"""A client that has not asked for so long makes way for another one where there is no room."""


class Connections:
    """What clients have open. Several threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[socket.socket, float] = {}
        """When each connected; infinite where its request is being answered."""

    def has_room(self) -> bool:
        """Whether one more may connect. Where none may, the one that has stalled longest is cut off."""
        with self._lock:
            if len(self._open) < MOST_CONNECTIONS:
                return True
            first, since = min(self._open.items(), key=lambda pair: pair[1])
            if time.monotonic() - since > STALLS_SECONDS:
                with suppress(OSError):  # its own thread sees the end, and closes it
                    socket.socket.shutdown(first, socket.SHUT_RDWR)
            return False

    def connected(self, connection: socket.socket) -> None:
        """Count a connection until it is closed."""
        with self._lock:
            self._open[connection] = time.monotonic()

    def asked(self, connection: socket.socket) -> None:
        """Cut it off no more, for the head of its request has come; but it must take its answer."""
        connection.settimeout(ANSWER_SECONDS)
        with self._lock:
            self._open[connection] = float("inf")

    def closed(self, connection: socket.socket) -> None:
        """Count a connection no more."""
        with self._lock:
            self._open.pop(connection, None)
