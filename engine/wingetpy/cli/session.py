"""What a view works with: the methods of the engine, and the console that listens to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from wingetpy.cli.console import Console
from wingetpy.cli.looks import bar_of
from wingetpy.cli.options import Given
from wingetpy.commands.registry import check, load
from wingetpy.errors import BadRequest, EngineError
from wingetpy.model.call import QuietCall

if TYPE_CHECKING:
    from wingetpy.model.call import Call

Invoke = Callable[[str, msgspec.Struct, "Call"], msgspec.Struct]
"""`(method, parameters, call) -> result`, as `commands.registry.invoke` does it."""

Connect = Callable[[str | None, Path | None], Invoke]
"""`(host, root) -> Invoke`: opens the machine; raises EngineError."""


class Session:
    """One command line. The machine is opened by the first request, so that wrong words cost nothing."""

    def __init__(self, connect: Connect, given: Given, console: Console) -> None:
        self._connect = connect
        self._given = given
        self._invoke: Invoke | None = None
        self.console = console

    def ask(self, method: str, given: Given | None = None, **members: object) -> Any:
        """Send a request and return its final result; its items are in `console.rows`.

        Args:
            method: The method's name.
            given: Options whose members the parameters have are taken over.
            members: Further members; None is left out.

        Raises:
            EngineError: What the method raises.
        """
        return self.send(method, self.parameters(method, given, **members))

    def parameters(self, method: str, given: Given | None = None, **members: object) -> msgspec.Struct:
        """The parameters of a method; members without a value keep their default."""
        kind = load(method).parameters
        options = {name: given.value(name) for name in kind.__struct_fields__} if given else {}
        try:
            return msgspec.convert(_encoded(kind, options | members), kind)
        except msgspec.ValidationError as error:
            raise BadRequest(f"{error}.") from error

    def check(self, method: str, parameters: msgspec.Struct) -> None:
        """Refuse parameters that contradict each other, as sending them would. Raises BadRequest."""
        check(method, parameters)

    def send(self, method: str, parameters: msgspec.Struct) -> Any:
        if self._invoke is None:
            root = self._given.text("root")
            self._invoke = self._connect(self._given.text("host"), Path(root) if root else None)
            if self.console.draws:
                self.console.bar = bar_of(self._given, self._settings(self._invoke))
        return self._invoke(method, parameters, self.console)

    def _settings(self, invoke: Invoke) -> str:
        """The user's settings as JSON. What is wrong with them, the command itself reports."""
        method = "setting/get"
        try:
            found = invoke(method, load(method).parameters(), QuietCall(self.console))
        except EngineError:
            return "{}"
        return str(getattr(found, "document", "{}"))


def _encoded(kind: type[msgspec.Struct], members: Mapping[str, object]) -> dict[str, object]:
    names = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    return {names[name]: value for name, value in members.items() if value is not None}
