"""An engine with methods that exist for the tests only: it does what a real one should not, or does it on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial

import msgspec

from wingetpy.errors import BadRequest, NotFound
from wingetpy.errors.remedies import Remedy
from wingetpy.model.call import Call, Progress
from wingetpy.model.proxy import NetworkParameters
from wingetpy.protocol.dispatch import Method, MethodTable
from wingetpy.protocol.messages import Nothing
from wingetpy.protocol.session import ServerInfo, serve


class Params(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    count: int = 0
    size: int = 0
    seconds: float = 0.0
    kind: str = ""
    path: str = ""


class Result(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    count: int = 0
    failed: int = 0
    cancelled: bool = False
    text: str = ""


class Row(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    id: str
    installed_version: str = ""
    number: int = 0


class Nested(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    inner: Params


def info(params: Nothing, call: Call) -> Result:
    return Result(count=os.getpid(), text="info")


def rows(params: Params, call: Call) -> Result:
    """`count` rows of `size` characters, all at once, or one every `seconds`."""
    every = [Row(id=f"Row.{n}", installed_version="x" * params.size, number=n) for n in range(params.count)]
    if not params.seconds:
        call.items(every)
        return Result(count=params.count)
    for row in every:
        call.items([row])
        time.sleep(params.seconds)
    return Result(count=params.count)


def endless(params: Params, call: Call) -> Result:
    """Rows until the peer has enough."""
    number = 0
    while True:
        call.items([Row(id="x" * params.size, number=number)])
        number += 1


def steps(params: Params, call: Call) -> Result:
    """A change of `count` steps of `seconds`, each noted in the file `path` before and after it.

    It says `size` characters a step.
    """
    done = 0
    with open(params.path, "a", encoding="utf-8", buffering=1) as journal:
        for number in range(params.count):
            if call.cancelled:
                journal.write("cancelled\n")
                break
            journal.write(f"begin {number}\n")
            time.sleep(params.seconds)
            call.progress(Progress(activity="Step", status="x" * params.size, percent_complete=number))
            call.message("Information", "m" * params.size)
            call.items([Row(id=f"Step.{number}")])
            journal.write(f"end {number}\n")
            done += 1
        journal.write("closed\n")
    return Result(count=done, cancelled=done < params.count)


def fast_progress(params: Params, call: Call) -> Result:
    """Progress `count` times within `seconds`, then a status that stays for a second."""
    for number in range(params.count):
        call.progress(Progress(activity="Download", bytes=number, total_bytes=params.count))
        time.sleep(params.seconds / params.count)
    call.progress(Progress(activity="Install", status="running"))
    time.sleep(1)
    return Result()


def idle(params: Params, call: Call) -> Result:
    """Says that it began, then does nothing for `seconds`, or until it is cancelled."""
    call.message("Information", "began")
    until = time.monotonic() + params.seconds
    while time.monotonic() < until and not call.cancelled:
        time.sleep(0.01)
    return Result(cancelled=call.cancelled)


def stubborn(params: Params, call: Call) -> Result:
    """The same, but it looks for no cancellation."""
    call.message("Information", "began")
    time.sleep(params.seconds)
    return Result()


def fail(params: Params, call: Call) -> Result:
    call.items([Row(id="before")])
    match params.kind:
        case "known":
            raise NotFound(
                "No package matches 'x'.",
                target="x",
                remedy=Remedy("TryAnother", "Try another name than {Name}.").of(Name="y"),
                log_path="C:\\log",
            )
        case "installer":
            raise BadRequest("It failed.", installer_exit_code=0xC0000005)
        case "key":
            return {"a": Result()}["b"]
        case "exit":
            sys.exit(3)
        case "recursion":
            return fail(params, call)
        case "surrogate":
            raise NotFound("No file \ud800.", target="\udcff")
        case "unencodable":
            return Result(text=object())  # type: ignore[arg-type]
        case _:
            raise AssertionError(params.kind)


def stray(params: Params, call: Call) -> Result:
    """Everything that could write to stdout or read from stdin by mistake."""
    print("a stray print", flush=True)
    os.write(1, b"a stray write\n")
    child = [sys.executable, "-I", "-c", "import sys; print('a stray child', len(sys.stdin.read()))"]
    code = subprocess.run(child, check=False).returncode
    try:
        text = input()
    except EOFError:
        text = "end"
    return Result(count=code, text=text)


def leave_child(params: Params, call: Call) -> Result:
    """Start a child that outlives the engine by `seconds` and was given no streams of its own."""
    child = [sys.executable, "-I", "-c", f"import time; time.sleep({params.seconds})"]
    return Result(count=subprocess.Popen(child).pid)


def big(params: Params, call: Call) -> Result:
    return Result(text="x" * params.size)


def memory(params: Nothing, call: Call) -> Result:
    """The most bytes the engine ever used, where the system tells."""
    import resource

    return Result(count=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def proxy(params: NetworkParameters, call: Call) -> Result:
    """The proxy that a command finds in its call."""
    return Result(text=repr(call.proxy))


def nested(params: Nested, call: Call) -> Result:
    return Result(count=params.inner.count)


def broken_module() -> Method:
    raise ImportError("no module named 'nothing'")


def table() -> MethodTable:
    table = MethodTable()
    table.add("engine/info", lambda: Method(Nothing, Result, info), quick=True)
    for function in (rows, endless):
        table.add(f"test/{function.__name__}", partial(Method, Params, Result, function, items=Row))
    for function in (fast_progress, idle, stubborn, fail, stray, leave_child, big):
        table.add(f"test/{function.__name__}", partial(Method, Params, Result, function))
    table.add("test/steps", lambda: Method(Params, Result, steps, items=Row), changes=True)
    table.add("test/change", lambda: Method(Params, Result, stubborn), changes=True)
    table.add("test/memory", lambda: Method(Nothing, Result, memory))
    table.add("test/proxy", lambda: Method(NetworkParameters, Result, proxy))
    table.add("test/nested", lambda: Method(Nested, Result, nested))
    table.add("test/broken", broken_module)
    table.get("engine/info")
    return table


def log(level: str, text: str) -> None:
    sys.stderr.write(f"{level}: {text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(serve(table(), ServerInfo("1.2.3", "trial", "the log", ("items",)), on_log=log))
