"""Which packages are trusted, and which are not the ones that were signed."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from kit import msix_file
from kit.certificates import CODE_SIGNING, Holder, authority, publisher, subject
from kit.msix import make_package
from kit.time_stamps import AddStamp, pkcs_9, rfc_3161
from wingetpy.errors import ErrorCode, MsixError
from wingetpy.hosts.trusted_certificates import machine_trust
from wingetpy.msix.byte_source import FileBytes, MemoryBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.distinguished import publisher_of
from wingetpy.msix.package import VerifiedPackage, open_package, verify_package
from wingetpy.msix.zip_directory import read_directory

DAY = timedelta(days=1)
TIME_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING


@pytest.fixture(scope="module")
def root() -> Holder:
    return authority()


def verified(path: Path, trust: Trust | None, *, unsigned: bool = False) -> VerifiedPackage:
    with FileBytes(path) as file:
        return verify_package(open_package(file), trust, unsigned=unsigned)


def refused(path: Path, trust: Trust | None) -> MsixError:
    with pytest.raises(MsixError) as caught:
        verified(path, trust)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_package_of_a_trusted_authority_is_taken(root: Holder, kind: str, tmp_path: Path) -> None:
    between = authority("Between", root, number=3)
    path = make_package(tmp_path / "a.msix", publisher(between, kind=kind))
    package = verified(path, Trust([root.der]))
    assert package.package.identity.family_name.startswith("Contoso.Tool_")
    assert package.signature is not None


def test_a_publisher_can_be_trusted_alone(tmp_path: Path) -> None:
    own = publisher()
    path = make_package(tmp_path / "a.msix", own)
    assert verified(path, Trust(people=[own.der])).signature is not None
    assert refused(path, Trust([authority().der])).code is ErrorCode.CertUntrustedRoot


def test_nobody_is_trusted_without_roots(root: Holder, tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", publisher(root))
    assert refused(path, Trust()).code is ErrorCode.CertChaining


def test_a_root_of_the_same_name_does_not_vouch(root: Holder, tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", publisher(root))
    other = authority(number=7)
    assert refused(path, Trust([other.der])).code is ErrorCode.CertChaining


def test_a_publisher_does_not_vouch_for_another(root: Holder, tmp_path: Path) -> None:
    middle = publisher(root, subject("Not an authority"))
    path = make_package(tmp_path / "a.msix", publisher(middle))
    assert refused(path, Trust([root.der])).code is ErrorCode.CertChaining


def test_an_expired_certificate_is_refused(root: Holder, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    expired = publisher(root, not_before=now - 9 * DAY, not_after=now - DAY)
    error = refused(make_package(tmp_path / "a.msix", expired), Trust([root.der]))
    assert error.code is ErrorCode.CertExpired
    assert f"{now - DAY:%Y-%m-%d}" in error.text


def test_a_certificate_for_servers_signs_no_packages(root: Holder, tmp_path: Path) -> None:
    server = publisher(root, usages=(ExtendedKeyUsageOID.SERVER_AUTH,))
    assert refused(make_package(tmp_path / "a.msix", server), Trust([root.der])).code is ErrorCode.CertWrongUsage


def test_the_publisher_is_the_signer(root: Holder, tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", publisher(root), publisher="CN=Fabrikam")
    error = refused(path, Trust([root.der]))
    assert error.code is ErrorCode.BadFormat
    assert "CN=Fabrikam" in error.text


def test_a_package_without_signature_is_refused_unless_allowed(tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", None)
    assert refused(path, Trust()).code is ErrorCode.TrustNoSignature
    assert verified(path, Trust(), unsigned=True).signature is None


def test_no_byte_that_is_signed_can_be_changed(root: Holder, tmp_path: Path) -> None:
    """Every 41st byte in turn: each change is an error, or one of the signature's own record that changes nothing."""
    good = make_package(tmp_path / "a.msix", publisher(root), [("a.txt", b"text" * 300)]).read_bytes()
    signature = good.index(b"PK\x03\x04", good.index(b"AppxBlockMap.xml"))
    trust = Trust([root.der])
    for place in range(0, len(good), 41):
        changed = good[:place] + bytes((good[place] ^ 0x41,)) + good[place + 1 :]
        try:
            package = verify_package(open_package(MemoryBytes(changed, "changed")), trust)
        except MsixError:
            continue
        assert place >= signature
        assert package.read_part("a.txt", 1 << 20) == b"text" * 300


