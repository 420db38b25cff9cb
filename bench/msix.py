"""A package of 200 MB read, verified and unpacked, against `unzip -t` with `sha256sum` and against `makemsix unpack`;
an update of it from a web server on this machine, of which 5 % is new.

    python bench/msix.py [--megabytes 200] [--rounds 5] [--makemsix PROGRAM]

A row needs its peer. `makemsix` is that of microsoft/msix-packaging, built without schemas; WINGETPY_MAKEMSIX names it,
too. It checks blocks but not the digests of the signature; ours checks both. Each is a process of its own, ours with
its imports; they come one after the other in each round, and a figure is the median. The update is read through the
engine's HTTP client; what counts are the bytes that the server sent, against those of the package.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from catalogue import Silent
from measured import line, seconds
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.package import open_package, verify_package
from wingetpy.msix.unpack import changed_files, unpack
from wingetpy.transfer.remote_bytes import RemoteBytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kit.certificates import Holder, publisher
from kit.msix import make_package
from kit.range_server import range_server

ENGINE = Path(__file__).resolve().parents[1] / "engine"
READ_LIMIT, UNPACK_LIMIT, UPDATE_LIMIT = 1.2, 1.2, 0.10
FILES = 200
BLOCK = 1 << 16
NEW_PART = 0.05
OURS = """
import sys
sys.path.insert(0, {engine!r})
from pathlib import Path
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.package import open_package, verify_package
from wingetpy.msix.payload import check_payload
from wingetpy.msix.unpack import unpack
with FileBytes(Path(sys.argv[1])) as source:
    package = verify_package(open_package(source), Trust(people=[Path(sys.argv[2]).read_bytes()]))
    if len(sys.argv) > 3:
        unpack(package, Path(sys.argv[3]))
    else:
        check_payload(package)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--makemsix", default=os.environ.get("WINGETPY_MAKEMSIX") or shutil.which("makemsix"))
    options = parser.parse_args()
    if sys.platform == "win32":
        print("msix: its peers are on Linux")
        return 0
    print("what | ours | peer | ratio | limit")
    with tempfile.TemporaryDirectory(prefix="wingetpy-bench-") as temporary:
        folder = Path(temporary)
        signer = publisher()
        (folder / "signer.der").write_bytes(signer.der)
        contents = _contents(options.megabytes)
        package = make_package(folder / "old.msix", signer, contents, version="1.0.0.0")
        missed = _reading(folder, package, options.rounds)
        if options.makemsix:
            missed += _unpacking(folder, package, options.makemsix, options.rounds)
        missed += _update(folder, package, contents, signer)
    return 1 if missed else 0


def _contents(megabytes: int) -> list[tuple[str, bytes]]:
    """Return files of which about so much is left when they are packed: half of it random, half of it words."""
    rng = random.Random(1)
    words = [rng.randbytes(rng.randrange(3, 12)).hex().encode() for _ in range(5_000)]
    each = int(megabytes * 0.9 * (1 << 20)) // FILES
    files = []
    for number in range(FILES):
        text = b" ".join(rng.choices(words, k=each // 16))
        files.append((f"bin/{number % 20}/part{number}.dll", rng.randbytes(each - len(text) // 3) + text))
    return files


def _reading(folder: Path, package: Path, rounds: int) -> bool:
    size = package.stat().st_size >> 20
    ours, peer = _in_turn(
        lambda: _run([*_ours(folder, package)]),
        lambda: (_run(["unzip", "-tqq", str(package)]), _run(["sha256sum", str(package)])),
        rounds,
    )
    return line(f"read and verify {size} MB (peer: unzip -t and sha256sum)", ours, peer, READ_LIMIT, "s")


def _unpacking(folder: Path, package: Path, makemsix: str, rounds: int) -> bool:
    size = package.stat().st_size >> 20
    out, other = folder / "ours", folder / "theirs"

    def ours() -> None:
        shutil.rmtree(out, ignore_errors=True)
        _run([*_ours(folder, package), str(out)])

    def theirs() -> None:
        shutil.rmtree(other, ignore_errors=True)
        _run([makemsix, "unpack", "-p", str(package), "-d", str(other), "-ac"])

    took = _in_turn(ours, theirs, rounds)
    return line(f"verify and unpack {size} MB (peer: makemsix unpack)", *took, UNPACK_LIMIT, "s")


def _update(folder: Path, package: Path, contents: list[tuple[str, bytes]], signer: Holder) -> bool:
    trust = Trust(people=[signer.der])
    with FileBytes(package) as source:
        old = verify_package(open_package(source), trust)
        unpack(old, folder / "installed")
    served = folder / "served"
    served.mkdir()
    new = make_package(served / "new.msix", signer, _changed(contents), version="2.0.0.0")
    with range_server(served) as server, RemoteBytes(f"{server.address}/new.msix", Silent()) as remote:
        updated = verify_package(open_package(remote), trust, whole=False)
        took = seconds(
            lambda: unpack(updated, folder / "updated", older=[(folder / "installed", old.block_map)], is_remote=True)
        )
    assert not list(changed_files(folder / "updated", updated.block_map)), "it is the new version"
    sent, size = server.sent / 1e6, new.stat().st_size / 1e6
    words = f"update with 5 % new, {len(server.requests)} requests, {took:.1f} s: bytes (peer: the whole)"
    return line(words, sent, size, UPDATE_LIMIT, "MB")


def _changed(contents: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return the files with one byte of one block in twenty changed, wherever they are."""
    rng = random.Random(2)
    changed = []
    for name, data in contents:
        new = bytearray(data)
        for begin in range(0, len(new), BLOCK):
            if rng.random() < NEW_PART:
                new[begin] ^= 0xFF
        changed.append((name, bytes(new)))
    return changed


def _in_turn(ours: Callable[[], object], peer: Callable[[], object], rounds: int) -> tuple[float, float]:
    took: tuple[list[float], list[float]] = ([], [])
    for action in (ours, peer):
        action()  # both find the file in the cache of the system
    for _ in range(rounds):
        took[0].append(seconds(ours))
        took[1].append(seconds(peer))
    return statistics.median(took[0]), statistics.median(took[1])


def _ours(folder: Path, package: Path) -> list[str]:
    program = OURS.format(engine=str(ENGINE))
    return [sys.executable, "-c", program, str(package), str(folder / "signer.der")]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
