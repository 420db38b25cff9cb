"""Where the engine is put together: the host, and its methods offered over the protocol or as a command line."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wingetpy.cli.session import Invoke
    from wingetpy.commands.engine import Engine
    from wingetpy.commands.registry import RegisteredCommand
    from wingetpy.protocol.dispatch import Method, MethodTable


def run() -> None:
    """`wingetpy ...`: ends the process with winget's exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is changed yet: end, and no more
    os.umask(os.umask(0o077) | 0o022)  # nothing that an engine or its children write may be written by others
    from wingetpy.packaged import misfit  # late: the elevated helper finds the package only now

    if unfit := misfit():
        sys.exit(unfit)
    words = sys.argv[1:]
    if words and words[0] == "serve" and not {"-?", "--help"} & {*words}:
        sys.exit(_serve(words[1:]))
    if (
        words and words[0] == "elevated-step" and sys.platform == "win32"
    ):  # by the engine itself: hosts.windows.elevation
        from wingetpy.hosts.windows.elevated_step import main as carry_out

        sys.exit(carry_out(words[1:]))
    if words and words[0] == "dsc" and len(words) > 1 and not {"-?", "--help"} & {*words}:
        from wingetpy.dsc.main import main as answer  # late: only dsc needs it

        sys.exit(answer(words[1:], _connect))
    from wingetpy.cli.main import main  # late: serve does not need the command line

    sys.exit(main(words, _connect))


def _connect(host: str | None, root: Path | None) -> Invoke:
    """Open the machine for a command line."""
    from wingetpy.commands.engine import Engine
    from wingetpy.commands.registry import invoke
    from wingetpy.hosts import open_host

    return partial(invoke, Engine(open_host(host, root)))


def method_table(engine: Engine) -> MethodTable:
    """Every command of the registry as a method of the protocol."""
    from wingetpy.commands.registry import REGISTRY
    from wingetpy.protocol.dispatch import MethodTable

    table = MethodTable()
    for entry in REGISTRY.values():
        table.add(entry.name, partial(_method, engine, entry), changes=entry.changes, quick=entry.quick)
    return table


def _method(engine: Engine, entry: RegisteredCommand) -> Method:
    from wingetpy.commands.registry import invoke
    from wingetpy.protocol.dispatch import Method

    command = entry.command
    return Method(command.parameters, command.result, partial(invoke, engine, entry.name), items=command.items)


def _serve(words: list[str]) -> int:
    from wingetpy import __version__
    from wingetpy.commands.engine import Engine
    from wingetpy.errors import EngineError
    from wingetpy.hosts import open_host
    from wingetpy.protocol.session import ServerInfo, serve

    try:
        host = open_host(*_host_options(words))
        engine = Engine(host)
        info = ServerInfo(__version__, host.name, str(engine.log.path), machine_id=host.machine_id())
    except EngineError as error:
        sys.stderr.write(f"{error.text} {error.remedy or ''} ({error.code.hex})\n")
        return error.code.signed
    return serve(method_table(engine), info, on_log=engine.log.write)


def _host_options(words: list[str]) -> tuple[str | None, Path | None]:
    """`--host NAME` and `--root DIR`, read without argparse, which would cost a tenth of the start."""
    from wingetpy.errors import BadRequest

    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name not in ("--host", "--root") or not (value or rest):
            raise BadRequest(
                f"wingetpy serve: cannot make sense of {name!r}.", remedy="It takes --host NAME and --root DIR."
            )
        given[name] = value or rest.pop(0)
    return given.get("--host"), Path(given["--root"]) if "--root" in given else None


if __name__ == "__main__":
    if not __package__:  # started by its path, as the uninstall command of an entry does
        package = str(Path(__file__).resolve().parents[1])
        sys.path[: not sys.flags.safe_path] = [package]  # the script's folder is not there where Python is isolated
    run()
