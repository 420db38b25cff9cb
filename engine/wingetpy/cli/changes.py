"""Carrying out or showing what install, upgrade and uninstall were asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from wingetpy.cli.plans import show_plan
from wingetpy.cli.results import show_outcome, summary
from wingetpy.cli.session import Session
from wingetpy.commands.registry import load
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.messages.language import say
from wingetpy.model.operation import OperationKind
from wingetpy.model.proxy import NetworkParameters

_FETCHED: dict[str, OperationKind] = {"package/install": "Install", "package/update": "Update"}
"""The methods whose files are downloaded beforehand where several packages are named, and the operation of each."""
_INTERRUPTED = ErrorCode.CtrlSignalReceived.signed


def carry_out(
    session: Session,
    method: str,
    requests: Sequence[msgspec.Struct],
    failure: ErrorCode,
    *,
    batch: bool = False,
    skip: Sequence[ErrorCode] = (),
) -> int:
    """Send the requests one by one and show each result.

    Args:
        session: The command line.
        method: The method that changes the machine.
        requests: Its parameters, one for each package that was named.
        failure: The exit code where one of several packages failed.
        batch: Whether one request is for several packages.
        skip: Errors that leave a package out with a warning.

    Returns:
        The exit code: 0, the code of the one failure, or `failure`; CtrlSignalReceived where packages were left out.
    """
    console = session.console
    codes: list[int] = []
    wanted = getattr(requests[0], "version", None) if requests else None  # it is the same for all of them
    console.on_items = lambda rows: codes.extend(show_outcome(console, row, wanted) for row in rows)
    if len(requests) > 1 and method in _FETCHED:
        _fetch(session, _FETCHED[method], requests)

    def change(request: msgspec.Struct) -> None:
        if session.send(method, request).cancelled and batch:
            codes.append(_INTERRUPTED)

    refused = _each(session, requests, change, skip=skip)
    codes += refused
    if console.json:
        codes.extend(show_outcome(console, row) for row in console.rows)
        console.write_json(console.rows)
    elif len(requests) > 1 or len(console.rows) > 1:
        failed = sum(code not in (0, _INTERRUPTED) for code in refused)
        unfinished = max(0, len(requests) - len(console.rows) - failed) if _INTERRUPTED in refused else 0
        console.write([summary(console.rows, failed, unfinished)])
    return _exit_code(codes, failure, several=batch or len(codes) > 1)


def _fetch(session: Session, operation: OperationKind, requests: Sequence[msgspec.Struct]) -> None:
    """Download the files of several packages at once; each change reports what is wrong with its own."""
    names = set(load("package/plan").parameters.__struct_encode_fields__)
    packages = [
        {"Operation": operation, **{name: one for name, one in msgspec.to_builtins(request).items() if name in names}}
        for request in requests
    ]
    first = requests[0]
    network = {name: getattr(first, name) for name in NetworkParameters.__struct_fields__}
    timeout = getattr(first, "timeout_seconds", None)
    try:
        session.ask("package/fetch", packages=packages, timeout_seconds=timeout, **network)
    except EngineError as error:
        session.console.message("Verbose", error.text, error.code.hex)


def show_plans(session: Session, requests: Sequence[msgspec.Struct], failure: ErrorCode, *, batch: bool = False) -> int:
    """Show the plan of each request, parameters of `package/plan`; arguments and exit code as of `carry_out`."""
    console = session.console
    plans: list[msgspec.Struct] = []
    codes: list[int] = []
    dependencies: set[str] = set()

    def plan(request: msgspec.Struct) -> None:
        made = session.send("package/plan", request)
        if batch and made.id in dependencies:  # it is updated before the package that needs it
            return
        dependencies.update(one.id for one in made.dependencies)
        plans.append(made)
        codes.append(show_plan(console, made))

    codes += _each(session, requests, plan)
    if console.json:
        console.write_json(plans)
    return _exit_code(codes, failure, several=batch or len(codes) > 1)


def _each(
    session: Session,
    requests: Sequence[msgspec.Struct],
    send: Callable[[msgspec.Struct], object],
    *,
    skip: Sequence[ErrorCode] = (),
) -> list[int]:
    """Send each; a failure ends the command only where there is one request. Returns the codes of the failures."""
    codes: list[int] = []
    for request in requests:
        if session.console.cancelled:
            return [*codes, _INTERRUPTED]
        try:
            send(request)
        except EngineError as error:
            if error.code in skip:
                session.console.message(
                    "Warning", say("{0} is left out: {1}", _named(request), error.text), error.code.hex
                )
                continue
            if len(requests) == 1:
                raise
            session.console.fault(error, _named(request))
            codes.append(error.code.signed)
    return codes


def _named(request: msgspec.Struct) -> str:
    """The package that a request names, for the error of one of several."""
    return str(getattr(request, "query", None) or getattr(request, "id", None) or "")


def _exit_code(codes: Sequence[int], failure: ErrorCode, *, several: bool) -> int:
    failed = [code for code in codes if code]
    if not failed:
        return 0
    if _INTERRUPTED in failed:
        return _INTERRUPTED
    return failure.signed if several else failed[0]
