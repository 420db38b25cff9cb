"""How much of an index of ours a publisher's may become: a small file must not make a large one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from wingetpy.sources.preindexed.foreign import ForeignPackage

_MOST_PACKAGES = 5_000_000
_MOST_PAIRS_OF_A_PACKAGE = 1_000
"""Of a name and a publisher; the package of the catalogue that has most has 38."""
_SPARE_PAIRS = 50_000
_PAIRS_PER_PACKAGE = 20
"""The catalogue has 1.3."""
_SPARE_TEXT = 8 << 20
_TEXT_PER_BYTE = 4
"""Characters for each byte of the publisher's file; the catalogue has less than one."""


class Allowance:
    """Counts what the packages of one index hold.

    Args:
        size: Bytes of the publisher's file.
    """

    def __init__(self, size: int) -> None:
        self._most_text = _SPARE_TEXT + _TEXT_PER_BYTE * size
        self._packages = 0
        self._pairs = 0
        self._text = 0

    def excess_with(self, package: ForeignPackage) -> str | None:
        """Count a package; return what is too much now, None where nothing is."""
        self._packages += 1
        pairs = [len(name) + len(publisher) for name, publisher in pairs_of(package)]
        self._pairs += len(pairs)
        self._text += sum(pairs) + _length(package)
        if self._packages > _MOST_PACKAGES:
            return f"it has more than {_MOST_PACKAGES:,} packages"
        if self._pairs > _SPARE_PAIRS + _PAIRS_PER_PACKAGE * self._packages:
            return "its packages have too many names and publishers"
        if self._text > self._most_text:
            return "its packages have far more text than its file"
        return None


def pairs_of(package: ForeignPackage) -> Iterator[tuple[str, str]]:
    """Yield each name of a package with each publisher; of a package that has too many, the first ones."""
    return islice(product(package.names, package.publishers), _MOST_PAIRS_OF_A_PACKAGE)


def _length(package: ForeignPackage) -> int:
    """Return the characters of a package's own values."""
    codes = (package.package_family_names, package.product_codes, package.upgrade_codes)
    lists = (package.commands, package.tags, *codes)
    return sum(one.length for one in package.versions) + sum(len(value) for values in lists for value in values)
