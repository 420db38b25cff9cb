"""What the stand-in for PyWinRT plays: a test sets it before, and reads the calls after."""

from __future__ import annotations

from dataclasses import dataclass, field

E_OUTOFMEMORY = 0x8007000E


def refused(code: int, text: str = "Windows' own words.") -> OSError | MemoryError:
    """PyWinRT's exception for an HRESULT: its `winerror` has a sign. C++/WinRT makes one of no memory another one."""
    if code == E_OUTOFMEMORY:
        return MemoryError()
    error = OSError(0, text)
    error.winerror = code - (1 << 32) if code >> 31 else code  # type: ignore[attr-defined,unused-ignore]
    return error


@dataclass
class Answer:
    """How an operation goes.

    Attributes:
        progress: Fractions, each reported on a thread of the operation's own.
        status: AsyncStatus at its end; 0: it never ends by itself.
        error_code: HRESULT of an operation that ends with an error.
        error, extended_error, error_text: Of the result; error 0 is a success.
        cancels: Whether it ends when it is cancelled.
    """

    progress: tuple[float, ...] = (0.0, 0.5, 1.0)
    status: int = 1
    error_code: int = 0
    error: int = 0
    extended_error: int = 0
    error_text: str = ""
    cancels: bool = True


@dataclass
class Play:
    """Attributes:
    raises: HRESULTs by what they are raised at: a method, or `initialize`.
    lacks: Methods that this version of Windows does not have.
    answers: By method, one for each call; then a success.
    ready: Products that can be used.
    features: Numbers of what this Windows has.
    volumes: Names of its volumes.
    calls: What was asked, in order.
    """

    raises: dict[str, int] = field(default_factory=dict)
    lacks: set[str] = field(default_factory=set)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    ready: set[str] = field(default_factory=set)
    features: set[int] = field(default_factory=lambda: {1})
    volumes: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)

    def called(self, what: str) -> None:
        self.calls.append(what)
        if what.partition(" ")[0] in self.lacks:
            raise AttributeError("method overload with 2 arg(s) is not available in this version of Windows")
        code = self.raises.get(what.partition(" ")[0])
        if code is not None:
            raise refused(code)

    def reset(self) -> None:
        self.__init__()  # type: ignore[misc]


play = Play()
