"""Sources that should be configured or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from wingetpy.desired.agreeing import agreeing
from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.properties import SECRET, WRITE_ONLY, Properties, given, optional
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.desired.source_credential import SourceCredential, drift_of_credential, kept_credential
from wingetpy.errors import BadRequest, EngineError
from wingetpy.errors.secrets import hide
from wingetpy.model.call import Call
from wingetpy.model.credential import Credential, origin_of
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.kinds import is_same_place

Priority = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
TrustWord = Literal["undefined", "none", "trusted"]


class SourceProperties(Properties, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A source, as in Microsoft.WinGet/Source."""

    name: Annotated[str, Meta(description="What the source is called.", min_length=1, max_length=1000)]
    argument: Annotated[LongText, Meta(description="Where the source is.", extra_json_schema=SECRET)] | UnsetType = (
        UNSET
    )
    type: (
        Annotated[Text, Meta(description="Its type; found out from the argument where it is not given.")] | UnsetType
    ) = UNSET
    trust_level: (
        Annotated[TrustWord, Meta(description="Whether what comes from it is trusted; undefined is not compared.")]
        | UnsetType
    ) = UNSET
    explicit: Annotated[bool, Meta(description="Whether it is searched only when it is named.")] | UnsetType = UNSET
    priority: (
        Annotated[Priority, Meta(description="The higher one wins where a package is in several.")] | UnsetType
    ) = UNSET
    accept_agreements: (
        Annotated[bool, Meta(description="Whether its agreements are accepted.", extra_json_schema=WRITE_ONLY)]
        | UnsetType
    ) = UNSET
    credential: (
        Annotated[
            SourceCredential,
            Meta(
                description="What is kept to be let in, compared and never shown; {} for nothing.",
                extra_json_schema=WRITE_ONLY,
            ),
        ]
        | UnsetType
    ) = UNSET

    def shown(self) -> Self:
        return replace(self, credential=UNSET)


class SourceResource:
    """A source that should be configured or not."""

    type = "Source"
    word = "source"
    summary = "A source of packages: configured or not, and how."
    properties = SourceProperties
    policies: tuple[str, ...] = ()

    def check(self, wanted: SourceProperties) -> None:
        """Nothing: whether an argument is needed depends on what is configured."""

    def read(self, context: Context, wanted: SourceProperties, call: Call) -> SourceProperties:
        if (credential := _credential(wanted)) is not None:
            hide(credential.secrets)
        found = _configured(context, wanted.name)
        if found is None:
            return SourceProperties(exist=False, name=wanted.name)
        state = _state(found)
        return state if credential is None else replace(state, credential=kept_credential(context, found))

    def drift(self, wanted: SourceProperties, state: SourceProperties) -> tuple[Drift, ...]:
        there = state.exist is True
        if wanted.is_wanted != there:
            return (Drift("_exist", str(wanted.is_wanted).lower(), str(there).lower()),)
        if not there:
            return ()
        compared = (Drift(name, wish, actual) for name, wish, actual in _compared(wanted, state) if wish != actual)
        return (*compared, *drift_of_credential(_credential(wanted), _credential(state)))

    def steps(
        self, context: Context, wanted: SourceProperties, state: SourceProperties, drift: Sequence[Drift], call: Call
    ) -> Sequence[DesiredStep[SourceProperties]]:
        call = agreeing(call, given(wanted.accept_agreements, False))
        if not wanted.is_wanted:
            return (_SourceRemoval(context, wanted.name),)
        if state.exist is True and {one.member for one in drift} <= {"explicit", "priority", "credential"}:
            return (_SourceEdit(context, wanted),)
        if wanted.argument is UNSET and state.exist is not True:
            raise BadRequest(
                f"The source {wanted.name} is not configured, and no argument is given.",
                target=wanted.name,
                remedy="Give the argument: the folder or address of the source.",
            )
        return (_SourceAddition(context, wanted, _configured(context, wanted.name), call),)

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[SourceProperties]:
        for one in context.sources.list(wanted.name):
            yield replace(_state(one), instance_name=one.name)


class _SourceRemoval:
    def __init__(self, context: Context, name: str) -> None:
        self._context = context
        self._name = name

    def preview(self, state: SourceProperties) -> Preview[SourceProperties]:
        return Preview(f"Remove the source {self._name}", SourceProperties(exist=False, name=self._name))

    def carry_out(self) -> StepReport:
        removed = self._context.sources.remove(self._name)
        self._context.log.write("Information", f"source {removed.name} removed")
        return StepReport(f"Remove the source {removed.name}")


