"""A web server that sends a file of 10 MB so slowly that there is time to change one's mind.

slow_server.py NOTE: prints its address; writes the file NOTE when the first piece was sent.
"""

from __future__ import annotations

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Slow(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10_000_000))
        self.end_headers()
        try:
            for _ in range(600):
                self.wfile.write(b"x" * 1000)
                Path(sys.argv[1]).write_text("begun")
                time.sleep(0.1)
        except OSError:
            return  # the engine hung up, as it should

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