def test_no_end_can_be_cut_off(root: Holder, tmp_path: Path) -> None:
    good = make_package(tmp_path / "a.msix", publisher(root)).read_bytes()
    changed = tmp_path / "changed.msix"
    for size in range(0, len(good), 211):
        changed.write_bytes(good[:size])
        with pytest.raises(MsixError):
            verified(changed, Trust([root.der]))


def test_a_signature_does_not_fit_another_package(root: Holder, tmp_path: Path) -> None:
    import zipfile

    signer = publisher(root)
    one = make_package(tmp_path / "a.msix", signer)
    with zipfile.ZipFile(make_package(tmp_path / "b.msix", signer, [("tool.exe", b"other")])) as other:
        signature = other.read("AppxSignature.p7x")
    moved = tmp_path / "moved.msix"
    with zipfile.ZipFile(one) as source, zipfile.ZipFile(moved, "w") as target:
        for name in source.namelist():
            target.writestr(name, signature if name == "AppxSignature.p7x" else source.read(name))
    assert refused(moved, Trust([root.der])).code is ErrorCode.TrustBadDigest


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (subject("Contoso"), "CN=Contoso, O=Contoso, C=US"),
        (subject('Contoso, "Ltd"'), 'CN="Contoso, ""Ltd""", O=Contoso, C=US'),
        (subject("Müller GmbH"), "CN=Müller GmbH, O=Contoso, C=US"),
    ],
)
def test_a_subject_is_written_as_windows_does(name: object, text: str) -> None:
    assert publisher_of(name) == text  # type: ignore[arg-type]


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="needs osslsigncode")
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_osslsigncode_takes_a_package_that_was_signed_here(root: Holder, kind: str, tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", publisher(root, kind=kind))
    authority_file = tmp_path / "root.pem"
    authority_file.write_bytes(root.certificate.public_bytes(Encoding.PEM))
    command = ["osslsigncode", "verify", "-in", str(path), "-CAfile", str(authority_file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="needs osslsigncode")
def test_a_package_that_osslsigncode_signed_is_taken(root: Holder, tmp_path: Path) -> None:
    signer = publisher(root)
    own = publisher_of(signer.certificate.subject)
    plain, signed = make_package(tmp_path / "a.msix", None, publisher=own), tmp_path / "b.msix"
    chain, key = signer.write_pem(tmp_path)
    command = ["osslsigncode", "sign", "-certs", str(chain), "-key", str(key), "-in", str(plain), "-out", str(signed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert verified(signed, Trust([root.der])).signature is not None


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="needs osslsigncode, which stamps the time here")
def test_a_signature_with_a_time_stamp_outlives_its_certificate(root: Holder, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    expired = publisher(root, not_before=now - 90 * DAY, not_after=now - 30 * DAY)
    plain = make_package(tmp_path / "a.msix", None, publisher=publisher_of(expired.certificate.subject))
    long_ago = authority("Stamp Root", number=4, not_before=now - 900 * DAY)
    trusted, unknown = Trust([root.der, long_ago.der]), Trust([root.der])
    stamped = _stamped(plain, expired, long_ago, now - 60 * DAY, tmp_path)
    too_late = _stamped(plain, expired, long_ago, now - 10 * DAY, tmp_path)
    assert verified(stamped, trusted).signature is not None
    assert refused(stamped, unknown).code is ErrorCode.CertExpired
    assert refused(too_late, trusted).code is ErrorCode.CertExpired


def _stamped(plain: Path, signer: Holder, root: Holder, when: datetime, folder: Path) -> Path:
    """Sign a package with a stamp of a time by an authority below a root."""
    stamps = folder / f"stamp-{when:%Y%m%d}"
    stamps.mkdir()
    stamper = publisher(
        root,
        subject("Stamps"),
        usages=(ExtendedKeyUsageOID.TIME_STAMPING,),
        not_before=when - 300 * DAY,
        not_after=when + 300 * DAY,
        critical=True,
    )
    stamp_chain, stamp_key = stamper.write_pem(stamps)
    chain, key = signer.write_pem(folder)
    signed = stamps / "signed.msix"
    command = ["osslsigncode", "sign", "-certs", str(chain), "-key", str(key), "-TSA-certs", str(stamp_chain)]
    command += ["-TSA-key", str(stamp_key), "-TSA-time", str(int(when.timestamp()))]
    done = subprocess.run(
        [*command, "-in", str(plain), "-out", str(signed)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return signed


def _stamper(root: Holder, when: datetime, usages: tuple[ObjectIdentifier, ...] = (TIME_STAMPING,)) -> Holder:
    valid = {"not_before": when - 300 * DAY, "not_after": when + 300 * DAY}
    return publisher(root, subject("Stamps"), usages=usages, critical=True, **valid)


@pytest.mark.parametrize("kind", [rfc_3161, pkcs_9])
def test_an_expired_certificate_counts_by_its_stamp(
    root: Holder, kind: Callable[[Holder, datetime], AddStamp], tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    expired = publisher(root, not_before=now - 90 * DAY, not_after=now - 30 * DAY)
    stamps = authority("Stamp Root", number=4, not_before=now - 900 * DAY)
    in_time, too_late = (
        make_package(tmp_path / f"{days}.msix", expired, stamp=kind(_stamper(stamps, now), now - days * DAY))
        for days in (60, 10)
    )
    trusted = Trust([root.der, stamps.der])
    assert verified(in_time, trusted).signature is not None
    assert refused(in_time, Trust([root.der])).code is ErrorCode.CertExpired, "nobody knows who stamped"
    assert refused(too_late, trusted).code is ErrorCode.CertExpired


def test_a_stamp_of_another_signature_or_purpose_does_not_count(root: Holder, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    expired = publisher(root, not_before=now - 90 * DAY, not_after=now - 30 * DAY)
    when = now - 60 * DAY
    early = authority("Early Root", number=4, not_before=now - 900 * DAY)
    trust = Trust([root.der, early.der])
    for name, stamp in (
        ("other", rfc_3161(_stamper(early, now), when, of_another=True)),
        ("usage", rfc_3161(_stamper(early, now, (CODE_SIGNING,)), when)),
    ):
        path = make_package(tmp_path / f"{name}.msix", expired, stamp=stamp)
        assert refused(path, trust).code is ErrorCode.CertExpired


@pytest.mark.parametrize("kind", [rfc_3161, pkcs_9])
def test_a_stamp_changes_nothing_of_a_good_signature(
    root: Holder, kind: Callable[[Holder, datetime], AddStamp], tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    path = make_package(tmp_path / "a.msix", publisher(root), stamp=kind(_stamper(root, now), now))
    assert verified(path, Trust([root.der])).signature is not None


def test_an_authority_that_has_expired_is_named_as_such(root: Holder, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    between = authority("Between", root, number=3, not_before=now - 90 * DAY, not_after=now - DAY)
    path = make_package(tmp_path / "a.msix", publisher(between, not_before=now - 60 * DAY))
    error = refused(path, Trust([root.der]))
    assert error.code is ErrorCode.CertExpired
    assert "above" in error.text


def test_a_root_that_comes_with_the_package_is_no_reason_to_trust_it(root: Holder, tmp_path: Path) -> None:
    own = publisher(root)
    with_root = dataclasses.replace(own, issuers=(root.certificate, root.certificate))
    path = make_package(tmp_path / "a.msix", with_root)
    assert refused(path, Trust([authority(number=7).der])).code is ErrorCode.CertUntrustedRoot
    assert verified(path, Trust([root.der])).signature is not None


def test_the_package_for_other_runs_is_trusted_by_its_own_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    out, key = tmp_path / "a.msix", tmp_path / "key.pem"
    assert msix_file.main([str(out), "--trust", str(tmp_path / "trust"), "--key", str(key)]) == 0
    trust = machine_trust([tmp_path / "trust"])
    first = verified(out, trust)
    assert msix_file.main([str(out), "--version", "2.0.0.0", "--key", str(key)]) == 0
    second = verified(out, trust)
    assert first.package.identity.family_name == second.package.identity.family_name
    assert second.package.identity.version == "2.0.0.0"


def test_a_signature_that_is_not_the_last_entry_is_refused(tmp_path: Path) -> None:
    """No digest tells: the directory is signed without its entry."""
    signer = publisher()
    data = make_package(tmp_path / "a.msix", signer).read_bytes()
    directory = read_directory(MemoryBytes(data, "a.msix"))
    entries = b"".join(entry.raw for entry in directory.entries)
    moved = directory.entries[-1].raw + b"".join(entry.raw for entry in directory.entries[:-1])
    source = MemoryBytes(data.replace(entries, moved), "moved.msix")
    assert source.read(0, source.size) != data
    with pytest.raises(MsixError) as caught:
        verify_package(open_package(source), Trust(people=[signer.der]))
    assert caught.value.code is ErrorCode.BadFormat
    assert "not the last" in caught.value.text
