"""Who writes waits for nobody, but who reads only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from wingetpy.protocol.writer import Writer


class Pipe:
    """A pipe whose reader can stop and go on, or leave."""

    def __init__(self, *, open: bool = True, short: int = 0, piece: int = 1 << 20) -> None:
        self.open = threading.Event()
        if open:
            self.open.set()
        self.short = short
        self.piece = piece
        self.gone = False
        self.came = b""
        self.told: list[str] = []
        self.writer = Writer(
            self._write, lambda: self.open.is_set(), short, lambda: self.told.append("gone"), bound=1000
        )

    def _write(self, data: bytes | memoryview) -> int:
        self.open.wait()
        if self.gone:
            raise BrokenPipeError
        taken = bytes(data[: self.piece])
        self.came += taken
        return len(taken)


def eventually(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not true() and time.monotonic() < until:
        time.sleep(0.005)
    return true()


@pytest.mark.parametrize("short", [0, 50])
@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_lines_of_one_thread_arrive_in_order_and_whole(short: int, piece: int) -> None:
    pipe = Pipe(short=short, piece=piece)
    lines = [b"%d" % n + b"x" * (n % 90) + b"\n" for n in range(300)]
    for line in lines:
        pipe.writer.send(line)
    assert pipe.writer.drain(10)
    assert pipe.came == b"".join(lines)


def test_lines_of_many_threads_are_not_mixed() -> None:
    pipe = Pipe(short=20)

    def speak(who: int) -> None:
        for number in range(200):
            pipe.writer.send(b"%d:%d:" % (who, number) + b"y" * (number % 40) + b"\n")

    threads = [threading.Thread(target=speak, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pipe.writer.drain(10)
    heard = [line.split(b":") for line in pipe.came.splitlines()]
    for who in range(4):
        assert [int(number) for speaker, number, _ in heard if int(speaker) == who] == list(range(200))


def test_a_result_is_taken_at_once_however_much_waits() -> None:
    pipe = Pipe(open=False)
    for _ in range(700):
        pipe.writer.send(b"x" * 100)
    assert pipe.writer.crowded
    pipe.open.set()
    assert pipe.writer.drain(10)
    assert len(pipe.came) == 70_000
    assert not pipe.writer.crowded


def test_progress_is_dropped_when_the_queue_is_over_half_full() -> None:
    pipe = Pipe(open=False)
    pipe.writer.send(b"x" * 400)
    pipe.writer.offer(b"taken")
    pipe.writer.send(b"x" * 100)
    pipe.writer.offer(b"dropped")
    pipe.open.set()
    assert pipe.writer.drain(10)
    assert b"taken" in pipe.came
    assert b"dropped" not in pipe.came


def test_items_wait_for_room_and_are_taken_when_there_is_some() -> None:
    pipe = Pipe(open=False)
    taken: list[bool] = []
    pipe.writer.send(b"x" * 900)
    waiting = threading.Thread(target=lambda: taken.append(pipe.writer.send_when_room(b"y" * 200, lambda: False)))
    waiting.start()
    time.sleep(0.1)
    assert taken == []
    pipe.open.set()
    waiting.join(10)
    assert taken == [True]
    assert pipe.writer.drain(10)
    assert len(pipe.came) == 1100


def test_a_line_larger_than_the_bound_is_taken_when_nothing_else_waits() -> None:
    pipe = Pipe()
    assert pipe.writer.send_when_room(b"x" * 5000, lambda: False)
    assert pipe.writer.drain(10)


def test_who_waits_for_room_can_give_up() -> None:
    pipe = Pipe(open=False)
    pipe.writer.send(b"x" * 2000)
    abandoned = threading.Event()
    taken: list[bool] = []
    waiting = threading.Thread(target=lambda: taken.append(pipe.writer.send_when_room(b"y", abandoned.is_set)))
    waiting.start()
    abandoned.set()
    pipe.writer.recheck()
    waiting.join(10)
    assert taken == [False]
    pipe.open.set()
    assert pipe.writer.drain(10)


@pytest.mark.parametrize("short", [0, 1 << 20])
def test_a_reader_that_left_is_told_once_and_everybody_goes_on(short: int) -> None:
    pipe = Pipe(short=short)
    pipe.gone = True
    for _ in range(5):
        pipe.writer.send(b"x" * 2000)
    assert eventually(lambda: pipe.told == ["gone"])
    assert not pipe.writer.send_when_room(b"y", lambda: False)
    assert not pipe.writer.drain(10)
    pipe.writer.wait_while_crowded()
    assert pipe.told == ["gone"]


def test_what_is_left_for_later_comes_then_unless_it_is_forgotten() -> None:
    pipe = Pipe()
    came: list[str] = []
    now = time.monotonic()
    pipe.writer.later("b", now + 0.2, lambda: came.append("b"))
    pipe.writer.later("a", now + 0.1, lambda: came.append("a"))
    pipe.writer.later("c", now + 0.15, lambda: came.append("c"))
    pipe.writer.forget("c")
    assert eventually(lambda: len(came) == 2)
    assert came == ["a", "b"]


def test_drain_gives_up_on_a_reader_that_does_not_read() -> None:
    pipe = Pipe(open=False)
    pipe.writer.send(b"x")
    assert not pipe.writer.drain(0.1)
    pipe.open.set()
