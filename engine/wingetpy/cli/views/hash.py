"""`hash`: the SHA-256 of an installer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wingetpy.cli.options import Given, Option
from wingetpy.cli.session import Session
from wingetpy.cli.tables import render_fields
from wingetpy.cli.verbs import View
from wingetpy.errors import ErrorCode

if TYPE_CHECKING:
    from wingetpy.commands.manifest_hash import HashResult


def hash_file(session: Session, given: Given) -> int:
    console = session.console
    result: HashResult = session.ask("manifest/hash", given)
    if console.json:
        console.write_json(result)
    else:
        console.write(render_fields((("Sha256", result.sha256), ("SignatureSha256", result.signature_sha256 or ""))))
    if result.error is None:
        return 0
    if not console.json:
        console.note(f"{result.error.message}\n{result.error.code} : {result.error.symbol}")
    return ErrorCode(int(result.error.code, 16)).signed


HASH = View(
    options=(
        Option(names=("--file", "-f"), member="path", value="FILE", position=True, required=True, help="The file"),
        Option(names=("--msix", "-m"), member="msix", help="Hash the signature of an MSIX package, too"),
    ),
    run=hash_file,
    examples=("hash setup.exe", "hash app.msix --msix"),
)