class _SourceEdit:
    """A change of what can be changed without adding the source again."""

    def __init__(self, context: Context, wanted: SourceProperties) -> None:
        self._context = context
        self._wanted = wanted

    def preview(self, state: SourceProperties) -> Preview[SourceProperties]:
        wanted = self._wanted
        explicit = state.explicit if wanted.explicit is UNSET else wanted.explicit
        priority = state.priority if wanted.priority is UNSET else wanted.priority
        return Preview(self._sentence(), replace(state, explicit=explicit, priority=priority))

    def carry_out(self) -> StepReport:
        wanted = self._wanted
        after = self._context.sources.edit(
            wanted.name,
            explicit=optional(wanted.explicit),
            priority=optional(wanted.priority),
            credential=_credential(wanted),
        )
        self._context.log.write(
            "Information", f"source {after.name} changed: explicit {after.explicit}, {after.priority}"
        )
        return StepReport(self._sentence())

    def _sentence(self) -> str:
        return f"Change the source {self._wanted.name}"


class _SourceAddition:
    """A new source, in place of one of this name that differs. What was there comes back if the new one is refused."""

    def __init__(self, context: Context, wanted: SourceProperties, before: SourceDetails | None, call: Call) -> None:
        self._context = context
        self._wanted = wanted
        self._before = before
        self._call = call

    def preview(self, state: SourceProperties) -> Preview[SourceProperties]:
        wanted, before = self._wanted, self._before
        after = SourceProperties(
            exist=True,
            name=wanted.name,
            argument=self._argument(),
            type=given(wanted.type, before.type if before else ""),
            trust_level="trusted" if self._is_trusted() else "none",
            explicit=given(wanted.explicit, before.explicit if before else False),
            priority=given(wanted.priority, before.priority if before else 0),
        )
        return Preview(self._sentence(), after)

    def carry_out(self) -> StepReport:
        before = self._before
        kept = None if before is None else kept_credential(self._context, before).made
        if before is not None:
            self._context.sources.remove(before.name)
        try:
            self._add(self._credential_after(kept))
        except EngineError:
            if before is not None:
                self._restore(before, kept)
            raise
        return StepReport(self._sentence())

    def _add(self, credential: Credential | None) -> None:
        before, wanted = self._before, self._wanted
        added = self._context.sources.add(
            self._call,
            wanted.name,
            self._argument(),
            optional(wanted.type),
            "Trusted" if self._is_trusted() else "None",
            explicit=given(wanted.explicit, before.explicit if before else False),
            priority=given(wanted.priority, before.priority if before else 0),
            credential=credential,
        )
        self._context.log.write("Information", f"source {added.name} added: {added.argument} ({added.identifier})")

    def _restore(self, before: SourceDetails, kept: Credential | None) -> None:
        self._context.sources.add(
            self._call,
            before.name,
            before.argument,
            before.type,
            "Trusted" if before.trusted else "None",
            explicit=before.explicit,
            priority=before.priority,
            credential=kept,
        )
        self._context.log.write("Information", f"source {before.name} added again as it was")

    def _credential_after(self, kept: Credential | None) -> Credential | None:
        """What is wanted; else what was kept, as long as the source stays on its server."""
        wished = _credential(self._wanted)
        if wished is not None or self._before is None:
            return wished
        return kept if origin_of(self._before.argument) == origin_of(self._argument()) else None

    def _argument(self) -> str:
        return given(self._wanted.argument, self._before.argument if self._before else "")

    def _is_trusted(self) -> bool:
        level = given(self._wanted.trust_level, "undefined")
        if level == "undefined":
            return self._before.trusted if self._before else False
        return level == "trusted"

    def _sentence(self) -> str:
        verb = "Add" if self._before is None else "Replace"
        return f"{verb} the source {self._wanted.name} ({self._argument()})"


def _configured(context: Context, name: str) -> SourceDetails | None:
    return next((one for one in context.sources.list() if fold(one.name) == fold(name)), None)


def _credential(wanted: SourceProperties) -> Credential | None:
    return None if isinstance(wanted.credential, UnsetType) else wanted.credential.made


def _state(source: SourceDetails) -> SourceProperties:
    return SourceProperties(
        exist=True,
        name=source.name,
        argument=source.argument,
        type=source.type,
        trust_level="trusted" if source.trusted else "none",
        explicit=source.explicit,
        priority=source.priority,
    )


def _compared(wanted: SourceProperties, state: SourceProperties) -> Iterable[tuple[str, str, str]]:
    """Name, wanted and actual value of each property that is wanted; places and types by what they mean."""
    if isinstance(wanted.argument, str):
        actual = given(state.argument, "")
        same = is_same_place(given(state.type, ""), wanted.argument, actual)
        yield "argument", actual if same else wanted.argument, actual
    if isinstance(wanted.type, str):
        actual = given(state.type, "")
        yield "type", actual if fold(actual) == fold(wanted.type) else wanted.type, actual
    if given(wanted.trust_level, "undefined") != "undefined":
        yield "trustLevel", given(wanted.trust_level, "undefined"), given(state.trust_level, "none")
    if isinstance(wanted.explicit, bool):
        yield "explicit", str(wanted.explicit).lower(), str(state.explicit).lower()
    if isinstance(wanted.priority, int):
        yield "priority", str(wanted.priority), str(state.priority)
