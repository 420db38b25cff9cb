"""The table of resources: by the name in documents and by the word of the command line."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import msgspec

from wingetpy.desired.resource import DesiredResource
from wingetpy.errors import BadRequest
from wingetpy.model.text import fold

AnyResource = DesiredResource[Any]


class Kind(msgspec.Struct, frozen=True):
    """One line of the table; its module is imported when it is first asked for.

    Attributes:
        type: The name in documents, after the owner.
        word: The word of the command line.
        place: Module and class, below this room.
        other_types: Further names in documents, without case: the reference's own, with their owners.
    """

    type: str
    word: str
    place: str
    other_types: tuple[str, ...] = ()

    def resource(self) -> AnyResource:
        """The resource."""
        module, _, name = self.place.partition(":")
        make: Callable[[], AnyResource] = getattr(import_module(f"wingetpy.desired.{module}"), name)
        return make()


OWNER = "WinGetPy"
KINDS = (
    Kind("Package", "package", "packages.package:PackageResource", ("Microsoft.WinGet/Package",)),
    Kind("PackageList", "package-list", "packages.package_list:PackageListResource"),
    Kind("Source", "source", "sources:SourceResource", ("Microsoft.WinGet/Source",)),
    Kind("Pin", "pin", "pins:PinResource"),
    Kind("UserSettings", "user-settings-file", "user_settings:UserSettingsResource",
         ("Microsoft.WinGet/UserSettingsFile",)),
    Kind("AdminSettings", "admin-settings", "admin_settings:AdminSettingsResource",
         ("Microsoft.WinGet/AdminSettings",)),
)  # fmt: skip


def kind_named(name: str) -> Kind:
    """Return the resource of a type or of a word, without case. Raises BadRequest for another."""
    wanted = fold(name)
    for kind in KINDS:
        if wanted in map(fold, (kind.type, f"{OWNER}/{kind.type}", kind.word, *kind.other_types)):
            return kind
    raise BadRequest(
        f"There is no resource {name!r}.", target=name, remedy=f"Use {', '.join(kind.word for kind in KINDS)}."
    )
