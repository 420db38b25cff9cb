"""HTTP/2 where the extra is installed and the server speaks it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from kit.calls import Listener
from kit.secure_server import Authority
from wingetpy.transfer.exchange import Exchange, Question

h2 = pytest.importorskip("h2.connection")


@contextmanager
def http2_server(authority: Authority) -> Iterator[str]:
    """Answers each request with the protocol that was agreed on and the request's body."""
    from h2.config import H2Configuration
    from h2.events import DataReceived, StreamEnded

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.server)
    context.set_alpn_protocols(["h2"])
    listener = context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True)

    def answer(client: ssl.SSLSocket) -> None:
        with client, suppress(OSError):
            connection = h2.H2Connection(config=H2Configuration(client_side=False, header_encoding="utf-8"))
            connection.initiate_connection()
            client.sendall(connection.data_to_send())
            bodies: dict[int, bytes] = {}
            while block := client.recv(65536):
                for event in connection.receive_data(block):
                    if isinstance(event, DataReceived):
                        bodies[event.stream_id] = bodies.get(event.stream_id, b"") + event.data
                        connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, StreamEnded):
                        said = f"{client.selected_alpn_protocol()} ".encode() + bodies.get(event.stream_id, b"")
                        headers = [(":status", "200"), ("content-type", "application/json")]
                        connection.send_headers(event.stream_id, headers)
                        connection.send_data(event.stream_id, said, end_stream=True)
                client.sendall(connection.data_to_send())

    def listen() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except (OSError, ValueError):
                return
            threading.Thread(target=answer, args=(client,), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{listener.getsockname()[1]}"
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def test_requests_share_a_connection_of_http2(authority: Authority) -> None:
    with http2_server(authority) as url:
        exchange = Exchange(http2=True)
        for number in range(3):
            reply = exchange.ask(Question(url=f"{url}/x", body=f"body {number}".encode()), Listener())
            assert (reply.status, reply.body) == (200, f"h2 body {number}".encode())
        assert exchange.ask(Question(url=f"{url}/x"), Listener()).body == b"h2 "
        exchange.close()
