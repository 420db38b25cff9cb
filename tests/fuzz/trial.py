"""The process that tries the cases of a target, with its bounds, and the end of it that asks for them."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from fuzz.target import ROOT, Finding, Outlives, Target, target_class

_LONGEST_TEXT = 2000
"""Letters of a message that are looked at: the pattern takes the square of them."""


class Trial:
    """A process that tries the cases of one target; a new one is started where it has ended."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seconds = target_class(name).seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._stacks: Path | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def survives(self, case: bytes) -> str | Finding:
        """Return what came of a case."""
        if self._process is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(len(case).to_bytes(4, "big") + case)
            self._process.stdin.flush()
            answer = self._answers.get(timeout=self._seconds)
        except queue.Empty:
            stacks = self._stacks.read_text("utf-8", "replace") if self._stacks else ""
            self._end()
            return Finding(case, "no end", f"    no answer in {self._seconds:g} s\n{stacks[-6000:]}")
        except OSError:
            answer = None
        if answer is None:
            code = self._process.wait(10)
            self._end()
            return Finding(case, f"end of the process ({code})", "    the process of the target ended")
        good, text, details = msgspec.msgpack.decode(answer, type=tuple[bool, str, str])
        return text if good else Finding(case, text, details)

    def _start(self) -> None:
        path = os.pathsep.join(str(ROOT / folder) for folder in ("engine", "tests"))
        handle, stacks = tempfile.mkstemp(prefix="fuzz-stacks-")
        os.close(handle)
        self._stacks = Path(stacks)
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from fuzz.trial import child; child({self._name!r}, {stacks!r})"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
            start_new_session=sys.platform != "win32",
        )
        self._answers = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        if self._answers.get(timeout=60) != b"ready":
            raise AssertionError(f"the target {self._name} did not start")

    def _end(self) -> None:
        process, self._process = self._process, None
        if self._stacks is not None:
            self._stacks.unlink(missing_ok=True)
            self._stacks = None
        if process is None:
            return
        if sys.platform == "win32":
            process.kill()
        else:  # also what it started
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        assert process.stdin is not None
        with suppress(OSError):
            process.stdin.close()


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        while len(length := stream.read(4)) == 4:
            answers.put(stream.read(int.from_bytes(length, "big")))
    answers.put(None)


def child(name: str, stacks: str) -> None:
    """The life of the process of a target: it reads cases and answers what came of them.

    Args:
        stacks: The file that says where each thread is when a case has taken nearly all of its time.
    """
    import faulthandler

    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print goes elsewhere
    from wingetpy.hosts.memory_bound import bound_memory

    def answer(data: bytes) -> None:
        sink.write(len(data).to_bytes(4, "big") + data)
        sink.flush()

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        made = target_class(name)
        bound_memory(made.megabytes << 20)
        target = made(Path(folder))
        answer(b"ready")
        with open(stacks, "w") as log:
            while len(length := source.read(4)) == 4:
                case = source.read(int.from_bytes(length, "big"))
                faulthandler.dump_traceback_later(made.seconds * 0.9, file=log)
                tried = _tried(target, case)
                faulthandler.cancel_dump_traceback_later()
                answer(msgspec.msgpack.encode(tried))


def _tried(target: Target, case: bytes) -> tuple[bool, str, str]:
    from wingetpy.errors import EngineError, ErrorCode

    try:
        return True, target.run(case), ""
    except EngineError as error:
        if error.code is ErrorCode.InternalError:
            return False, f"InternalError: {_shape(error.text)}", f"    {error.text[:500]}"
        return True, f"{type(error).__name__}: {_shape(error.text)}", ""
    except BaseException as error:  # noqa: BLE001  each is a finding
        return False, *_told(error)


def _told(error: BaseException) -> tuple[str, str]:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "wingetpy" in frame.filename] or list(frames)
    where = f"{Path(ours[-1].filename).name}:{ours[-1].name}" if ours else "?"
    what = _shape(str(error)) if isinstance(error, Outlives) else ""
    text = "".join(traceback.format_exception(error, limit=-12))
    return f"{type(error).__name__} in {where} {what}".strip(), text[-4000:]


def _shape(text: str) -> str:
    """A message without what differs from case to case: cases that are answered in a new way are kept."""
    text = re.sub(r"'[^']*'|\"[^\"]*\"|\S*[/\\]\S*", "_", text[:_LONGEST_TEXT])
    return re.sub(r"[^a-zA-Z ._:]+", "#", text)[:90]
