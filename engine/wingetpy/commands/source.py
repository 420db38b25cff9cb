"""`source/list|add|edit|remove|update|reset|export`: the configured list of sources."""

from __future__ import annotations

from typing import Annotated

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import Totals
from wingetpy.errors import BadRequest, EngineError
from wingetpy.errors.secrets import hide
from wingetpy.model.call import Call
from wingetpy.model.credential import Credential
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text
from wingetpy.sources.details import SourceDetails, SourceExport, SourceUpdate

Priority = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]


class NameParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    name: Text | None = None


class AddParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """`type` is found out from the argument where it is not given. `credential` is kept for the source."""

    name: Text
    argument: LongText
    type: Text | None = None
    trust_level: Text | None = None
    explicit: bool = False
    priority: Priority = 0
    credential: Credential | None = None


class EditParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """None leaves a value as it is. An empty credential removes the one that is kept."""

    name: Text | None = None
    explicit: bool | None = None
    priority: Priority | None = None
    credential: Credential | None = None


class Edited(Totals, frozen=True, rename="pascal", kw_only=True):
    """`changed` is false where the source was so already."""

    changed: bool


class ResetParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    name: Text | None = None
    all: bool = False


def list_sources(context: Context, parameters: NameParameters, call: Call) -> Totals:
    for text in context.sources.broken_policies():
        call.message("Warning", text)
    return _emit(call, context.sources.list(parameters.name))


def export(context: Context, parameters: NameParameters, call: Call) -> Totals:
    return _emit(call, context.sources.export(parameters.name))


def add(context: Context, parameters: AddParameters, call: Call) -> Totals:
    """Configure a source and build its index. Nothing is kept of a source that cannot be read."""
    _hide(parameters.credential)
    added = context.sources.add(
        call,
        parameters.name,
        parameters.argument,
        parameters.type,
        parameters.trust_level,
        explicit=parameters.explicit,
        priority=parameters.priority,
        credential=parameters.credential,
    )
    context.log.write("Information", f"source {added.name} added: {added.argument} ({added.identifier})")
    return _emit(call, (added,))


def edit(context: Context, parameters: EditParameters, call: Call) -> Edited:
    """Change what can be changed of a source and emit it as it is then."""
    _hide(parameters.credential)
    wished = (parameters.explicit, parameters.priority, parameters.credential)
    if not parameters.name or all(one is None for one in wished):
        raise BadRequest(
            "An edit needs the name of a source and what to change.", remedy="Give Explicit, Priority or a credential."
        )
    [before] = context.sources.list(parameters.name)
    after = context.sources.edit(
        before.name, explicit=parameters.explicit, priority=parameters.priority, credential=parameters.credential
    )
    call.items([after])
    same = (after.explicit, after.priority) == (before.explicit, before.priority) and parameters.credential is None
    if not same:
        context.log.write("Information", f"source {after.name} changed: explicit {after.explicit}, {after.priority}")
    return Edited(count=1, changed=not same)


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
    """Back to what winget has from the start: what was added goes, the default sources come back."""
    if not parameters.name and not parameters.all:
        raise BadRequest("A reset needs the name of a source, or all of them.", remedy="Give Name or All.")
    gone = context.sources.reset(parameters.name)
    for details in gone:
        context.log.write("Information", f"source {details.name} reset")
    return _emit(call, gone)


def _hide(credential: Credential | None) -> None:
    """See that no error, message or line of the log shows it, whatever becomes of it."""
    if credential is not None:
        hide(credential.secrets)


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
