"""A call whose caller accepts the agreements of sources: a document said so."""

from __future__ import annotations

from msgspec.structs import replace

from wingetpy.model.call import Call, CallThrough


def agreeing(call: Call, accepts: bool) -> Call:
    """Return the call, as one that accepts agreements where a document does."""
    return CallThrough(call, call.proxy, replace(call.access, accept_agreements=True)) if accepts else call
