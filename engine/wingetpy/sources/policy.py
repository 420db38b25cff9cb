"""What Group Policy says of sources: which there are, which may be added, which may not be removed or changed."""

from __future__ import annotations

from collections.abc import Iterator

from wingetpy.errors import EngineError
from wingetpy.model.file_names import suitable_path_part
from wingetpy.model.text import fold
from wingetpy.settings.policy import ADDITIONAL, Policies, PolicySource, blocked
from wingetpy.sources.checks import check_name, check_no_password, check_secure
from wingetpy.sources.defaults import DEFAULTS, POLICIES
from wingetpy.sources.details import SourceDetails, TrustLevel

_ALLOWED = "EnableAllowedSources"
_ADDITIONAL = "EnableAdditionalSources"


def policy_sources(policies: Policies) -> tuple[SourceDetails, ...]:
    """Return the sources that a policy adds, without those that cannot be used."""
    return tuple(details for details, unusable in _checked(policies) if not unusable)


def unusable_sources(policies: Policies) -> tuple[str, ...]:
    """Return a sentence for each source that a policy adds and that cannot be used."""
    return tuple(
        f"The source {details.name!r} of the policy {ADDITIONAL} is not used: {unusable}"
        for details, unusable in _checked(policies)
        if unusable
    )


def enabled_defaults(policies: Policies) -> tuple[SourceDetails, ...]:
    """Return the default sources that no policy forbids."""
    return tuple(one for one in DEFAULTS if not policies.disables(POLICIES[one.name]))


def is_required(policies: Policies, name: str) -> bool:
    """Whether a policy requires the default source of this name."""
    policy = POLICIES.get(fold(name))
    return policy is not None and policies.enables(policy)


def blocking_policy(policies: Policies, details: SourceDetails) -> str | None:
    """Return the policy that forbids a user's source, one to be added or one that is there; None if none does.

    A source at the place of a default one stands for that. No other may have the name of one that is required.
    """
    for default in DEFAULTS:
        if _place(default) == _place(details):
            return POLICIES[default.name] if policies.disables(POLICIES[default.name]) else None
    if is_required(policies, details.name):
        return POLICIES[fold(details.name)]
    if policies.disables(_ALLOWED):
        return _ALLOWED
    if policies.enables(_ALLOWED) and not any(_is(one, details) for one in policies.allowed or ()):
        return _ALLOWED
    return None


def refuse_blocked(policies: Policies, details: SourceDetails) -> None:
    """Raise EngineError (BlockedByPolicy) where a policy forbids a source."""
    if policy := blocking_policy(policies, details):
        raise blocked(policy, details.name)


def refuse_change(policies: Policies, details: SourceDetails) -> None:
    """Raise EngineError (BlockedByPolicy) for a source that a policy adds or requires: it stays as it is."""
    if details.origin == "Policy":
        raise blocked(_ADDITIONAL, details.name)
    if details.origin == "Default" and is_required(policies, details.name):
        raise blocked(POLICIES[fold(details.name)], details.name)


def _checked(policies: Policies) -> Iterator[tuple[SourceDetails, str]]:
    """The sources that a policy adds, each with the sentence that says why it cannot be used; empty where it can."""
    if not policies.enables(_ADDITIONAL):
        return
    names: set[str] = set()
    folders: set[str] = set()
    for details in map(_details, policies.additional or ()):
        try:
            check_name(details.name)
            check_secure(details.argument)
            check_no_password(details.argument)
            folder = fold(suitable_path_part(details.identifier))
        except (EngineError, ValueError) as error:
            yield details, error.text if isinstance(error, EngineError) else f"Its identifier is no name: {error}."
            continue
        same = "name" if fold(details.name) in names else "identifier" if folder in folders else ""
        yield details, f"An earlier one has its {same}." if same else ""
        names.add(fold(details.name))
        folders.add(folder)


def _details(one: PolicySource) -> SourceDetails:
    return SourceDetails(
        name=one.name,
        type=one.type,
        argument=one.arg,
        identifier=one.identifier,
        data=one.data,
        trust_level=_trust_level(one.trust_level),
        explicit=one.explicit,
        priority=one.priority,
        origin="Policy",
    )


def _trust_level(words: tuple[str, ...]) -> TrustLevel:
    """A word that is none makes the source one that is not trusted, as in the reference."""
    match sorted({word.casefold() for word in words} - {"none"}):
        case ["trusted"]:
            return "Trusted"
        case ["storeorigin"]:
            return "StoreOrigin"
        case ["storeorigin", "trusted"]:
            return "Trusted|StoreOrigin"
        case _:
            return "None"


def _place(details: SourceDetails) -> tuple[str, str]:
    return details.argument.casefold(), details.type.casefold()


def _is(listed: PolicySource, details: SourceDetails) -> bool:
    """Name, type and argument; the identifier of a source to be added is not known yet."""
    return (fold(listed.name), listed.type.casefold(), listed.arg) == (
        fold(details.name), details.type.casefold(), details.argument,
    )  # fmt: skip
