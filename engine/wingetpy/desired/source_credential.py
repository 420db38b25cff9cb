"""The credential of a source in a document: it is compared, and what it consists of is said, never what is in it."""

from __future__ import annotations

from typing import Annotated, Self

import msgspec
from msgspec import Meta

from wingetpy.desired.properties import SECRET
from wingetpy.desired.resource import Drift
from wingetpy.model.credential import LONGEST_SECRET, Credential
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text
from wingetpy.sources.details import SourceDetails

Secret = Annotated[str, Meta(max_length=LONGEST_SECRET, extra_json_schema=SECRET)]


class SourceCredential(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What a server asks for: headers by name, a token, a user with a password, a certificate (docs/sources.md)."""

    headers: dict[str, Secret] = {}
    token: Secret | None = None
    user: Text | None = None
    password: Secret | None = None
    certificate: Text | None = None
    certificate_password: Secret | None = None

    def __repr__(self) -> str:
        return repr(self.made)

    @classmethod
    def of(cls, credential: Credential) -> Self:
        return cls(**{name: getattr(credential, name) for name in cls.__struct_fields__})

    @property
    def made(self) -> Credential:
        """The same as the sources take it."""
        return Credential(**{name: getattr(self, name) for name in self.__struct_fields__})


def kept_credential(context: Context, source: SourceDetails) -> SourceCredential:
    """Return what is kept for a source; empty for nothing. Raises SourceError where it is damaged."""
    bound = context.sources.credential(source.name)
    return SourceCredential() if bound is None else SourceCredential.of(bound.credential)


def drift_of_credential(wanted: Credential | None, kept: Credential | None) -> tuple[Drift, ...]:
    """Return whether another credential is kept than the wanted one; None is not compared."""
    if wanted is None or kept is None or wanted == kept:
        return ()
    actual = "another one" if wanted.kinds == kept.kinds else ", ".join(kept.kinds) or "none"
    return (Drift("credential", ", ".join(wanted.kinds) or "none", actual),)
