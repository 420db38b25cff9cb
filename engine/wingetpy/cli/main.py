"""The command line: one verb, its view, an exit code that is winget's."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from wingetpy import __version__
from wingetpy.cli.command_line import CommandLine, take_apart
from wingetpy.cli.console import Console
from wingetpy.cli.help import group_help, overview, verb_help
from wingetpy.cli.language_choice import preferred_language
from wingetpy.cli.options import COMMON, Given, parse
from wingetpy.cli.session import Connect, Session
from wingetpy.cli.verbs import INFO, Verb
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.messages.language import LanguageUnreadable, say, speak
from wingetpy.model.proxy import AuthenticationMode, CallerAccess, Proxy


def main(words: Sequence[str], connect: Connect) -> int:
    """Run one command line and return its exit code, signed; raises nothing.

    Args:
        words: The words after the program's name.
        connect: Opens the machine when the verb first needs it.
    """
    _write_utf8()
    console = Console(json=_wants_json(words))
    try:
        _speak(console)
        return _run(list(words), connect, console)
    except EngineError as error:
        console.fault(error)
        return error.code.signed
    except Exception as error:  # noqa: BLE001 - the outermost place: whatever it is, the user gets one clear error
        return _report_defect(console, error)
    finally:
        console.clear()


def _run(words: list[str], connect: Connect, console: Console) -> int:
    line = take_apart(words)
    if line.verb is None:
        return _without_verb(line, connect, console)
    if line.asks_for_help:
        console.write(verb_help(line.verb))
        return 0
    return _show(line.verb, line.words, connect, console)


def _show(verb: Verb, words: list[str], connect: Connect, console: Console) -> int:
    view = verb.view()
    given = parse(f"wingetpy {verb.name}", (*view.options, *COMMON), words)
    console.follow(given)
    console.proxy, console.access = _proxy(given), _access(given)
    _stop_kindly(console)
    return view.run(Session(connect, given, console), given)


def _speak(console: Console) -> None:
    """Take the language of the person; English, with a warning, where its file is damaged."""
    try:
        speak(preferred_language())
    except LanguageUnreadable as damage:
        console.message("Warning", say("The sentences of this language cannot be read, English is used: {0}", damage))


def _without_verb(line: CommandLine, connect: Connect, console: Console) -> int:
    """`wingetpy -?`, `--version`, `--info`, a group alone; nothing else makes sense without a verb."""
    asked = {word.casefold() for word in line.words}
    if line.head is not None:
        console.write(group_help(line.head))
    elif asked & {"-v", "--version"}:
        console.write([f"v{__version__}"])
        return 0
    elif "--info" in asked and not line.asks_for_help:
        words = [word for word in line.words if word.casefold() != "--info"]
        return _show(INFO, words, connect, console)
    else:
        console.write(overview())
    return 0 if line.asks_for_help else ErrorCode.InvalidClArguments.signed


def _wants_json(words: Sequence[str]) -> bool:
    """Whether faults are to be objects, known before the words are understood."""
    folded = [word.casefold() for word in words]
    return "--format=json" in folded or any(pair == ("--format", "json") for pair in pairwise(folded))


def _proxy(given: Given) -> Proxy | None:
    """The proxy of every request of the command; None for the environment's."""
    if given.flag("no_proxy"):
        return Proxy(no="*", named=True)
    address = given.text("proxy_url")
    return Proxy(http=address, https=address, named=True) if address else None


def _access(given: Given) -> CallerAccess:
    """What every request of the command gives the sources."""
    return CallerAccess(
        header=given.text("header"),
        accept_agreements=given.flag("accept_source_agreements"),
        authentication_mode=cast("AuthenticationMode | None", given.text("authentication_mode")),
        authentication_account=given.text("authentication_account"),
    )


def _write_utf8() -> None:
    """Write UTF-8 into pipes and files, as winget does: the machine's code page lacks letters of most names.

    A stream that was closed before the start becomes one that nobody reads.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _stop_kindly(console: Console) -> None:
    """Ctrl+C, a closed window, the end of the session: the running change is undone or finished first."""
    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: console.stop())
    if sys.platform != "win32" and signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:
        signal.signal(signal.SIGTSTP, lambda _number, _frame: _suspend(console))


def _suspend(console: Console) -> None:
    """Ctrl+Z: leave the terminal whole to the shell, and draw again once the command goes on."""
    if sys.platform != "win32":
        console.clear()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, lambda _number, _frame: _suspend(console))


def _report_defect(console: Console, error: Exception) -> int:
    """Show a defect of this program; its traceback goes into a file, so that it can be reported. A module that is not
    installed is none.
    """
    import tempfile
    import traceback

    from wingetpy.errors.system import shortage

    if isinstance(error, ModuleNotFoundError) and (missing := shortage(error, "The command")) is not None:
        console.fault(missing)
        return missing.code.signed
    with tempfile.NamedTemporaryFile(
        "w", prefix="wingetpy-error-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        file.writelines(traceback.format_exception(error))
    console.fault(
        EngineError(
            say("Unexpected error: {0}: {1}", type(error).__name__, error),
            remedy=say("Please report it with {0}.", file.name),
            log_path=file.name,
        )
    )
    return ErrorCode.InternalError.signed
