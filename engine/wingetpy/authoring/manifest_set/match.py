"""Which new installer takes the place of which installers of an older version."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.authoring.manifest_set.version_text import with_version
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller
from wingetpy.errors import Ambiguous, ErrorCode, NotApplicable
from wingetpy.model.technology import parse_installer_type, traits_of


class OldInstaller(msgspec.Struct, frozen=True, kw_only=True):
    """An installer of the older version with what it inherits. `type` is what is run in the end; "": not given."""

    architecture: str
    type: str
    is_archive: bool
    scope: str
    locale: str

    @property
    def text(self) -> str:
        """What it is called in messages: `x64|nullsoft|machine`."""
        return "|".join(word for word in (self.architecture, self.type, self.scope, self.locale) if word)


class OldGroup(msgspec.Struct, frozen=True, kw_only=True):
    """All installers of the older version that have one URL; `places` are theirs in the manifest."""

    url: str
    places: tuple[int, ...]
    installers: tuple[OldInstaller, ...]

    @property
    def text(self) -> str:
        return ", ".join(dict.fromkeys(one.text for one in self.installers))


def match(
    obtained: Sequence[ObtainedInstaller], groups: Sequence[OldGroup], old: str, new: str
) -> list[ObtainedInstaller]:
    """Return the new installer of each group.

    A URL that differs from an old one by the version alone takes its place, and so does one whose last part does.
    Others must fit by architecture and type; where several fit, what the caller or the installer itself says of scope,
    locale and type decides, and then that an installer is the only one left.

    Args:
        old, new: The versions.

    Raises:
        NotApplicable: an installer fits no group, or a group has no installer.
        Ambiguous: an installer fits several groups.
    """
    chosen: dict[int, int] = {}
    for part in (str, _last_name):
        for place, installer in enumerate(obtained):
            taken = chosen.values()
            same = [
                at
                for at, one in enumerate(groups)
                if at not in taken and _is_same(part(installer.url), part(one.url), old, new)
            ]
            if place not in chosen and len(same) == 1 and _fits(installer, groups[same[0]], strict=False):
                chosen[place] = same[0]
    left = [place for place in range(len(obtained)) if place not in chosen]
    while left:
        free = [at for at in range(len(groups)) if at not in chosen.values()]
        fitting = {place: _fitting(obtained[place], groups, free) for place in left}
        for place, candidates in fitting.items():
            if not candidates:
                raise _no_group(obtained[place], [groups[at] for at in free] or list(groups))
        single = next((place for place in left if len(fitting[place]) == 1), None)
        if single is None:
            single = _only_taker(fitting)
        if single is None:
            raise _ambiguous(obtained[left[0]], [groups[at] for at in fitting[left[0]]])
        chosen[single] = fitting[single][0]
        left.remove(single)
    by_group = {at: obtained[place] for place, at in chosen.items()}
    if missing := [one for at, one in enumerate(groups) if at not in by_group]:
        raise NotApplicable(
            f"No installer is given in place of {'; '.join(f'{one.text} ({one.url})' for one in missing)}.",
            code=ErrorCode.NoApplicableInstaller,
            remedy="Give one URL for each installer of the older version, or none to derive them from its URLs.",
        )
    return [by_group[at] for at in range(len(groups))]


def _is_same(new_text: str, old_text: str, old: str, new: str) -> bool:
    return new_text.casefold() in (with_version(old_text, old, new).casefold(), old_text.casefold())


def _last_name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _fitting(installer: ObtainedInstaller, groups: Sequence[OldGroup], free: Sequence[int]) -> list[int]:
    """Return the free groups that an installer fits; those that it fits in every respect, if there are such."""
    loose = [at for at in free if _fits(installer, groups[at], strict=False)]
    strict = [at for at in loose if _fits(installer, groups[at], strict=True)]
    return strict or loose


def _fits(installer: ObtainedInstaller, group: OldGroup, *, strict: bool) -> bool:
    return any(_fits_one(installer, one, strict=strict) for one in group.installers)


def _fits_one(installer: ObtainedInstaller, one: OldInstaller, *, strict: bool) -> bool:
    """Whether an installer can take the place of an old one. What the caller says of it must always hold."""
    wanted, facts = installer.wanted, installer.facts
    said = (
        (wanted.architecture, one.architecture),
        (wanted.scope, one.scope),
        (wanted.locale.casefold(), one.locale.casefold()),
        (wanted.installer_type, one.type),
    )
    if any(word and word != value for word, value in said):
        return False
    if not wanted.architecture and facts.architectures and one.architecture not in facts.architectures:
        runs_there = one.architecture == "neutral" or not facts.firm
        if strict or not runs_there:
            return False
    if not wanted.installer_type and not _same_family(facts.effective_type, one.type, strict=strict):
        return False
    if one.is_archive != (facts.installer_type == "zip"):
        return False
    return not (strict and not wanted.scope and facts.scope and one.scope and facts.scope != one.scope)


def _same_family(new: str, old: str, *, strict: bool) -> bool:
    """Whether types can stand for each other: what a program's file is, is sometimes a guess."""
    if new == old or not old:
        return True
    if strict:
        return False
    programs = ("exe", "inno", "nullsoft", "burn", "portable")
    family = traits_of(parse_installer_type(new)).family
    return (new in programs and old in programs) or (
        family != "" and family == traits_of(parse_installer_type(old)).family
    )


def _only_taker(fitting: dict[int, list[int]]) -> int | None:
    """Return an installer that alone fits one group, with that group first in its list; None if there is none."""
    for place, candidates in fitting.items():
        for at in candidates:
            if sum(at in others for others in fitting.values()) == 1:
                candidates.remove(at)
                candidates.insert(0, at)
                return place
    return None


def _no_group(installer: ObtainedInstaller, groups: Sequence[OldGroup]) -> NotApplicable:
    facts = installer.facts
    what = "|".join(word for word in ("/".join(facts.architectures), facts.effective_type, facts.scope) if word)
    return NotApplicable(
        f"The installer '{installer.url}' ({what}) fits no installer of the older version:"
        f" {'; '.join(one.text for one in groups)}.",
        code=ErrorCode.NoApplicableInstaller,
        target=installer.url,
        remedy="Say which one it is for behind its URL, as in URL|x64|machine.",
    )


def _ambiguous(installer: ObtainedInstaller, groups: Sequence[OldGroup]) -> Ambiguous:
    return Ambiguous(
        f"The installer '{installer.url}' fits several installers of the older version:"
        f" {'; '.join(one.text for one in groups)}.",
        code=ErrorCode.InvalidClArguments,
        target=installer.url,
        remedy="Say which one it is for behind its URL, as in URL|x64|machine.",
    )
