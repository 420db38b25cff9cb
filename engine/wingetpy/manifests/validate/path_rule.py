"""The folders and names of a manifest's files follow its identifier and version. Source: manifest seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from wingetpy.manifests.findings import Finding

_TREE = "manifests"


def path_findings(
    root: PurePath, folder: PurePath, names: Sequence[str], identifier: str, version: str
) -> Iterator[Finding]:
    """Warn where a folder, or a file in it, is named otherwise than the manifest's identifier and version.

    Below a folder `manifests` each folder counts (`manifests/g/Git/Git/2.45.0`). Elsewhere the folders between the
    root and the manifest count where they look like an identifier at all.

    Args:
        root: The folder that is validated, absolute.
        folder: The manifest's, below it.
        names: Of the manifest's files.
    """
    if not identifier or not version:
        return
    expected = [identifier[0].lower(), *identifier.split("."), version]
    given, whole = _given(root, folder)
    if not given:
        return
    if not whole and not {part.casefold() for part in given} & {part.casefold() for part in expected[1:]}:
        return
    wanted = expected if whole else expected[-len(given) :]
    if given != wanted:
        place = "/".join(wanted)
        yield Finding(
            id="PathMismatch",
            field="PackageIdentifier",
            value="/".join(given),
            detail=f"Expected folders: {place}.",
            file=str(folder / names[0]),
            line=1,
            column=1,
        )
    for name in names:
        if not name.startswith(f"{identifier}."):
            detail = f"Expected a name that begins with {identifier}."
            yield Finding(
                id="PathMismatch",
                field="PackageIdentifier",
                value=name,
                detail=detail,
                file=str(folder / name),
                line=1,
                column=1,
            )


def _given(root: PurePath, folder: PurePath) -> tuple[list[str], bool]:
    """The folders that count, and whether they are all from the tree's root on."""
    parts = list(folder.parts)
    if _TREE in parts:
        return parts[len(parts) - parts[::-1].index(_TREE) :], True
    return list(folder.relative_to(root).parts), False
