"""`source serve`: a folder of manifests as a REST source, for as long as the command runs."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wingetpy.cli.console import Console
from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.verbs import View
from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.messages.language import say

PORT = 8443


def serve(session: Session, given: Given) -> int:
    from wingetpy.authoring.rest_app import RestApplication  # late: start time
    from wingetpy.authoring.rest_server import rest_server
    from wingetpy.authoring.served_folder import ServedFolder

    console = session.console
    host, port = _listening(given.text("listen") or f"127.0.0.1:{PORT}")
    key = given.text("key")
    with _state(given.text("state") or "") as state:
        folder = ServedFolder(str(Path(given.text("folder") or "").absolute()), state, console.note)
        console.note(say("Reading the manifests of {0} ...", folder.argument))
        try:
            application = RestApplication(folder, given.text("identifier"), _token(given))
            certificate = Path(given.text("certificate") or "")
            with rest_server(application, host, port, certificate, Path(key) if key else None) as server:
                shown = f"[{host}]" if ":" in host else host
                console.write(
                    [
                        say(
                            "Serving {0} at https://{1}:{2} until Ctrl+C is pressed.",
                            folder.argument,
                            shown,
                            server.port,
                        )
                    ]
                )
                _run(server, console)
        finally:
            folder.close()
    return 0


def _run(server: Any, console: Console) -> None:
    """Answer requests until the user stops the command."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    while not console.cancelled:
        thread.join(0.1)
        if not thread.is_alive():
            return
    server.shutdown()
    thread.join()


@contextmanager
def _state(given: str) -> Iterator[Path]:
    """The folder for the index: one that is kept, or one that goes with the command."""
    if given:
        yield Path(given).absolute()
        return
    folder = Path(tempfile.mkdtemp(prefix="wingetpy-serve-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _listening(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = text, str(PORT)
    if not host or not (port.isascii() and port.isdigit() and int(port) < 65536):
        raise BadRequest(
            say("source serve: {0!r} is no address to listen on.", text),
            target=text,
            remedy=say("Give HOST:PORT, such as 0.0.0.0:8443."),
        )
    return host.strip("[]"), int(port)


def _token(given: Given) -> str | None:
    path = given.text("token_file")
    if not path:
        return None
    try:
        token = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise HostError(
            say("The token cannot be read from '{0}': {1}.", path, error),
            code=ErrorCode.FileNotFound,
            category="ObjectNotFound",
            target=path,
            remedy=say("Give a text file that holds the token alone."),
        ) from error
    if not token or not (token.isascii() and token.isprintable()) or len(token) > 1024:
        raise BadRequest(
            say("The token in '{0}' must have 1 to 1024 visible ASCII characters.", path),
            target=path,
            remedy=say("Write another token into the file."),
        )
    return token


SERVE = View(
    options=(
        Option(names=("--folder", "-f"), member="folder", value="FOLDER", position=True, required=True,
               help="A folder, share or archive of manifests"),
        Option(names=("--certificate",), member="certificate", value="FILE", required=True,
               help="PEM file of the server's certificate, with its chain"),
        Option(names=("--key",), member="key", value="FILE", help="PEM file of the certificate's key",
               default="in the certificate's file"),
        Option(names=("--listen",), member="listen", value="HOST:PORT", default=f"127.0.0.1:{PORT}",
               help="Where to listen"),
        Option(names=("--token-file",), member="token_file", value="FILE",
               help="File with the token that clients must send", default="everybody may read"),
        Option(names=("--identifier",), member="identifier", value="TEXT", default="made of the folder",
               help="What the source calls itself"),
        Option(names=("--state",), member="state", value="FOLDER", default="a temporary one",
               help="Folder that keeps the index for the next time"),
    ),
    run=serve,
    examples=("source serve D:\\manifests --certificate server.pem --key server.key --listen 0.0.0.0:8443",),
)  # fmt: skip
