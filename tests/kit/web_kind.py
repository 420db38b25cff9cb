"""A type of sources at an https address that notes the credentials it is given; its servers never answer a search."""

from __future__ import annotations

from kit.toy_source import Service, ToyKind
from wingetpy.errors import SourceError
from wingetpy.model.call import Call
from wingetpy.model.credential import BoundCredential
from wingetpy.sources.details import SourceDetails, SourceUpdate
from wingetpy.sources.source import Source, SourceAccess, SourceHome, SourceLocation


class WebKind(ToyKind):
    """A toy service at an https address that notes what it is given."""

    type = "Test.Web"

    def __init__(self) -> None:
        super().__init__({"web": Service()})
        self.given: list[BoundCredential | None] = []

    def recognises(self, argument: str) -> bool:
        return argument.startswith("https://")

    def locate(self, argument: str, call: Call, access: SourceAccess) -> SourceLocation:
        self.given.append(access.credential)
        return SourceLocation(argument, "Web_1")

    def make(self, details: SourceDetails, home: SourceHome) -> Source:
        return NotingSource(details, self.given)


class NotingSource:
    def __init__(self, details: SourceDetails, given: list[BoundCredential | None]) -> None:
        self.details = details
        self._given = given

    def open(self, call: Call, access: SourceAccess) -> object:
        self._given.append(access.credential)
        raise SourceError(f"refused {access.credential and access.credential.credential.token}")

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        self._given.append(access.credential)
        return SourceUpdate(name=self.details.name, changed=False, seconds=0.0)

    def close(self) -> None:
        """Nothing is open."""
