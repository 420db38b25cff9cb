"""When a package was signed, as a time-stamping authority confirms it: by RFC 3161, or as PKCS #9 countersigns."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from wingetpy.errors import MsixError
from wingetpy.msix.chain import Trust, chain_fault
from wingetpy.msix.cms import Signer, read_message, read_signer

_TOKEN = "1.3.6.1.4.1.311.3.3.1"
_TOKEN_INFO = "1.2.840.113549.1.9.16.1.4"
_COUNTERSIGNATURE = "1.2.840.113549.1.9.6"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
_IMPRINTS = ("sha1", "sha256", "sha384", "sha512")


def signing_time(signer: Signer, trust: Trust, package: str) -> datetime | None:
    """Return when a signature was made; None where nobody whom the machine trusts confirms it.

    Args:
        signer: Who signed.
        trust: What the machine trusts.
        package: What the package is called in messages.
    """
    token, countersignature = signer.unsigned.get(_TOKEN), signer.unsigned.get(_COUNTERSIGNATURE)
    try:
        if token is not None:
            stamper, made = _of_token(token, signer, package)
        elif countersignature is not None:
            stamper = read_signer(countersignature, signer.certificates, signer.signature, package)
            made = stamper.signed[_SIGNING_TIME].native
        else:
            return None
    except (MsixError, ValueError, TypeError, KeyError, AttributeError):  # as if there were none: judged at this time
        return None
    made = made.astimezone(UTC)
    return None if chain_fault(stamper, trust, made, _TIME_STAMPING) else made


def _of_token(token: Any, signer: Signer, package: str) -> tuple[Signer, datetime]:
    """Return who confirms a signature, and its time. Raises where the token is damaged or of another signature."""
    from asn1crypto import tsp  # late: start time

    message = read_message(token.dump(), package)
    info = tsp.TSTInfo.load(message.content, strict=True)
    imprint = info["message_imprint"]
    method = imprint["hash_algorithm"]["algorithm"].native
    if message.content_type != _TOKEN_INFO or method not in _IMPRINTS:
        raise ValueError("it is no stamp of a time")
    if not hmac.compare_digest(hashlib.new(method, signer.signature).digest(), imprint["hashed_message"].native):
        raise ValueError("it is of another signature")
    made: datetime = info["gen_time"].native
    return message.signer, made
