"""The command line on a terminal of its own, as a person has it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")
COLOURS = re.compile(r"\x1b\[[0-9;]*\b(3[0-7]|38)[0-9;]*m")


@dataclass(frozen=True)
class Shown:
    """What a terminal was given. `code` is the exit code's lowest eight bits."""

    code: int
    raw: str

    @property
    def lines(self) -> list[str]:
        """Its lines without colours, links and the blanks at the end."""
        text = CONTROLS.sub("", self.raw.replace("\r\n", "\n"))
        return [line.rstrip() for line in re.split("[\r\n]", text)]

    @property
    def is_whole(self) -> bool:
        """Whether the cursor is shown at the end and the line that it is in is empty."""
        left = re.sub(r".*(\x1b\[2K|[\r\n])", "", self.raw, flags=re.DOTALL)
        return self.raw.rfind("\x1b[?25l") <= self.raw.rfind("\x1b[?25h") and not CONTROLS.sub("", left).strip()


def on_terminal(
    words: Sequence[str],
    environment: Mapping[str, str],
    *,
    columns: int = 100,
    interrupt_at: str = "",
    key: bytes = b"\x03",
    resize_to: int = 0,
    stdout: int = -1,
) -> Shown:
    """Run `wingetpy` on a terminal and wait for its end, at most a minute.

    Args:
        columns: The terminal's width in cells.
        interrupt_at: The key is pressed once this was shown.
        key: Ctrl+C by default.
        resize_to: The terminal gets this width then, and no key is pressed.
        stdout: A file that takes what the program writes to stdout; the terminal by default.
    """
    pid, terminal = pty.fork()
    if pid == 0:
        _set_width(0, columns)
        if stdout >= 0:
            os.dup2(stdout, 1)
        os.execve(sys.executable, [sys.executable, "-m", "wingetpy", *words], {"TERM": "xterm-256color", **environment})
    shown, until, pressed = bytearray(), time.monotonic() + 60, False
    while time.monotonic() < until:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # its other end is closed
            break
        if not piece:
            break
        shown += piece
        if interrupt_at and not pressed and interrupt_at.encode() in shown:
            pressed = True
            if resize_to:
                _set_width(terminal, resize_to)
            else:
                os.write(terminal, key)
    else:
        os.kill(pid, 9)
    os.close(terminal)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return Shown(code, shown.decode("utf-8", "replace"))


def _set_width(terminal: int, columns: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
