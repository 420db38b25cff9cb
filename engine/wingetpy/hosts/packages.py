"""MSIX packages as every host lists them."""

from __future__ import annotations

from typing import Protocol

import msgspec


class MsixPackage(msgspec.Struct, frozen=True, rename="pascal"):
    """An installed MSIX package as the system lists it."""

    full_name: str
    family_name: str
    display_name: str
    publisher: str
    version: str
    architecture: str
    install_location: str | None = None
    system: bool = False


class Packages(Protocol):
    """The MSIX store. Deployment follows with MSIX; today it is listed only."""

    def installed(self) -> list[MsixPackage]: ...
