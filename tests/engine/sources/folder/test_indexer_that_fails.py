"""A helper process that dies, or says what is no message, ends the wait for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wingetpy.errors import SourceError
from wingetpy.sources.folder import indexer
from wingetpy.sources.index.process import Started

SAYS = {
    "nothing": "pass",
    "half a frame": "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\9xx')",
    "no message": "import sys, time; sys.stdout.buffer.write(b'\\0\\0\\0\\1\\xc1'); sys.stdout.flush(); time.sleep(60)",
    "another message": "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\1\\x05'); sys.stdout.flush()",
}


@pytest.mark.parametrize("what", SAYS)
def test_a_process_that_indexes_and_fails_ends_the_wait(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(module: str) -> Started:
        command = [sys.executable, "-c", f"import sys; sys.stdin.buffer.read()\n{SAYS[what]}"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin is not None
        assert process.stdout is not None
        return Started(process, process.stdin, process.stdout)

    monkeypatch.setattr(indexer, "start", start)
    running = indexer.Indexer(indexer.IndexingTask("x", "y", 1, 0.0))
    with pytest.raises(SourceError, match="ended early"):
        assert running.wait(20)
    assert running.ended
