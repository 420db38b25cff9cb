"""The engine's end of the wire: streams, reader, writer and conversation together."""

from __future__ import annotations

import os
import threading

from wingetpy.model.call import Level
from wingetpy.protocol.conversation import Conversation, ServerInfo
from wingetpy.protocol.dispatch import MethodTable
from wingetpy.protocol.execution import Log
from wingetpy.protocol.framing import Fault, LineSplitter
from wingetpy.protocol.streams import claim, ignore_interrupts, readiness
from wingetpy.protocol.writer import Writer

__all__ = ["Log", "ServerInfo", "serve"]

IDLE_SECONDS = 600.0

DRAIN_SECONDS = 5.0
"""How long the end waits for a peer that reads slowly."""

_CHUNK = 64 * 1024
_LONGEST_WAIT = 4_000_000.0  # seconds; Windows' locks wait no longer


def _no_log(level: Level, text: str) -> None:
    pass


def serve(
    table: MethodTable, info: ServerInfo, *, stdin_fd: int = 0, stdout_fd: int = 1, on_log: Log | None = None
) -> int:
    """Answer requests until `shutdown`, the end of stdin, a closed stdout, or ten idle minutes.

    Call it from the main thread. Both streams are taken for good (`streams.claim`). `WINGETPY_IDLE_SECONDS` in the
    environment sets another time for the idle end.

    Args:
        table: The methods.
        info: What `initialize` answers.
        on_log: Told what the log should hold: a level and a text, sometimes of many lines, from any thread.

    Returns:
        The process's exit code: 0.
    """
    source, sink = claim(stdin_fd, stdout_fd)
    ignore_interrupts()
    conversation = Conversation(table, info, on_log or _no_log)
    ready, direct = readiness(sink)
    writer = Writer(lambda data: os.write(sink, data), ready, direct, conversation.peer_gone)
    conversation.attach(writer)
    threading.Thread(target=_read, args=(source, conversation, writer), name="reader", daemon=True).start()
    conversation.wait(_idle_seconds())
    conversation.close()
    writer.drain(DRAIN_SECONDS)
    return 0


def _read(source: int, conversation: Conversation, writer: Writer) -> None:
    lines = LineSplitter()
    try:
        while chunk := _chunk(source):
            _take(lines.feed(chunk), conversation, writer)
        if (fault := lines.end()) is not None:
            conversation.take(fault)
    finally:
        conversation.end_of_input()


def _take(lines: list[bytes | Fault], conversation: Conversation, writer: Writer) -> None:
    for line in lines:
        conversation.take(line)
        if writer.crowded:
            writer.wait_while_crowded()


def _chunk(source: int) -> bytes:
    try:
        return os.read(source, _CHUNK)
    except OSError:  # Windows: the other end of the pipe is gone
        return b""


def _idle_seconds() -> float:
    try:
        wanted = float(os.environ.get("WINGETPY_IDLE_SECONDS", ""))
    except ValueError:
        return IDLE_SECONDS
    return wanted if 0 < wanted < _LONGEST_WAIT else IDLE_SECONDS
