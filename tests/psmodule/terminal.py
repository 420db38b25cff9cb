"""Runs a PowerShell script on a terminal of its own, as a person does, and presses keys.

    terminal.py SHELL SCRIPT STEP...

Steps: `wait:TEXT` until the terminal showed it, `file:PATH` until the file is there, `pause:SECONDS`, `type:TEXT`
types, `key:X` presses Ctrl+X, `end:SECONDS` waits for the shell's end at most so long. Prints how it ended and what
was shown.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time


def main() -> None:
    shell, script, *steps = sys.argv[1:]
    pid, terminal = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background ignores it, and so would its children
        os.execv(shell, [shell, "-NoProfile", "-File", script])
    shown = bytearray()
    pressed = 0.0

    def read(seconds: float) -> bool:
        """False once the terminal is closed."""
        if select.select([terminal], [], [], seconds)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                return False
            if not piece:
                return False
            shown.extend(piece)
            if b"\x1b[6n" in piece:  # the shell asks where the cursor is
                os.write(terminal, b"\x1b[1;1R")
        return True

    for step in steps:
        name, _, value = step.partition(":")
        until = time.monotonic() + (float(value) if name in ("pause", "end") else 30)
        if name == "key":
            pressed = time.monotonic()
            os.write(terminal, bytes([ord(value) - 96]))
            continue
        if name == "type":
            os.write(terminal, value.encode())
            continue
        alive = True
        while time.monotonic() < until and alive:
            if name == "wait" and value.encode() in shown:
                break
            if name == "file" and os.path.exists(value):
                break
            alive = read(0.05)
        if name == "end":
            done, status = os.waitpid(pid, 0 if not alive else os.WNOHANG)
            if done:
                since = time.monotonic() - pressed
                print(f"ended in {os.waitstatus_to_exitcode(status)} after the key {since:.2f} s")
            else:
                os.kill(pid, 9)
                os.waitpid(pid, 0)
                print("did not end")
    print(shown.decode(errors="replace"))


if __name__ == "__main__":
    main()
