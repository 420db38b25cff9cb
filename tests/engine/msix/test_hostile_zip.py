"""Zips that are made to be read differently by two readers, and XML that is made to grow: each is one error."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from time import perf_counter

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from kit.msix import manifest_text
from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.byte_source import MemoryBytes
from wingetpy.msix.cms import certificates_of, read_message
from wingetpy.msix.container import Container
from wingetpy.msix.package import open_package
from wingetpy.msix.part_names import decoded, encoded, key_of

NAME = "made.msix"


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


GOOD = zipped({"AppxManifest.xml": manifest_text().encode(), "a.txt": b"a" * 300})


def opened(data: bytes) -> Container:
    """Open a zip and read all of it."""
    container = Container(MemoryBytes(data, NAME))
    for part in container.parts:
        part.read(1 << 24)
    return container


def _patched(place: int, value: bytes) -> bytes:
    return GOOD[:place] + value + GOOD[place + len(value) :]


def _end() -> int:
    return GOOD.rindex(b"PK\x05\x06")


def _directory() -> int:
    return GOOD.index(b"PK\x01\x02")


def _text_after_the_end() -> bytes:
    return GOOD + b"more"


def _comment() -> bytes:
    return _patched(_end() + 20, struct.pack("<H", 4)) + b"more"


def _text_before_the_first() -> bytes:
    shifted = bytearray(b"MZ" + GOOD)
    place = _end() + 2 + 16
    struct.pack_into("<I", shifted, place, _directory() + 2)
    return bytes(shifted)


def _something_hidden_behind_the_directory() -> bytes:
    return GOOD[: _end()] + b"hidden" + GOOD[_end() :]


def _fewer_entries_than_there_are() -> bytes:
    return _patched(_end() + 8, struct.pack("<HH", 1, 1))


def _another_name_in_the_local_record() -> bytes:
    return _patched(30, b"B")


def _another_method_in_the_local_record() -> bytes:
    return _patched(8, struct.pack("<H", 0))


def _encrypted() -> bytes:
    return _patched(_directory() + 8, struct.pack("<H", 1))


def _bzip2() -> bytes:
    return zipped({"AppxManifest.xml": b"x" * 900}, zipfile.ZIP_BZIP2)


def _larger_than_it_says() -> bytes:
    data = bytearray(GOOD)
    place = _directory() + 24
    struct.pack_into("<I", data, place, struct.unpack_from("<I", data, place)[0] - 1)
    return bytes(data)


def _behind_the_file() -> bytes:
    return _patched(_directory() + 20, struct.pack("<I", 1 << 30))


def _two_parts_at_one_place() -> bytes:
    second = GOOD.index(b"PK\x01\x02", _directory() + 4)
    return _patched(second + 42, struct.pack("<I", 0))


def _twice_in_another_case() -> bytes:
    return zipped({"a.txt": b"1", "A.TXT": b"2"})


def _locator_without_a_record() -> bytes:
    end = GOOD[_end() :]
    wide = end[:8] + struct.pack("<HHII", 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF) + end[20:]
    return GOOD[: _end()] + b"PK\x06\x07" + struct.pack("<IQI", 0, 1 << 60, 1) + wide


def _encrypted_package() -> bytes:
    return b"EXBH" + bytes(2_000)


def _a_part_below_a_part() -> bytes:
    return zipped({"a": b"1", "A/b.txt": b"2"})


def _a_piece_of_a_part() -> bytes:
    return zipped({"a.txt/[0].piece": b"1", "a.txt/[1].last.piece": b"2"})


def _relationships() -> bytes:
    return zipped({"_rels/.rels": b"<a/>"})


def _out_of_the_folder() -> bytes:
    return zipped({"%2e%2e/a.txt": b"1"})


def _a_folder_of_windows() -> bytes:
    return zipped({"microsoft.system.package.metadata/a.txt": b"1"})


def _damaged_data() -> bytes:
    second = GOOD.index(b"PK\x03\x04", 4)
    return _patched(second + 30 + len("a.txt"), b"\xff")


WRONG = [
    (_text_after_the_end, ErrorCode.AppxCorruptContent),
    (_comment, ErrorCode.AppxCorruptContent),
    (_text_before_the_first, ErrorCode.OpcZipInconsistentFileItem),
    (_something_hidden_behind_the_directory, ErrorCode.OpcZipCorruptedArchive),
    (_fewer_entries_than_there_are, ErrorCode.OpcZipCorruptedArchive),
    (_another_name_in_the_local_record, ErrorCode.OpcZipInconsistentFileItem),
    (_another_method_in_the_local_record, ErrorCode.OpcZipInconsistentFileItem),
    (_encrypted, ErrorCode.OpcZipUnsupportedArchive),
    (_bzip2, ErrorCode.OpcZipUnsupportedArchive),
    (_larger_than_it_says, ErrorCode.AppxCorruptContent),
    (_behind_the_file, ErrorCode.OpcZipIncorrectDataSize),
    (_two_parts_at_one_place, ErrorCode.OpcZipInconsistentDirectory),
    (_twice_in_another_case, ErrorCode.OpcZipDuplicateName),
    (_locator_without_a_record, ErrorCode.OpcZipCorruptedArchive),
    (_encrypted_package, ErrorCode.AppxInvalidKeyInfo),
    (_a_part_below_a_part, ErrorCode.AppxCorruptContent),
    (_a_piece_of_a_part, ErrorCode.AppxInterleavingNotAllowed),
    (_relationships, ErrorCode.AppxRelationshipsNotAllowed),
    (_out_of_the_folder, ErrorCode.AppxCorruptContent),
    (_a_folder_of_windows, ErrorCode.AppxCorruptContent),
    (_damaged_data, ErrorCode.OpcZipDecompressionFailed),
]


def test_the_zip_that_the_others_are_made_of_is_good() -> None:
    assert [part.name for part in opened(GOOD).parts] == ["AppxManifest.xml", "a.txt"]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
def test_a_zip_that_can_be_read_in_two_ways_is_refused(wrong: Callable[[], bytes], code: ErrorCode) -> None:
    with pytest.raises(MsixError) as caught:
        opened(wrong())
    assert caught.value.code is code, caught.value.text
    assert NAME in caught.value.text
    assert caught.value.remedy


def test_a_part_is_not_unpacked_beyond_what_is_allowed() -> None:
    bomb = zipped({"bomb": bytes(1 << 24)})
    assert len(bomb) < 1 << 16
    with pytest.raises(MsixError) as caught:
        Container(MemoryBytes(bomb, NAME)).need("bomb").read(1 << 20)
    assert "16,777,216" in caught.value.text


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt", "a/../../b", "/a", "C:/a", "a//b", "a\\b", "a/", "nul", "aux.txt", "a.", "a ", "a:b", "a*b",
        "_rels/.rels", "a/_rels/b.rels", "%2e%2e/a", "a%2f..%2fb", "%zz", "%ff", "x" * 300,
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    with pytest.raises(MsixError):
        decoded(name.encode(), NAME)


@pytest.mark.parametrize("name", ["Assets/Ünïcode ß.png", "a+b (1)/c#d.txt", "[Content_Types].xml", "a/b/c.d.e"])
def test_other_names_come_back(name: str) -> None:
    assert decoded(encoded(name), NAME) == name
    assert key_of(name.replace("/", "\\").upper()) == key_of(name)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Package>&b;</Package>',
        '<!DOCTYPE p SYSTEM "file:///etc/passwd"><Package/>',
        '<!DOCTYPE p [<!ENTITY x SYSTEM "http://localhost/">]><Package>&x;</Package>',
        "<Package>",
        "<Package xmlns:a='x'><b:c/></Package>",
        '<?xml version="1.0" encoding="nonsense"?><Package/>',
        "",
        "\x00\x01",
        "<a>" * 200_000,
        "<Other/>",
        manifest_text(name="ab"),
        manifest_text(version="1.2.3"),
        manifest_text(publisher="nobody"),
        manifest_text().replace("10.0.17763.0", "ten"),
    ],
    ids=lambda text: text[:24],
)
def test_a_manifest_that_is_none_is_one_error(text: str) -> None:
    with pytest.raises(MsixError) as caught:
        open_package(MemoryBytes(zipped({"AppxManifest.xml": text.encode()}), NAME))
    assert NAME in caught.value.text


@pytest.mark.parametrize("element", [b"<a/>", b'<a b="c" d="e"/>'], ids=["elements", "attributes"])
def test_xml_that_grows_in_memory_is_refused(element: bytes) -> None:
    """A manifest is read before its signature: that takes no more time than it must."""
    marks = element.count(b"<") + element.count(b"=")
    grown = manifest_text().encode().replace(b"</Package>", element * (500_001 // marks) + b"</Package>")
    began = perf_counter()
    with pytest.raises(MsixError, match="too many elements") as refused:
        open_package(MemoryBytes(zipped({"AppxManifest.xml": grown}), NAME))
    assert refused.value.code is ErrorCode.AppxInvalidManifest
    assert perf_counter() - began < 2


def test_a_manifest_with_more_than_any_application_has_is_read() -> None:
    extensions = b'<Extension Category="c"/>' * 50_000
    large = manifest_text().encode().replace(b"</Package>", b"<Extensions>" + extensions + b"</Extensions></Package>")
    assert open_package(MemoryBytes(zipped({"AppxManifest.xml": large}), NAME)).identity.name


@pytest.mark.parametrize(
    "first", [b"\x3f", b"\x30\x84\x00\x0f\xff\xff\x06\x84\x00\x0f\xff\xf9"], ids=["tag", "identifier"]
)
def test_a_signature_with_a_number_of_a_megabyte_is_damaged(first: bytes) -> None:
    with pytest.raises(MsixError) as caught:
        read_message(first + b"\xff" * (1 << 20), NAME)
    assert caught.value.code is ErrorCode.TrustBadDigest


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Somebody")])
    start = datetime.datetime(2026, 1, 1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start.replace(year=2036))
    usage = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.CODE_SIGNING])
    return builder.add_extension(usage, critical=False).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _extension_twice(der: bytes) -> bytes:
    certificate = cms.Certificate.load(der)
    extensions = certificate["tbs_certificate"]["extensions"]
    extensions.append(extensions[0].copy())
    return bytes(certificate.dump(force=True))


def _unknown_version(der: bytes) -> bytes:
    return der.replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07", 1)


@pytest.mark.parametrize("damage", [_extension_twice, _unknown_version])
def test_a_certificate_that_cannot_be_read_is_a_bad_signature(damage: Callable[[bytes], bytes]) -> None:
    certificate = cms.Certificate.load(damage(_certificate()))
    listed = cms.CertificateSet([cms.CertificateChoices("certificate", certificate)])
    with pytest.raises(MsixError) as caught:
        certificates_of({"certificates": listed}, NAME)
    assert caught.value.code is ErrorCode.TrustBadDigest


def test_a_zip_without_parts_is_no_package() -> None:
    with pytest.raises(MsixError) as caught:
        open_package(MemoryBytes(b"PK\5\6" + bytes(18), "empty"))
    assert caught.value.code is ErrorCode.AppxMissingRequiredFile
