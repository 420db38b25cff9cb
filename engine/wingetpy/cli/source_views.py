"""Sources, settings, hashes and facts as a person sees them."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from wingetpy.cli.arguments import into
from wingetpy.cli.console import Console
from wingetpy.cli.tables import render, render_fields
from wingetpy.commands import source as sources
from wingetpy.commands.engine import Engine
from wingetpy.commands.engine_info import engine_info
from wingetpy.commands.manifest_hash import HashParameters, hash_installer
from wingetpy.commands.parameters import Nothing
from wingetpy.commands.setting_get import export_settings
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.sources.details import SourceDetails, SourceUpdate

MOST_BROKEN_SHOWN = 20


def source(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    """`source add|list|update|remove|reset|export`; name, argument and type may also stand without their option."""
    for name, word in zip(("name", "argument", "type"), options.words, strict=False):
        if getattr(options, name) is None:
            setattr(options, name, word)
    if len(options.words) > 3:
        raise BadRequest(
            f"source {options.action}: {options.words[3]!r} is one word too many.",
            remedy="Put a text with blanks in quotes.",
        )
    if options.trust_level:
        options.trust_level = {"none": "None", "trusted": "Trusted"}.get(
            options.trust_level.casefold(), options.trust_level
        )
    return _ACTIONS[options.action](engine, options, console)


def _add(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    if not options.name or not options.argument:
        raise BadRequest("source add: it needs a name and an argument.", remedy="source add --name NAME --arg FOLDER")
    console.message("Information", f"Adding source:\n  {options.name} -> {options.argument}")
    sources.add(engine.context(), into(sources.AddParameters, options), console)
    return _say_or_print(console, ["Done"])


def _list(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    sources.list_sources(engine.context(), into(sources.NameParameters, options), console)
    rows = [row for row in console.rows if isinstance(row, SourceDetails)]
    if console.json:
        console.write_json(rows)
    elif options.name and rows:
        console.write(_source_detail(rows[0]))
    elif rows:
        lines = render(
            ("Name", "Argument", "Explicit"),
            ((r.name, r.argument, str(r.explicit).lower()) for r in rows),
            console.width,
        )
        console.write(lines)
    else:
        console.write(
            ["There are no sources configured.", "Add one with `wingetpy source add --name NAME --arg FOLDER`."]
        )
    return 0


def _source_detail(row: SourceDetails) -> list[str]:
    updated = (
        "never" if row.last_update is None else time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(row.last_update))
    )
    return render_fields(
        (
            ("Name", row.name),
            ("Type", row.type),
            ("Argument", row.argument),
            ("Data", row.identifier),
            ("Identifier", row.identifier),
            ("Trust Level", row.trust_level),
            ("Explicit", str(row.explicit).lower()),
            ("Priority", str(row.priority)),
            ("Updated", updated),
        )
    )


def _update(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    failed = sources.update(engine.context(), into(sources.NameParameters, options), console).failed
    lines: list[str] = []
    for row in console.rows:
        if isinstance(row, SourceUpdate):
            what = "updated" if row.changed else "up to date"
            counts = ((row.packages, "packages"), (row.versions, "versions"), (row.files, "files"))
            known = ", ".join(f"{count} {noun}" for count, noun in counts if count is not None)
            lines.append(f"{row.name}: {what}; {known} in {row.seconds:.1f} s" if known else f"{row.name}: {what}")
            if row.skipped:
                lines.append(f"  {row.skipped} broken manifests were skipped:")
                lines += [f"    {one.path}: {one.reason}" for one in row.broken[:MOST_BROKEN_SHOWN]]
                if row.skipped > MOST_BROKEN_SHOWN:
                    lines.append(f"    and {row.skipped - MOST_BROKEN_SHOWN} more (--format json shows all)")
    if failed:  # each of them was told of by name
        _say_or_print(console, lines)
        return ErrorCode.SourceOpenFailed.signed
    return _say_or_print(console, [*lines, "Done"])


def _remove(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    if not options.name:
        raise BadRequest("source remove: it needs the name of a source.", remedy="source remove NAME")
    sources.remove(engine.context(), into(sources.NameParameters, options), console)
    return _say_or_print(console, ["Done"])


def _reset(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    if not options.force:
        sources.list_sources(engine.context(), into(sources.NameParameters, options), console)
        names = [row.name for row in console.rows if isinstance(row, SourceDetails)]
        console.write(["These sources would be removed with --force:", *(f"  {name}" for name in names)])
        return 0
    sources.reset(engine.context(), into(sources.ResetParameters, options, all=options.name is None), console)
    return _say_or_print(console, ["Done"])


def _export(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    sources.export(engine.context(), into(sources.NameParameters, options), console)
    for row in console.rows:
        console.write_json(row)
    return 0


def _edit(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    if not options.name or (options.explicit is None and options.priority is None):
        raise BadRequest("source edit: it needs a name and what to change.", remedy="source edit NAME --explicit false")
    [before] = engine.sources.list(options.name)
    after = engine.sources.edit(before.name, explicit=options.explicit, priority=options.priority)
    if after.explicit == before.explicit and after.priority == before.priority:
        return _say_or_print(console, [f"The source {after.name} is already in the desired state."])
    console.rows.append(after)
    return _say_or_print(console, [f"{after.name}: explicit {str(after.explicit).lower()}, priority {after.priority}"])


def hash_file(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    path = options.file or (options.words[0] if options.words else None)
    if path is None:
        raise BadRequest("hash: it needs a file.", remedy="wingetpy hash FILE")
    result = hash_installer(engine.context(), HashParameters(path=path, msix=options.msix), console)
    if console.json:
        console.write_json(result)
    else:
        console.write(render_fields((("Sha256", result.sha256), ("SignatureSha256", result.signature_sha256 or ""))))
    if result.error is None:
        return 0
    console.note(f"{result.error.message}\n{result.error.code} : {result.error.symbol}")
    return ErrorCode(int(result.error.code, 16)).signed


def settings(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    """`settings export`: always JSON. Without a word: where the file is."""
    exported = export_settings(engine.context())
    if options.action == "export" or console.json:
        console.write([exported])
    else:
        console.write([f"User settings: {engine.settings().path}"])
    return 0


def info(engine: Engine, options: argparse.Namespace, console: Console) -> int:
    told = engine_info(engine.context(), Nothing(), console)
    if console.json:
        console.write_json(told)
        return 0
    facts = told.facts
    console.write(
        render_fields(
            (
                ("Engine", f"v{told.engine_version} (protocol {told.protocol_version}), Python {told.python}"),
                ("Host", f"{told.host} {told.root}".strip()),
                ("State", told.state_folder),
                ("Log", told.log_path),
                ("Settings", told.user_settings_file),
                ("System", f"Windows {facts.os_version}, {facts.architecture}, market {facts.market}"),
                ("Locales", ", ".join(facts.locales)),
                ("Elevated", "yes" if facts.elevated else "no"),
            )
        )
    )
    return 0


def _say_or_print(console: Console, lines: list[str]) -> int:
    if console.json:
        console.write_json(console.rows)
    else:
        console.write(lines)
    return 0


_ACTIONS: dict[str, Callable[[Engine, argparse.Namespace, Console], int]] = {
    "add": _add,
    "list": _list,
    "update": _update,
    "remove": _remove,
    "reset": _reset,
    "export": _export,
    "edit": _edit,
}
