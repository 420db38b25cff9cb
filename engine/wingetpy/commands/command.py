"""What a command is to whoever offers it: types, the function, and how it behaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from wingetpy.commands.engine import Engine
    from wingetpy.model.call import Call


class Command:
    """One method of the engine.

    Args:
        parameters: The struct of its parameters.
        result: The struct of its final result.
        run: `(engine, parameters, call) -> result`; raises EngineError.
        items: The struct of the objects it emits, if it does.
        changes: Whether it changes the machine.
    """

    __slots__ = ("changes", "items", "parameters", "result", "run")

    def __init__(
        self,
        parameters: type[msgspec.Struct],
        result: type[msgspec.Struct],
        run: Callable[[Engine, Any, Call], msgspec.Struct],
        *,
        items: type[msgspec.Struct] | None = None,
        changes: bool = False,
    ) -> None:
        self.parameters = parameters
        self.result = result
        self.run = run
        self.items = items
        self.changes = changes
