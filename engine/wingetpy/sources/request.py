"""What a source is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, overload

import msgspec

PackageNames = Sequence[tuple[str, str, str | None]]
"""Folded id, folded name and folded moniker of each package, of some hundreds at a time."""


class MatchOption(StrEnum):
    """How a text has to fit. Without case means: after `fold`, also beyond ASCII."""

    equals = "Equals"
    equals_case_insensitive = "EqualsCaseInsensitive"
    starts_with = "StartsWithCaseInsensitive"
    contains = "ContainsCaseInsensitive"


class SearchRequest(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What to look for: all filters hold, and the query fits one of the fields. An empty request means everything.

    Attributes:
        query: Looked for in id, name, moniker, commands and tags; or equal to a product code or family name.
        id: A filter; `*` and `?` are wildcards. So in `name`.
        source: Only this source; also one that is explicit.
        match_option: How the query and the filters have to fit.
        count: At most so many rows; None for all.
        all_versions: What is found has to name all versions, also where a source has to be asked for them.
    """

    query: str | None = None
    id: str | None = None
    name: str | None = None
    moniker: str | None = None
    tag: str | None = None
    command: str | None = None
    source: str | None = None
    match_option: MatchOption = MatchOption.contains
    count: int | None = None
    all_versions: bool = False


class FoundPackage(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, gc=False):
    """One package that was found.

    Attributes:
        version: The newest version.
        available_versions: All versions, newest first in winget's order. A list: of tuples, CPython keeps the memory of
            up to 2,000 of each length.
        match: `field: text` of what fitted, where that is neither the id nor the name.
    """

    id: str
    name: str
    moniker: str | None
    version: str
    available_versions: list[str]
    source: str
    match: str = ""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A found package as its source keeps it; what a caller gets is made of it when it is needed.

    Attributes:
        moniker: Empty where there is none.
        versions: All versions, newest first, a line each.
        fitted: The list in which the query fitted, if it was one.
        tell: Gives of `fitted` and the moniker what is told of the match; None where nothing is.
    """

    id: str
    name: str
    moniker: str
    versions: str
    source: str
    fitted: str | None
    tell: Callable[[str | None, str], str] | None

    def package(self) -> FoundPackage:
        versions = self.versions.split("\n")
        return FoundPackage(
            id=self.id,
            name=self.name,
            moniker=self.moniker or None,
            version=versions[0],
            available_versions=versions,
            source=self.source,
            match=self.tell(self.fitted, self.moniker) if self.tell else "",
        )


class Ranked(NamedTuple):
    """What one source found, best first.

    Attributes:
        ranks: The rank of each (`match.rank`): the lower, the better it matches.
        truncated: The source has more, but gives no more.
    """

    ranks: list[int]
    packages: list[Hit]
    truncated: bool = False


class FoundPackages(Sequence[FoundPackage]):
    """Found packages in their order, each made when it is looked at: so the first of thousands are there at once."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self.hits = hits

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[FoundPackage]:
        return map(Hit.package, self.hits)

    @overload
    def __getitem__(self, place: int) -> FoundPackage: ...
    @overload
    def __getitem__(self, place: slice) -> FoundPackages: ...
    def __getitem__(self, place: int | slice) -> FoundPackage | FoundPackages:
        if isinstance(place, slice):
            return FoundPackages(self.hits[place])
        return self.hits[place].package()


class SearchResult(msgspec.Struct, frozen=True):
    """Rows in their order, best first. `truncated` if there are more than `count` allowed."""

    rows: FoundPackages
    truncated: bool = False


class PackageReference(msgspec.Struct, frozen=True, rename="pascal"):
    """One package of one source. `source` is the source's name."""

    source: str
    identifier: str
    name: str = ""


class PackageVersion(msgspec.Struct, frozen=True, rename="pascal"):
    """A version of a package as the index knows it.

    `arp_minimum` and `arp_maximum` are the lowest and the highest version under which its installers are listed in Apps
    & Features; empty where the manifest does not say.
    """

    version: str
    arp_minimum: str = ""
    arp_maximum: str = ""


class InstalledKeys(msgspec.Struct, frozen=True, kw_only=True):
    """What an installed program may be recognised by. All as the machine has it, not folded; empty where unknown."""

    package_family_name: str = ""
    product_code: str = ""
    upgrade_codes: tuple[str, ...] = ()
    name: str = ""
    publisher: str = ""


class KeyMatch(msgspec.Struct, frozen=True):
    """A package that may be an installed program. `strong` if a code or a family name says so, not only the names."""

    package: PackageReference
    strong: bool
