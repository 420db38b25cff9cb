"""What a command module declares: the types of its parameters and results, and its function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from wingetpy.model.call import Call
    from wingetpy.operations.context import Context


class Command:
    """One method of the engine. Its name and whether it changes the machine are in `registry`.

    Args:
        parameters: The struct of its parameters.
        result: The struct of its final result.
        run: `(context, parameters, call) -> result`; raises EngineError. Call it through `registry.invoke` only.
        items: The struct of the objects it emits, if it emits any.
        check: Raises BadRequest for parameters that contradict each other.
        policy: Returns the names of the Group Policies that a call with these parameters needs.
    """

    __slots__ = ("check", "items", "parameters", "policy", "result", "run")

    def __init__(
        self,
        parameters: type[msgspec.Struct],
        result: type[msgspec.Struct],
        run: Callable[[Context, Any, Call], msgspec.Struct],
        *,
        items: type[msgspec.Struct] | None = None,
        check: Callable[[Any], None] | None = None,
        policy: Callable[[Any], tuple[str, ...]] | None = None,
    ) -> None:
        self.parameters = parameters
        self.result = result
        self.run = run
        self.items = items
        self.check = check
        self.policy = policy
