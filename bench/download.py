"""Download and hash of a large file from loopback, against `curl` and then `openssl dgst -sha256` of what it wrote.

    python bench/download.py [--megabytes 512] [--rounds 3]

Ours reads, writes and hashes at once, and checks the hash; one at a time, and four at once against four of theirs. The
server is a process of its own that sends with `sendfile`. A ratio is of speeds, theirs in seconds by ours: the median
of the rounds, in each of which both came one after the other. The first download of a process pays for its imports.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from catalogue import Silent
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.transfer.download import download
from wingetpy.transfer.wanted import Wanted

ONE, FOUR = 0.75, 0.5
"""The slowest that ours may be, as a part of their speed."""

SERVER = """
import os, socket, sys, threading
file = os.open(sys.argv[1], os.O_RDONLY)
size = os.fstat(file).st_size
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
def answer(connection):
    with connection:
        while b"\\r\\n\\r\\n" not in connection.recv(65536): pass
        connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n" % size)
        sent = 0
        while sent < size:
            sent += os.sendfile(connection.fileno(), file, sent, size - sent)
while True:
    threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not (shutil.which("curl") and shutil.which("openssl")):
        print("download: needs curl and openssl")
        return 0
    print("what | ours | peer | ratio of speeds | limit")
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sha256 = made(place / "file", options.megabytes)
        with server(place / "file") as url:
            for count, limit in ((1, ONE), (4, FOUR)):
                took: tuple[list[float], list[float]] = ([], [])
                for _ in range(options.rounds):
                    took[0].append(at_once(count, lambda number: ours(place / f"ours{number}", url, sha256)))
                    took[1].append(at_once(count, lambda number: theirs(place / f"theirs{number}", url, sha256)))
                mine, peer = (statistics.median(one) for one in took)
                ratio = statistics.median(second / first for first, second in zip(*took, strict=True))
                what = f"download and hash of {options.megabytes} MB, {count} at once (curl, openssl dgst)"
                print(f"{what} | {mine:.2f} s | {peer:.2f} s | {ratio:.2f} | {limit}", flush=True)
                slow += ratio < limit
    return 1 if slow else 0


def made(path: Path, megabytes: int) -> str:
    """Write a file of noise; return its hash."""
    block = os.urandom(1 << 20)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(block)
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def server(path: Path) -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-c", SERVER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/file"
        process.kill()


def at_once(count: int, action: Callable[[int], None]) -> float:
    started = time.perf_counter()
    threads = [threading.Thread(target=action, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def ours(root: Path, url: str, sha256: str) -> None:
    host = SandboxHost(root)
    wanted = Wanted(url=url, sha256=sha256, folder=PureWindowsPath(r"C:\Windows\Temp\dl"), name="file")
    assert download(host, wanted, Silent(), lambda: None).sha256.lower() == sha256
    shutil.rmtree(root)


def theirs(path: Path, url: str, sha256: str) -> None:
    subprocess.run(["curl", "-sS", "-o", str(path), url], check=True)
    said = subprocess.run(["openssl", "dgst", "-sha256", str(path)], check=True, capture_output=True, text=True).stdout
    assert said.strip().endswith(sha256)
    path.unlink()


if __name__ == "__main__":
    sys.exit(main())
