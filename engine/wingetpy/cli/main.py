"""The command line: one command, its view, an exit code that is winget's."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from wingetpy import __version__
from wingetpy.cli import arguments, package_views, source_views
from wingetpy.cli.console import Console
from wingetpy.commands.engine import Engine
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.hosts import open_host
from wingetpy.model.proxy import Proxy

View = Callable[[Engine, argparse.Namespace, Console], int]

VIEWS: dict[str, View] = {
    "search": package_views.search,
    "show": package_views.show,
    "list": package_views.list_installed,
    "install": package_views.install,
    "upgrade": package_views.upgrade,
    "uninstall": package_views.uninstall,
    "source": source_views.source,
    "hash": source_views.hash_file,
    "settings": source_views.settings,
    "info": source_views.info,
}


def main(words: Sequence[str]) -> int:
    """Run one command line. Returns the exit code in its signed 32-bit form; nothing is raised."""
    _speak_utf8()
    json = ("json" in words and "--format" in words) or "--format=json" in words
    console = Console(
        json=json, verbose="--verbose" in words, warnings=not {"--nowarn", "--ignore-warnings"} & {*words}
    )
    try:
        return _run(list(words), console)
    except EngineError as error:
        console.fault(error)
        return error.code.signed
    except Exception as error:  # noqa: BLE001 - the outermost place: whatever it is, the user gets one clear error
        return _broken(console, error)


def _speak_utf8() -> None:
    """Pipes and files get UTF-8, as winget's do: in the machine's code page most names could not be written.

    A stream that was closed before the start becomes one that nobody reads.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _stop_kindly(console: Console) -> None:
    """Ctrl+C, a closed window, the end of the session: the change that runs is taken back or finished first."""
    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: console.stop())


def _broken(console: Console, error: Exception) -> int:
    """A fault of ours. The traceback goes into a file, so that it can be reported."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="wingetpy-error-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        file.writelines(traceback.format_exception(error))
    console.fault(
        EngineError(
            f"Something unexpected happened: {type(error).__name__}: {error}",
            remedy=f"Please report it with {file.name}.",
            log_path=file.name,
        )
    )
    return ErrorCode.InternalError.signed


def _run(words: list[str], console: Console) -> int:
    if not words or words[0] in ("-?", "--help"):
        console.write(_overview())
        return 0 if words else ErrorCode.InvalidClArguments.signed
    if words[0] in ("-v", "--version"):
        console.write([f"v{__version__}"])
        return 0
    verb = "info" if words[0] == "--info" else arguments.ALIASES.get(words[0], words[0])
    if verb == "source" and len(words) > 1:
        words[1] = arguments.SOURCE_ALIASES.get(words[1], words[1])
    if "-?" in words or "--help" in words:
        console.write(arguments.command_parser(verb).format_help().splitlines())
        return 0
    options = arguments.parse(verb, words[1:])
    if verb == "demo":
        from wingetpy.cli.demo import demo  # late: a client of the protocol, needed here only

        return demo(console)
    _stop_kindly(console)
    host = open_host(options.host, Path(options.root) if options.root else None)
    console.proxy = _proxy(options)
    return VIEWS[verb](Engine(host), options, console)


def _proxy(options: argparse.Namespace) -> Proxy | None:
    """What `--proxy` and `--no-proxy` say, for every request of the command; None for the environment's proxies."""
    if getattr(options, "no_proxy", False):
        return Proxy(no="*")
    address = getattr(options, "proxy", None)
    return Proxy(http=address, https=address) if address else None


def _overview() -> list[str]:
    lines = [
        f"WinGetPy v{__version__}: a Windows Package Manager client",
        "",
        "usage: wingetpy <command> [<options>]",
        "",
    ]
    width = max(len(name) for name in arguments.DESCRIPTIONS) + 2
    lines += [f"  {name:{width}}{text}" for name, text in arguments.DESCRIPTIONS.items()]
    return [*lines, "", "`wingetpy <command> -?` shows the options of a command."]
