"""Stamps of a time for signatures, as an authority gives them: by RFC 3161, and in the older way of PKCS #9."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from kit.certificates import Holder
from wingetpy.msix.signature import MAGIC

_SHA256 = {"algorithm": "sha256"}

AddStamp = Callable[[bytes], bytes]
"""Returns AppxSignature.p7x with a stamp of the one that it is given."""


def rfc_3161(stamper: Holder, when: datetime, *, of_another: bool = False) -> AddStamp:
    """Return what adds a token. `of_another`: the token is of another signature."""

    def add(signature: bytes) -> bytes:
        message, signer = _opened(signature)
        value = b"another" if of_another else signer["signature"].native
        imprint = tsp.MessageImprint(
            {"hash_algorithm": _SHA256, "hashed_message": hashlib.sha256(value).digest()},
        )
        info = tsp.TSTInfo(
            {"version": "v1", "policy": "1.2.3.4", "message_imprint": imprint, "serial_number": 1, "gen_time": when}
        )
        content = info.dump()
        data = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [_SHA256],
                "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
                "certificates": _certificates(stamper),
                "signer_infos": [_signer_info(stamper, content, "tst_info", None)],
            }
        )
        token = cms.ContentInfo({"content_type": "signed_data", "content": data})
        return _with(message, signer, "microsoft_time_stamp_token", token)

    return add


def pkcs_9(stamper: Holder, when: datetime) -> AddStamp:
    """Return what adds a countersignature."""

    def add(signature: bytes) -> bytes:
        message, signer = _opened(signature)
        info = _signer_info(stamper, signer["signature"].native, "data", when)
        for certificate in _certificates(stamper):
            message["content"]["certificates"].append(certificate)
        return _with(message, signer, "counter_signature", info)

    return add


def _opened(signature: bytes) -> tuple[Any, Any]:
    message = cms.ContentInfo.load(signature.removeprefix(MAGIC))
    return message, message["content"]["signer_infos"][0]


def _with(message: Any, signer: Any, kind: str, value: Any) -> bytes:
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]})])
    return MAGIC + bytes(message.dump(force=True))


def _certificates(holder: Holder) -> list[Any]:
    ders = [holder.der, *(one.public_bytes(Encoding.DER) for one in holder.issuers[:-1])]
    return [cms.CertificateChoices("certificate", x509.Certificate.load(der)) for der in ders]


def _signer_info(holder: Holder, content: bytes, kind: str, when: datetime | None) -> Any:
    """Sign a content, and the time where there is one."""
    assert isinstance(holder.key, rsa.RSAPrivateKey)
    attributes = [
        cms.CMSAttribute({"type": "content_type", "values": [kind]}),
        cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
    ]
    if when is not None:
        attributes.append(cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": when})]}))
    signed = cms.CMSAttributes(attributes)
    own = x509.Certificate.load(holder.der)
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number}),
            ),
            "digest_algorithm": algos.DigestAlgorithm(_SHA256),
            "signed_attrs": signed,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
            "signature": holder.key.sign(signed.dump(), padding.PKCS1v15(), hashes.SHA256()),
        }
    )
