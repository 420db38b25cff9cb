"""The standard streams: taken for the protocol, and replaced by harmless ones for everything else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def claim(stdin_fd: int, stdout_fd: int) -> tuple[int, int]:
    """Move both streams to descriptors of their own, which children do not inherit.

    Afterwards the old ones lead to the null device and `sys.stdout` is `sys.stderr`: a stray print, of Python or of a
    library in C, goes to the reader of stderr if there is one, never into the protocol; and `input()` is at its end.

    Returns:
        The descriptors to read from and to write to.
    """
    source, sink = os.dup(stdin_fd), os.dup(stdout_fd)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, stdin_fd)
    os.dup2(null, stdout_fd)
    os.close(null)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(sink, os.O_BINARY)
    sys.stdout = sys.stderr
    return source, sink


def readiness(sink: int) -> tuple[Callable[[], bool], int]:
    """How to know whether a short line can be written without waiting, and how many bytes are short.

    Windows does not say it of a pipe, so there nothing is short: every line goes through the writer's thread.
    """
    if sys.platform == "win32":
        return lambda: False, 0
    import select

    poll = select.poll()
    poll.register(sink, select.POLLOUT)
    return lambda: bool(poll.poll(0)), select.PIPE_BUF


def ignore_interrupts() -> None:
    """Have Ctrl+C, and a terminal that is closed, not cut a step in half. They reach the whole group, children too.

    Cancelling is a message, and the end of a shell is the end of stdin.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, signal.SIG_IGN)
    else:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
