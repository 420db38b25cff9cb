"""Command lines in this process, on the machine of a Place."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kit.place import Place
from wingetpy.cli.main import main
from wingetpy.cli.session import Invoke
from wingetpy.commands.registry import invoke
from wingetpy.model.call import Call


@dataclass(frozen=True)
class Ended:
    """What a command line printed. `code` is its exit code, unsigned."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Line:
    """Runs command lines and notes the requests that they send."""

    def __init__(self, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
        self.place = place
        self.sent: list[tuple[str, msgspec.Struct]] = []
        self._capsys = capsys

    def run(self, *words: str) -> Ended:
        self.sent.clear()
        code = main(words, self._connect)
        printed = self._capsys.readouterr()
        return Ended(code & 0xFFFFFFFF, printed.out, printed.err)

    def _connect(self, host: str | None, root: Path | None) -> Invoke:
        def send(method: str, parameters: msgspec.Struct, call: Call) -> msgspec.Struct:
            self.sent.append((method, parameters))
            return answer(method, parameters, call)

        answer = partial(invoke, self.place.engine)
        return send


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Line]:
    """A machine with a source of two packages, `A.Anvil` in versions 1.0 and 2.0, and `B.Bolt` 1.0."""
    kept = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    place = Place(tmp_path)
    place.package("A.Anvil", "1.0")
    place.package("A.Anvil", "2.0")
    place.package("B.Bolt", "1.0")
    place.open()
    yield Line(place, capsys)
    for number, handler in kept.items():
        signal.signal(number, handler)
