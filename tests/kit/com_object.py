"""An object for the tests of COM calls: records them, at the places of its table, and answers as a test says."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

if sys.platform == "win32":

    class RecordedObject:
        """Stands for ole32 and for the one object that it makes.

        Args:
            places: The functions by place: kinds of arguments (ctypes), and what answers them with an HRESULT.
            refused: What CoCreateInstance answers.
        """

        def __init__(self, places: dict[int, tuple[tuple[Any, ...], Callable[..., int]]], refused: int = 0) -> None:
            self.asked: list[tuple[bytes, bytes]] = []
            self.begun = self.released = 0
            self._refused = refused
            everything = {**places, 2: ((), self._release)}
            self._kept = {place: self._function(kinds, answer) for place, (kinds, answer) in everything.items()}
            table = (ctypes.c_void_p * 16)()
            for place, function in self._kept.items():
                table[place] = ctypes.cast(function, ctypes.c_void_p).value
            self._table = table
            self._object = ctypes.c_void_p(ctypes.addressof(table))

        def _function(self, kinds: tuple[Any, ...], answer: Callable[..., int]) -> Any:
            return ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *kinds)(lambda _, *rest: answer(*rest))

        def _release(self) -> int:
            self.released += 1
            return 0

        def CoInitializeEx(self, reserved: None, kind: int) -> int:  # noqa: N802
            assert kind == 2, "an apartment of its own: these objects know no other"
            self.begun += 1
            return 0

        def CoUninitialize(self) -> None:  # noqa: N802
            self.begun -= 1

        def CoCreateInstance(self, kind: bytes, outer: None, server: int, interface: bytes, into: Any) -> int:  # noqa: N802
            self.asked.append((kind, interface))
            if not self._refused:
                into._obj.value = ctypes.addressof(self._object)
            return self._refused
