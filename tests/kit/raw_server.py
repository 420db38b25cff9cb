"""A server that answers with bytes that no web server would send."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def raw_server(*answers: Iterable[bytes]) -> Iterator[str]:
    """Give the address of a server whose n-th connection gets the n-th answer, the later ones the last.

    An answer is sent piece by piece once the request's head is read, until it ends or the client is gone.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def answer(connection: socket.socket, pieces: Iterable[bytes]) -> None:
        with connection, suppress(OSError):
            connection.settimeout(20)
            head = b""
            while b"\r\n\r\n" not in head:
                if not (block := connection.recv(65536)):
                    return
                head += block
            for piece in pieces:
                connection.sendall(piece)

    def listen() -> None:
        number = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            pieces = answers[min(number, len(answers) - 1)]
            number += 1
            threads.append(threading.Thread(target=answer, args=(connection, pieces), daemon=True))
            threads[-1].start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):  # wakes accept
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
        for one in threads:
            one.join(5)


def head(*lines: str, status: str = "200 OK") -> bytes:
    """Return the head of an answer; header lines in UTF-8."""
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "Connection: close", "", ""]).encode()
