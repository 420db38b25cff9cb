"""Which method has which parameters, result and handler. Whoever composes the engine fills the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from wingetpy.model.call import Call
from wingetpy.model.decoding import json_decoder
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
            self._decoder = json_decoder(self._type)
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
    """

    __slots__ = ("decoder", "handler", "items", "params", "result")

    def __init__(
        self,
        params: type[P],
        result: type[R],
        handler: Callable[[P, Call], R],
        *,
        items: type[msgspec.Struct] | None = None,
    ) -> None:
        self.params: type[msgspec.Struct] = params
        self.result: type[msgspec.Struct] = result
        self.handler: Callable[[Any, Call], msgspec.Struct] = handler
        self.decoder: ParamsDecoder[Any] = ParamsDecoder(params)
        self.items = items


class MethodTable:
    """The methods by name. What must be known of a method before it is loaded is registered with its name."""

    def __init__(self) -> None:
        self._methods: dict[str, Method] = {}
        self._loaders: dict[str, Callable[[], Method]] = {}
        self._changing: set[str] = set()
        self._quick: set[str] = set()

    def add(self, name: str, load: Callable[[], Method], *, changes: bool = False, quick: bool = False) -> None:
        """Register a method under a name that is free, otherwise ValueError.

        Args:
            name: The method's name.
            load: Makes the method when it is first called; twice if two requests are the first at once.
            changes: Whether it changes the machine. Then it never waits for a reader, and the engine waits for its end.
            quick: Whether it only computes. Then, once loaded, it runs on the reading thread: it must never block.
        """
        if self.known(name):
            raise ValueError(f"the method {name!r} is registered twice")
        self._loaders[name] = load
        if changes:
            self._changing.add(name)
        if quick:
            self._quick.add(name)

    def known(self, name: str) -> bool:
        """Whether there is such a method; loads nothing."""
        return name in self._loaders

    def changes(self, name: str) -> bool:
        """Whether the method changes the machine; loads nothing."""
        return name in self._changing

    @property
    def changing(self) -> tuple[str, ...]:
        """The names of the methods that change the machine, sorted; loads nothing."""
        return tuple(sorted(self._changing))

    def quick(self, name: str) -> Method | None:
        """The method if it is quick and loaded already."""
        return self._methods.get(name) if name in self._quick else None

    def get(self, name: str) -> Method:
        """The method, loaded if need be. KeyError if there is none."""
        method = self._methods.get(name)
        if method is None:
            method = self._methods[name] = self._loaders[name]()
        return method

    def __iter__(self) -> Iterator[str]:
        """The names, sorted."""
        return iter(sorted(self._loaders))
