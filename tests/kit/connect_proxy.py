"""A proxy on loopback that knows CONNECT alone: it passes bytes on, and counts them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Tunnels:
    """What went through.

    Attributes:
        asked: The targets of the tunnels, in order.
        credentials: The Proxy-Authorization headers.
    """

    url: str = ""
    asked: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)


@contextmanager
def connect_proxy(status: str = "200 Connection established") -> Iterator[Tunnels]:
    """A proxy for as long as the block lasts; another status refuses every tunnel."""
    listener = socket.create_server(("127.0.0.1", 0))
    tunnels = Tunnels(f"http://127.0.0.1:{listener.getsockname()[1]}")

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                if not (block := client.recv(65536)):
                    return
                head += block
            lines = head.decode("latin-1").split("\r\n")
            target = lines[0].split()[1]
            tunnels.asked.append(target)
            tunnels.credentials += [one for one in lines if one.lower().startswith("proxy-authorization:")]
            client.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())
            if not status.startswith("200"):
                return
            name, _, port = target.rpartition(":")
            with socket.create_connection((name, int(port))) as server:
                back = threading.Thread(target=pump, args=(server, client), daemon=True)
                back.start()
                pump(client, server)
                back.join(10)

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                sink.sendall(block)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    def listen() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield tunnels
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
