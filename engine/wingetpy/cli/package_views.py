"""The package commands as a person sees them: thin, over the same commands as the protocol."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from wingetpy.cli.arguments import into
from wingetpy.cli.console import Console
from wingetpy.cli.results import show_outcome
from wingetpy.cli.tables import render, render_fields
from wingetpy.commands.engine import Engine
from wingetpy.commands.objects import InstalledPackage
from wingetpy.commands.package_show import PackageDetail
from wingetpy.commands.parameters import (
    FindParameters,
    Found,
    GetParameters,
    InstallParameters,
    ShowParameters,
    UninstallParameters,
    UpdateParameters,
)
from wingetpy.commands.registry import invoke
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound
from wingetpy.operations.wording import NO_PACKAGE
from wingetpy.sources.request import FoundPackage, MatchOption

T = TypeVar("T", bound=msgspec.Struct)


def search(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    parameters = _criteria(FindParameters, options, _one_query(options))
    if parameters.empty:
        raise BadRequest("search: it needs something to look for.", remedy="Name a query or a filter such as --id.")
    found = invoke(engine, "package/find", parameters, console)
    assert isinstance(found, Found)
    rows = [row for row in console.rows if isinstance(row, FoundPackage)]
    if console.json:
        console.write_json(rows)
    if not rows:
        raise NotFound(
            NO_PACKAGE, remedy="Try a part of its name, or see with `wingetpy source list` where was looked."
        )
    if console.json:
        return 0
    if options.versions:
        _need_one(rows)
        console.write(_versions(rows[0].name, rows[0].id, rows[0].available_versions))
        return 0
    console.write(
        render(
            ("Name", "Id", "Version", "Match", "Source"),
            ((row.name, row.id, row.version, row.match, row.source) for row in rows),
            console.width,
        )
    )
    _tell_of_more(console, found)
    return 0


def show(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    parameters = _criteria(ShowParameters, options, _one_query(options))
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("show: it needs a package.", remedy="Name a query, a filter such as --id, or --manifest.")
    detail = invoke(engine, "package/show", parameters, console)
    assert isinstance(detail, PackageDetail)
    for warning in () if console.json else detail.warnings:
        console.message("Warning", warning)
    if console.json:
        console.write_json(detail)
    elif options.versions:
        console.write(_versions(detail.name, detail.id, detail.available_versions))
    else:
        console.write(_detail(detail))
    return 0


def list_installed(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    found = invoke(engine, "package/get", _criteria(GetParameters, options, _one_query(options)), console)
    assert isinstance(found, Found)
    rows = [row for row in console.rows if isinstance(row, InstalledPackage)]
    if console.json:
        console.write_json(rows)
    if not rows:
        raise NotFound(
            "No installed package found matching input criteria.",
            remedy="`wingetpy list` without more words shows all that is installed.",
        )
    if not console.json:
        console.write(_installed(rows, console.width))
        _tell_of_more(console, found)
    return 0


def _tell_of_more(console: Console, found: Found) -> None:
    if found.truncated:
        console.note("There are more results; name a larger --count to see them.")


def install(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    queries = _queries(options)
    parameters = [_acting(InstallParameters, options, query) for query in queries]
    _refuse_empty("install", parameters)
    return _act(
        console,
        parameters,
        lambda one: invoke(engine, "package/install", one, console),
        ErrorCode.MultipleInstallFailed,
    )


def upgrade(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    parameters = [_acting(UpdateParameters, options, query) for query in _queries(options)]
    if len(parameters) == 1 and parameters[0].empty and not options.manifest and not options.all:
        return _report_updates(engine, options, console)
    failure = ErrorCode.UpdateAllHasFailure if options.all else ErrorCode.MultipleInstallFailed
    return _act(
        console, parameters, lambda one: invoke(engine, "package/update", one, console), failure, batch=options.all
    )


def uninstall(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    parameters = [_acting(UninstallParameters, options, query) for query in _queries(options)]
    _refuse_empty("uninstall", parameters)
    return _act(
        console,
        parameters,
        lambda one: invoke(engine, "package/uninstall", one, console),
        ErrorCode.MultipleUninstallFailed,
    )


def _run(engine: Engine, method: str, console: Console, parameters: msgspec.Struct) -> msgspec.Struct:
    return invoke(engine, method, parameters, console)


def _act(
    console: Console,
    requests: Sequence[T],
    run: Callable[[T], msgspec.Struct],
    failure: ErrorCode,
    *,
    batch: bool = False,
) -> int:
    """Carry the requests out one by one. A single failure's own code is the exit code; of several, the batch's."""
    codes: list[int] = []
    console.on_items = lambda rows: codes.extend(show_outcome(console, row) for row in rows)
    for request in requests:
        try:
            run(request)
        except EngineError as error:
            if len(requests) == 1:
                raise
            console.fault(error)
            codes.append(error.code.signed)
    if console.json:
        codes.extend(show_outcome(console, row) for row in console.rows)
        console.write_json(console.rows)
    failed = [code for code in codes if code]
    if not failed:
        return 0
    return failed[0] if len(codes) == 1 and not batch else failure.signed


def _report_updates(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    invoke(engine, "package/get", _criteria(GetParameters, options, None, update_available=True), console)
    rows = [row for row in console.rows if isinstance(row, InstalledPackage)]
    if console.json:
        console.write_json(rows)
    elif rows:
        console.write([*_installed(rows, console.width), "", f"{len(rows)} upgrades available."])
    else:
        console.write(["No installed package has an update available."])
    return 0


def _acting(kind: type[T], options: argparse.Namespace, query: str | None) -> T:
    silence = "Silent" if options.silent else "Interactive" if options.interactive else "Default"
    return _criteria(kind, options, query, mode=silence)


def _criteria(kind: type[T], options: argparse.Namespace, query: str | None, **more: object) -> T:
    if options.exact:
        more["match_option"] = MatchOption.equals
    if getattr(options, "scope", None):
        more["scope"] = "User" if options.scope == "user" else "Machine"
    return into(kind, options, query=query, **more)


def _queries(options: argparse.Namespace) -> list[str | None]:
    return [*options.words, *(options.query or [])] or [None]


def _one_query(options: argparse.Namespace) -> str | None:
    """The words of one query, in one piece."""
    return " ".join([*options.words, *(options.query or [])]) or None


def _refuse_empty(verb: str, parameters: Iterable[InstallParameters] | Iterable[UninstallParameters]) -> None:
    if any(one.empty and one.manifest is None for one in parameters):
        raise BadRequest(f"{verb}: it needs a package.", remedy="Name a query, a filter such as --id, or --manifest.")


def _need_one(rows: Sequence[FoundPackage]) -> None:
    if len(rows) > 1:
        raise BadRequest("--versions shows one package, but several match.", remedy="Name it by --id with --exact.")


def _installed(rows: Sequence[InstalledPackage], width: int | None) -> list[str]:
    return render(
        ("Name", "Id", "Version", "Available", "Source"),
        (
            (
                row.name,
                row.id,
                row.installed_version,
                row.available_versions[0] if row.is_update_available and row.available_versions else "",
                row.source,
            )
            for row in rows
        ),
        width,
    )


def _versions(name: str, id: str, versions: Iterable[str]) -> list[str]:
    return [f"Found {name} [{id}]", *render(("Version",), ((version,) for version in versions), None)]


def _detail(detail: PackageDetail) -> list[str]:
    lines = [f"Found {detail.name} [{detail.id}]"]
    lines += render_fields(
        (
            ("Version", detail.version),
            ("Publisher", detail.publisher),
            ("Publisher Url", detail.publisher_url),
            ("Publisher Support Url", detail.publisher_support_url),
            ("Author", detail.author),
            ("Moniker", detail.moniker),
            ("Description", detail.description or detail.short_description),
            ("Homepage", detail.package_url),
            ("License", detail.license),
            ("License Url", detail.license_url),
            ("Privacy Url", detail.privacy_url),
            ("Copyright", detail.copyright),
            ("Copyright Url", detail.copyright_url),
            ("Purchase Url", detail.purchase_url),
            ("Release Notes", detail.release_notes),
            ("Release Notes Url", detail.release_notes_url),
            ("Installation Notes", detail.installation_notes),
            ("Documentation", "\n".join(f"{one.label}: {one.url}" for one in detail.documentations)),
            ("Agreements", "\n".join(f"{one.label}: {one.text} {one.url}".strip() for one in detail.agreements)),
            ("Tags", "\n".join(detail.tags)),
        )
    )
    lines.append("Installer:")
    if detail.installers:
        first = detail.installers[0]
        lines += [
            f"  {line}"
            for line in render_fields(
                (
                    ("Installer Type", first.installer_type),
                    ("Nested Installer Type", first.nested_installer_type),
                    ("Architecture", first.architecture),
                    ("Scope", first.scope),
                    ("Locale", first.locale),
                    ("Installer Url", first.url),
                    ("Installer SHA256", first.sha256),
                    ("Release Date", first.release_date),
                )
            )
        ]
    else:
        lines.append("  No applicable installer found; see logs for more details.")
    return lines
