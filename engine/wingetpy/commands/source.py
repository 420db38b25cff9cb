"""`source/list|add|edit|remove|update|reset|export`: the configured list of sources."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.errors import BadRequest, EngineError
from wingetpy.model.call import Call
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text
from wingetpy.sources.details import SourceDetails, SourceExport, SourceUpdate


class NameParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    name: Text | None = None


class AddParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """`type` is found out from the argument where it is not given: a folder, a share or an archive."""

    name: Text
    argument: LongText
    type: Text | None = None
    trust_level: Text | None = None
    explicit: bool = False
    priority: int = 0


class EditParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """None leaves a value as it is."""

    name: Text | None = None
    explicit: bool | None = None
    priority: int | None = None


class Edited(Totals, frozen=True, rename="pascal", kw_only=True):
    """`changed` is false where the source was so already."""

    changed: bool


class ResetParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    name: Text | None = None
    all: bool = False


def list_sources(context: Context, parameters: NameParameters, call: Call) -> Totals:
    return _emit(call, context.sources.list(parameters.name))


def export(context: Context, parameters: NameParameters, call: Call) -> Totals:
    return _emit(call, context.sources.export(parameters.name))


def add(context: Context, parameters: AddParameters, call: Call) -> Totals:
    """Configure a source and build its index. Nothing is kept of a source that cannot be read."""
    added = context.sources.add(
        call,
        parameters.name,
        parameters.argument,
        parameters.type,
        parameters.trust_level,
        explicit=parameters.explicit,
        priority=parameters.priority,
    )
    context.log.write("Information", f"source {added.name} added: {added.argument} ({added.identifier})")
    return _emit(call, (added,))


def edit(context: Context, parameters: EditParameters, call: Call) -> Edited:
    """Change what can be changed of a source and emit it as it is then."""
    if not parameters.name or (parameters.explicit is None and parameters.priority is None):
        raise BadRequest("An edit needs the name of a source and what to change.", remedy="Give Explicit or Priority.")
    [before] = context.sources.list(parameters.name)
    after = context.sources.edit(before.name, explicit=parameters.explicit, priority=parameters.priority)
    call.items([after])
    return Edited(count=1, changed=(after.explicit, after.priority) != (before.explicit, before.priority))


def remove(context: Context, parameters: NameParameters, call: Call) -> Totals:
    if not parameters.name:
        raise BadRequest("A source is removed by its name, and none was given.", remedy="Give Name.")
    removed = context.sources.remove(parameters.name)
    context.log.write("Information", f"source {removed.name} removed")
    return _emit(call, (removed,))


def update(context: Context, parameters: NameParameters, call: Call) -> Totals:
    """Compare the indexes with their sources now. One that fails does not stop the others; a single one's is raised."""
    asked = context.sources.list(parameters.name)
    failed = 0
    for details in asked:
        try:
            call.items([context.sources.update(call, details)])
        except EngineError as error:
            if len(asked) == 1:
                raise
            failed += 1
            call.message("Error", error.text, error.code.hex)
    return Totals(count=len(asked) - failed, failed=failed, cancelled=call.cancelled)


def reset(context: Context, parameters: ResetParameters, call: Call) -> Totals:
    """Back to what a new machine has. That is no source, so a source that is reset is gone."""
    if not parameters.name and not parameters.all:
        raise BadRequest("A reset needs the name of a source, or all of them.", remedy="Give Name or All.")
    gone = context.sources.reset(parameters.name)
    for details in gone:
        context.log.write("Information", f"source {details.name} removed by reset")
    return _emit(call, gone)


def _emit(call: Call, rows: tuple[SourceDetails, ...] | tuple[SourceExport, ...]) -> Totals:
    call.items(rows)
    return Totals(count=len(rows))


LIST = Command(NameParameters, Totals, list_sources, items=SourceDetails)
EXPORT = Command(NameParameters, Totals, export, items=SourceExport)
ADD = Command(AddParameters, Totals, add, items=SourceDetails)
EDIT = Command(EditParameters, Edited, edit, items=SourceDetails)
REMOVE = Command(NameParameters, Totals, remove, items=SourceDetails)
UPDATE = Command(NameParameters, Totals, update, items=SourceUpdate)
RESET = Command(ResetParameters, Totals, reset, items=SourceDetails)
