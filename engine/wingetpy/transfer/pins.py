"""Pinned keys: a server is trusted only where one of them signed its certificate, or that of its issuer.

The system's own check comes first (chain, dates, name). What is pinned comes after the handshake and before the first
byte of a request. A key of the leaf itself does not count: the pins are keys of authorities, as winget pins them.
"""

from __future__ import annotations

import base64
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_LONGEST_CHAIN = 10


class PinMismatch(ssl.SSLError):
    """The server's certificate is trusted by the system, but not signed by any of the pinned keys."""


class PinnedKeys:
    """Public keys of authorities.

    Args:
        keys: Each a SubjectPublicKeyInfo in DER, as base64.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(base64.b64decode(key) for key in keys)

    def check(self, presented: Iterable[bytes]) -> None:
        """Follow the signatures from the server's certificate upwards to a pinned key.

        Args:
            presented: The certificates that the server sent, in DER, its own first.

        Raises:
            PinMismatch: no signature in the chain is of a pinned key.
        """
        from cryptography.hazmat.primitives.serialization import load_der_public_key  # late: start time
        from cryptography.x509 import InvalidVersion, load_der_x509_certificate

        try:
            certificates = [load_der_x509_certificate(der) for der in presented]
        except (ValueError, InvalidVersion) as error:
            raise PinMismatch("a certificate of the server cannot be read") from error
        keys = [load_der_public_key(key) for key in self._keys]
        current = certificates[0] if certificates else None
        for _ in range(_LONGEST_CHAIN):
            if current is None:
                break
            if any(_is_signed_by(current, key) for key in keys):
                return
            current = next((one for one in certificates if one != current and _is_issued_by(current, one)), None)
        raise PinMismatch("the certificate of the server is not one of the pinned authorities'")


def _is_issued_by(certificate: Certificate, issuer: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature  # late: start time
    from cryptography.x509 import (
        BasicConstraints,
        DuplicateExtension,
        ExtensionNotFound,
        UnsupportedGeneralNameType,
    )

    unreadable = (DuplicateExtension, ExtensionNotFound, UnsupportedGeneralNameType)
    try:
        if not issuer.extensions.get_extension_for_class(BasicConstraints).value.ca:
            return False
        certificate.verify_directly_issued_by(issuer)
    except (*unreadable, InvalidSignature, ValueError, TypeError):
        return False
    return True


def _is_signed_by(certificate: Certificate, key: Any) -> bool:
    from cryptography.exceptions import InvalidSignature  # late: start time
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    parameters = certificate.signature_algorithm_parameters
    try:
        if isinstance(key, rsa.RSAPublicKey) and not isinstance(parameters, ec.ECDSA):
            key.verify(signature, signed, parameters, certificate.signature_hash_algorithm)  # type: ignore[arg-type]
        elif isinstance(key, ec.EllipticCurvePublicKey) and isinstance(parameters, ec.ECDSA):
            key.verify(signature, signed, parameters)
        else:
            return False
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def pinned_context(pins: PinnedKeys) -> ssl.SSLContext:
    """Return a context with the system's certificates that also requires a pinned key."""
    import truststore  # late: start time

    class PinnedContext(truststore.SSLContext):  # type: ignore[misc, name-defined, unused-ignore]
        def wrap_socket(self, *arguments: Any, **more: Any) -> ssl.SSLSocket:
            wrapped: ssl.SSLSocket = super().wrap_socket(*arguments, **more)
            try:
                pins.check(_presented(wrapped))
            except BaseException:
                wrapped.close()
                raise
            return wrapped

        def wrap_bio(self, *arguments: Any, **more: Any) -> ssl.SSLObject:
            wrapped: ssl.SSLObject = super().wrap_bio(*arguments, **more)  # for a proxy that is reached by https
            shake_hands = wrapped.do_handshake

            def do_handshake() -> None:
                shake_hands()
                pins.check(_presented(wrapped))

            wrapped.do_handshake = do_handshake  # type: ignore[method-assign]
            return wrapped

    context: ssl.SSLContext = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    return context


def _presented(connection: Any) -> list[bytes]:
    """The certificates that the server sent, in DER. Public only from Python 3.13 on; before, as truststore does."""
    while not hasattr(connection, "get_unverified_chain"):
        connection = connection._sslobj
    chain = connection.get_unverified_chain() or ()
    return [one if isinstance(one, bytes) else ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in chain]
