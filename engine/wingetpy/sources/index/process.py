"""Starts another process of this engine's Python that runs a module of this room."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import IO, NamedTuple

MOST_MEMORY = 2 << 30
"""Bytes that such a process may take; the whole community catalogue needs far less."""
OUT_OF_MEMORY = 112
"""The exit code of one that met the bound."""
_GRACE_SECONDS = 1.0
_CODE = (
    "import sys; sys.path[:] = {path!r}; from wingetpy.hosts.memory_bound import bound_memory; bound_memory({most});"
    " from {module} import main; main()"
)
_LAST_SECONDS = 10.0
_WINDOWS_FLAGS = 0x08000000 | 0x00000200  # CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP: no console, no Ctrl+C of ours


class Started(NamedTuple):
    """A process with the pipes to and from it."""

    process: subprocess.Popen[bytes]
    stdin: IO[bytes]
    stdout: IO[bytes]

    def end(self, grace: float = 0.0) -> int | None:
        """End the process if it has not ended; return its exit code, None for one that the system does not let go.

        Args:
            grace: Seconds that it gets to end by itself.
        """
        with suppress(OSError):  # what it did not read any more
            self.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        self.process.kill()
        try:
            return self.process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            return None

    def why_ended(self, took: float, bound: float) -> str:
        """End a process that gave no answer after `took` of `bound` seconds; return why there is none, as a clause."""
        code = self.end(_GRACE_SECONDS)
        if code == OUT_OF_MEMORY:
            return f"reading it takes more than {MOST_MEMORY >> 20:,} MB of memory"
        if took >= bound:
            return f"reading it takes more than {bound:g} seconds"
        return f"the process that read it ended (exit code {code})"


def start(module: str, *, own_group: bool = True) -> Started:
    """Start a process that runs `main` of a module, with the modules that this process has.

    It inherits nothing of ours: standard input and output are pipes to us, what it says on stderr is dropped, Ctrl+C
    does not reach it.

    Args:
        module: Its name.
        own_group: False for a process that is ended with this one, where the system ends groups.

    Raises:
        OSError: when no process can be started.
    """
    code = _CODE.format(path=[entry for entry in sys.path if entry], most=MOST_MEMORY, module=module)
    process = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=own_group and sys.platform != "win32",
        creationflags=_WINDOWS_FLAGS if sys.platform == "win32" else 0,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return Started(process, process.stdin, process.stdout)
