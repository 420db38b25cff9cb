"""WinRT types by their names. What .NET gives has no types for mypy: it is `Any`, and stays in this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_PROGRESS_HANDLER = "Windows.Foundation.AsyncOperationProgressHandler`2"
_WRAPPERS = ("TargetInvocationException", "AggregateException")
_FAILED, _NOTHING, _FIRST_ERROR = 0x80004005, 0x80004003, 0x80000000


class WinRtRefusal(Exception):
    """A WinRT call failed.

    Attributes:
        code: HRESULT, unsigned 32-bit.
        text: The system's own words; may be empty.
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"0x{code:08X}: {text}")
        self.code = code
        self.text = text


class WinRt:
    """The types of one .NET runtime.

    Args:
        assembly: Where a type is looked for: the words after its name, `{namespace}` in them.
        references: The .NET assemblies with LINQ and its expressions.
    """

    def __init__(
        self,
        assembly: str = "{namespace}, ContentType=WindowsRuntime",
        references: Iterable[str] = ("System.Core",),
    ) -> None:
        import clr  # late: it starts .NET

        for reference in references:
            clr.AddReference(reference)
        import System
        from System.Linq import Enumerable, Expressions

        self.system: Any = System
        self._expressions: Any = Expressions
        self._object = clr.GetClrType(System.Object)
        self._to_array = next(m for m in clr.GetClrType(Enumerable).GetMethods() if str(m.Name) == "ToArray")
        self._assembly = assembly
        self._types: dict[str, Any] = {}

    def type(self, name: str) -> Any:
        """Return the System.Type of a full name. Raises WinRtRefusal (0x80040154) where the system has none."""
        if name not in self._types:
            where = self._assembly.format(namespace=name.rpartition(".")[0])
            with self.errors():
                found = self.system.Type.GetType(f"{name}, {where}", False)
            if found is None:
                raise WinRtRefusal(0x80040154, f"the system has no type {name}")
            self._types[name] = found
        return self._types[name]

    def make(self, name: str) -> Any:
        """Make an object of a class. Raises WinRtRefusal."""
        kind = self.type(name)
        with self.errors():
            return self.system.Activator.CreateInstance(kind)

    def enum(self, name: str, value: int) -> Any:
        return self.system.Enum.ToObject(self.type(name), value)

    def uri(self, text: str) -> Any:
        """Return a System.Uri. Raises WinRtRefusal (0x80070057) if the text is no URI."""
        try:
            with self.errors():
                return self.system.Uri(text)
        except WinRtRefusal as error:
            raise WinRtRefusal(0x80070057, error.text) from error

    def list_of(self, net_type: Any, values: Iterable[Any]) -> Any:
        """Return a .NET list, which WinRT takes for any collection.

        Args:
            net_type: Of the elements, such as `system.String`.
        """
        from System.Collections.Generic import List

        made = List[net_type]()
        for value in values:
            made.Add(value)
        return made

    def elements(self, collection: Any, name: str) -> list[Any]:
        """Return what a WinRT collection holds, but nothing that is None; None is empty.

        Args:
            name: The type of the elements. It is said to .NET, because an object that Windows made does not.
        """
        if collection is None:
            return []
        to_array = self._to_array.MakeGenericMethod(self._array(self.system.Type, [self.type(name)]))
        with self.errors():
            found = to_array.Invoke(None, self._array(self.system.Object, [collection]))
            return [one for one in found if one is not None]

    def handler(self, name: str, type_names: tuple[str, ...], function: Callable[[Any, Any], None]) -> Any:
        """Return a delegate of two parameters that calls a function. It is called on a thread of the system's own, and
        must not raise.

        Args:
            name: The generic delegate, "Windows.Foundation.AsyncOperationProgressHandler`2".
            type_names: Of its type parameters.
        """
        kind = self.type(name).MakeGenericType(self._array(self.system.Type, [self.type(one) for one in type_names]))
        expression = self._expressions.Expression
        parameters = [expression.Parameter(one.ParameterType) for one in kind.GetMethod("Invoke").GetParameters()]
        inner = self.system.Action[self.system.Object, self.system.Object](function)
        boxed = [expression.Convert(one, self._object) for one in parameters]
        call = expression.Invoke(expression.Constant(inner), self._array(expression, boxed))
        return expression.Lambda(kind, call, self._array(self._expressions.ParameterExpression, parameters)).Compile()

    def status(self, operation: Any) -> int:
        """See `operations.Binding`; likewise the next four."""
        with self.errors():
            return int(operation.Status)

    def error(self, operation: Any) -> WinRtRefusal:
        with self.errors():
            return self.refused(operation.ErrorCode)

    def result(self, operation: Any) -> Any:
        with self.errors():
            return operation.GetResults()

    def cancel(self, operation: Any) -> None:
        with self.errors():
            operation.Cancel()

    def hear(self, operation: Any, types: tuple[str, str], keep: Callable[[Any, Any], None]) -> None:
        with self.errors():
            operation.Progress = self.handler(_PROGRESS_HANDLER, types, keep)

    def _array(self, net_type: Any, values: list[Any]) -> Any:
        return self.system.Array[net_type](values)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Exceptions of .NET, and of WinRT through it, as WinRtRefusal."""
        try:
            yield
        except self.system.Exception as error:
            raise self.refused(error) from None

    def refused(self, error: Any) -> WinRtRefusal:
        """Return what a .NET exception says. WinRT's errors arrive as exceptions that carry the HRESULT.

        Its code is always that of a failure: E_FAIL for an exception with another one, and for None.
        """
        if error is None:
            return WinRtRefusal(_FAILED, "")
        while str(error.GetType().Name) in _WRAPPERS and error.InnerException is not None:
            error = error.InnerException
        code = int(error.HResult) & 0xFFFFFFFF
        return WinRtRefusal(code if code >= _FIRST_ERROR else _FAILED, " ".join(str(error.Message or "").split()))


def needed(found: Any, what: str) -> Any:
    """Return what Windows gave. Raises WinRtRefusal (E_POINTER) where it gave nothing.

    Args:
        what: What it should have given, as the end of a sentence.
    """
    if found is None:
        raise WinRtRefusal(_NOTHING, f"Windows gave no {what}.")
    return found
