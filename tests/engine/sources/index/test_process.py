"""The processes that read sources are bounded."""

from __future__ import annotations

import sys

import pytest

from wingetpy.sources.index import process

MODULE = """
def main():
    try:
        bytearray({bytes})
    except MemoryError:
        print("no memory", end="")
    else:
        print("memory", end="")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the bound is one of this system")
@pytest.mark.parametrize(("wanted", "answer"), [(64 << 20, b"memory"), (process.MOST_MEMORY, b"no memory")])
def test_a_process_that_reads_a_source_has_a_bound_of_memory(
    wanted: int, answer: bytes, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "memory_taker.py").write_text(MODULE.replace("{bytes}", str(wanted)))
    monkeypatch.syspath_prepend(str(folder))
    started = process.start("memory_taker")
    with started.process, started.stdin, started.stdout:
        assert started.stdout.read() == answer
