"""Writes a signed package and its certificate, for a run that needs one from outside of the tests.

    PYTHONPATH=engine:tests python -m kit.msix_file OUT.msix [--name NAME] [--version VERSION] [--trust FOLDER]

Beside OUT.msix lies OUT.cer: the certificate of its publisher, made for this file alone. A machine trusts the package
where it is in `trust/people` below the engine's state folder (`--trust` writes it there), on Windows in the machine's
store "Trusted People". The same certificate signs several files where OUT.pem is kept and `--key` names it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from kit.certificates import Holder, Key, publisher, subject
from kit.msix import make_package
from kit.msix_manifests import Traits


def main(words: list[str] | None = None) -> int:
    """Write the files; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="WinGetPy.TestPackage")
    parser.add_argument("--version", default="1.0.0.0")
    parser.add_argument("--architecture", default="")
    parser.add_argument("--trust", type=Path, help="a folder `trust` of the engine")
    parser.add_argument("--key", type=Path, help="key and certificate as PEM, written where there is none")
    options = parser.parse_args(words)
    holder = _holder(options.key)
    traits = Traits(architecture=options.architecture, applications=("App",), capabilities=("rescap:runFullTrust",))
    make_package(options.out, holder, name=options.name, version=options.version, traits=traits)
    options.out.with_suffix(".cer").write_bytes(holder.der)
    if options.trust:
        people = options.trust / "people"
        people.mkdir(parents=True, exist_ok=True)
        (people / f"{options.out.stem}.cer").write_bytes(holder.der)
    print(options.out)
    return 0


def _holder(file: Path | None) -> Holder:
    if file is not None and file.is_file():
        data = file.read_bytes()
        key = load_pem_private_key(data, None)
        assert isinstance(key, Key), "it was written here"
        return Holder(key, x509.load_pem_x509_certificate(data))
    holder = publisher(name=subject("WinGetPy Tests", "WinGetPy"))
    if file is not None:
        text = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(text + holder.certificate.public_bytes(Encoding.PEM))
    return holder


if __name__ == "__main__":
    raise SystemExit(main())
