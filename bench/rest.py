"""A search of a REST source against the server's own answer to the same request.

    python bench/rest.py [--rounds 9]

The server is `source serve` over the full catalogue in a process of its own, over TLS. The floor sends the very same
bytes over one kept connection of `http.client` and reads the answer. What counts is the difference, in milliseconds.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import trustme

import catalogue
from measured import in_turn
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import MatchOption, SearchRequest

LIMIT = 5.0
"""Milliseconds over the server's own answer."""
QUERIES = ("zoom", "visual studio code", "7zip", "no such package at all")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    print("what | ours | server's answer | difference | limit")
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(place / "ca.pem"))
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(place / "server.pem"))
        os.environ["SSL_CERT_FILE"] = str(place / "ca.pem")
        command = [sys.executable, "-m", "wingetpy", "source", "serve", str(catalogue.manifests())]
        command += ["--certificate", str(place / "server.pem"), "--listen", "localhost:0", "--state", str(place / "s")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            port = int(process.stdout.readline().split("https://localhost:")[1].split()[0])
            try:
                for query in QUERIES:
                    over += compared(query, port, place, rounds)
            finally:
                process.kill()
    return 1 if over else 0


def compared(query: str, port: int, place: Path, rounds: int) -> bool:
    """Print one query's line; whether the difference is over the limit."""
    call = catalogue.Silent()
    sources = Sources(place / f"client-{time.monotonic_ns()}")
    sources.add(call, "rest", f"https://localhost:{port}", "Microsoft.Rest")
    request = SearchRequest(query=query, count=20, match_option=MatchOption.contains)
    body = json.dumps({"MaximumResults": 21, "Query": {"KeyWord": query, "MatchType": "Substring"}})
    headers = {"Content-Type": "application/json", "Version": "1.28.0"}
    bare = http.client.HTTPSConnection("localhost", port, context=ssl.create_default_context(cafile=place / "ca.pem"))

    def ask() -> None:
        bare.request("POST", "/manifestSearch", body, headers)
        with bare.getresponse() as answer:
            assert answer.read()

    def search() -> None:
        assert sources.open(call, "rest").search(request) is not None

    ours, server = in_turn([search, ask], rounds)
    bare.close()
    sources.close()
    what = f"REST search {query!r}"
    print(f"{what} | {ours:.2f} ms | {server:.2f} ms | {ours - server:.2f} ms | {LIMIT} ms", flush=True)
    return ours - server > LIMIT


if __name__ == "__main__":
    sys.exit(main())
