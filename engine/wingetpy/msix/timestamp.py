"""When a package was signed, as a time-stamping authority confirms it (RFC 3161)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

from wingetpy.errors import MsixError
from wingetpy.msix.chain import Trust, chain_fault
from wingetpy.msix.cms import Signer, read_message

_TOKEN = "1.3.6.1.4.1.311.3.3.1"
_TOKEN_INFO = "1.2.840.113549.1.9.16.1.4"
_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"


def signing_time(signer: Signer, trust: Trust, package: str) -> datetime | None:
    """Return when a signature was made; None where nobody whom the machine trusts confirms it.

    Args:
        signer: Who signed.
        trust: What the machine trusts.
        package: What the package is called in messages.
    """
    from asn1crypto import tsp  # late: start time

    token = signer.unsigned.get(_TOKEN)
    if token is None:
        return None
    try:
        message = read_message(token.dump(), package)
        info = tsp.TSTInfo.load(message.content, strict=True)
        imprint = info["message_imprint"]
        method = imprint["hash_algorithm"]["algorithm"].native
        digest, made = imprint["hashed_message"].native, info["gen_time"].native
    except (MsixError, ValueError, TypeError, KeyError, AttributeError):  # as if there were none: judged at this time
        return None
    if message.content_type != _TOKEN_INFO or method not in ("sha1", "sha256", "sha384", "sha512"):
        return None
    if not hmac.compare_digest(hashlib.new(method, signer.signature).digest(), digest):
        return None
    made = made.astimezone(UTC)
    return None if chain_fault(message.signer, trust, made, _TIME_STAMPING) else made
