"""Which method has which parameters, result and handler. Whoever composes the engine fills the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from wingetpy.model.call import Call
from wingetpy.protocol.framing import INVALID_PARAMS, Fault

P = TypeVar("P", bound=msgspec.Struct)
R = TypeVar("R", bound=msgspec.Struct)


class ParamsDecoder(Generic[P]):
    """Decodes parameters to a struct, or to the fault that names the member they fail at."""

    __slots__ = ("_decoder", "_type")

    def __init__(self, type: type[P]) -> None:
        self._type = type
        self._decoder: msgspec.json.Decoder[P] | None = None

    def decode(self, method: str, params: msgspec.Raw) -> P | Fault:
        """The parameters of a request of `method`."""
        if self._decoder is None:  # made at first use: thirty decoders would cost a tenth of the start
            self._decoder = msgspec.json.Decoder(self._type)
        try:
            return self._decoder.decode(params)
        except RecursionError:
            return Fault(INVALID_PARAMS, f"The parameters of {method!r} are nested too deeply.", "$")
        except msgspec.DecodeError as error:
            reason, _, path = str(error).partition(" - at ")
            member = path.strip("`") or "$"
            return Fault(INVALID_PARAMS, f"The parameters of {method!r} are wrong at {member}: {reason}.", member)


class Method:
    """One method: its types and the function that does it.

    Args:
        params: The struct that the parameters are decoded to.
        result: The struct of the final result.
        handler: `(params, call) -> result`. It runs on a thread of its own; what it raises becomes the request's error.
        items: The struct of what it emits by `call.items`, for the schema.
        changes: Whether it changes the machine. Then it never waits for a reader, and the engine waits for its end.
        quick: Whether it only computes. Then it runs on the reading thread: it must never block.
    """

    __slots__ = ("changes", "decoder", "handler", "items", "params", "quick", "result")

    def __init__(
        self,
        params: type[P],
        result: type[R],
        handler: Callable[[P, Call], R],
        *,
        items: type[msgspec.Struct] | None = None,
        changes: bool = False,
        quick: bool = False,
    ) -> None:
        self.params: type[msgspec.Struct] = params
        self.result: type[msgspec.Struct] = result
        self.handler: Callable[[Any, Call], msgspec.Struct] = handler
        self.decoder: ParamsDecoder[Any] = ParamsDecoder(params)
        self.items = items
        self.changes = changes
        self.quick = quick


class MethodTable:
    """The methods by name.

    `add` takes a method as it is; `later` takes a function that makes it, called when the method is first asked for, so
    that its modules are not imported at the engine's start.
    """

    def __init__(self) -> None:
        self._methods: dict[str, Method] = {}
        self._loaders: dict[str, Callable[[], Method]] = {}

    def add(self, name: str, method: Method) -> None:
        """Register a method under a name that is free, otherwise ValueError."""
        self._claim(name)
        self._methods[name] = method

    def later(self, name: str, load: Callable[[], Method]) -> None:
        """Register what makes the method. It may be called twice if two requests are the first at once."""
        self._claim(name)
        self._loaders[name] = load

    def known(self, name: str) -> bool:
        """Whether there is such a method; loads nothing."""
        return name in self._methods or name in self._loaders

    def loaded(self, name: str) -> Method | None:
        """The method if it is there without loading."""
        return self._methods.get(name)

    def get(self, name: str) -> Method:
        """The method, loaded if need be. KeyError if there is none."""
        method = self._methods.get(name)
        if method is None:
            method = self._methods[name] = self._loaders[name]()
        return method

    def __iter__(self) -> Iterator[str]:
        """The names, sorted."""
        return iter(sorted({*self._methods, *self._loaders}))

    def _claim(self, name: str) -> None:
        if self.known(name):
            raise ValueError(f"the method {name!r} is registered twice")
