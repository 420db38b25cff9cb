"""Which versions the pins of a package let through."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from wingetpy.model.pin import Pin, PinType
from wingetpy.model.version import Version


class PinConsent(StrEnum):
    """Which pins a request overrules."""

    none = "none"
    """None: the package is one of many."""
    named = "named"
    """Pinning pins: the package was named."""
    included = "included"
    """Pinning pins and skipped versions: the request includes them, or names the version."""
    every = "every"
    """All: the request forces it."""

    def overrules(self, pin: Pin) -> bool:
        """Whether a pin does not count."""
        match self:
            case PinConsent.none:
                return False
            case PinConsent.named:
                return pin.type is PinType.pinning
            case PinConsent.included:
                return pin.type in (PinType.pinning, PinType.skip)
            case PinConsent.every:
                return True


class PinGuard(msgspec.Struct, frozen=True):
    """The pins of one package, and what the request overrules of them."""

    pins: tuple[Pin, ...] = ()
    consent: PinConsent = PinConsent.none

    def preventing(self, version: Version) -> Pin | None:
        """Return the strictest pin that does not let this version through; None if all do."""
        return strictest(pin for pin in self.pins if not self.consent.overrules(pin) and not pin.fits(version))

    def lets(self, version: Version) -> bool:
        """Whether no pin prevents this version."""
        return self.preventing(version) is None


def strictest(pins: Iterable[Pin]) -> Pin | None:
    """Return the pin that prevents most; None of none."""
    return max(pins, key=lambda pin: pin.type.strictness, default=None)
