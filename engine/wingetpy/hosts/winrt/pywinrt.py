"""Asynchronous operations and errors of PyWinRT: a projection of WinRT into Python without .NET."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from wingetpy.errors import ErrorCode
from wingetpy.hosts.winrt.runtime import WinRtRefusal

E_FAIL = 0x80004005


class PyWinRt:
    """See `operations.Binding`."""

    def errors(self) -> AbstractContextManager[None]:
        return errors()

    def status(self, operation: Any) -> int:
        with errors():
            return int(operation.status)

    def error(self, operation: Any) -> WinRtRefusal:
        with errors():
            return failure(int(operation.error_code))

    def result(self, operation: Any) -> Any:
        with errors():
            return operation.get_results()

    def cancel(self, operation: Any) -> None:
        with errors():
            operation.cancel()

    def hear(self, operation: Any, types: tuple[str, str], keep: Callable[[Any, Any], None]) -> None:
        with errors():
            operation.progress = keep


@contextmanager
def errors() -> Iterator[None]:
    """PyWinRT's exceptions as WinRtRefusal: an OSError has the HRESULT as `winerror`; what this Windows or App SDK does
    not have is an AttributeError, and no memory a MemoryError.
    """
    try:
        yield
    except OSError as error:
        raise failure(getattr(error, "winerror", None) or 0, str(error.strerror or "")) from error
    except AttributeError as error:
        raise failure(ErrorCode.NotImplemented, str(error)) from error
    except MemoryError as error:
        raise failure(ErrorCode.OutOfMemory) from error


def failure(code: int, text: str = "") -> WinRtRefusal:
    """Return an HRESULT as a refusal; E_FAIL for one that is of no failure."""
    return WinRtRefusal(unsigned(code) if code < 0 or code > 0x7FFFFFFF else E_FAIL, " ".join(text.split()))


def unsigned(code: int) -> int:
    """Return an HRESULT, which PyWinRT gives as a signed number, in 32 bits without a sign."""
    return int(code) & 0xFFFFFFFF
