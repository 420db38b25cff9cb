"""The manifest of an older version on the engine's disk."""

from __future__ import annotations

from pathlib import Path

from wingetpy.errors import ManifestError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import open_file
from wingetpy.manifests.merge import Merged, load_file, merge
from wingetpy.manifests.yamltext import LARGEST_FILE

_SUFFIXES = (".yaml", ".yml")


def is_path(text: str) -> bool:
    """Return whether a text is a path and no package identifier: it has a separator, or the name of a manifest."""
    return "/" in text or "\\" in text or text in (".", "..") or text.lower().endswith(_SUFFIXES)


def read_older(path: Path) -> Merged:
    """Return the fields of the manifest that a file, or the files of a folder, are.

    Raises:
        HostError: the path cannot be read.
        ManifestError: there is no manifest, or not one.
    """
    with as_host_error("read", str(path)):
        files = sorted(path.iterdir()) if path.is_dir() else [path]
    files = [one for one in files if one == path or one.name.lower().endswith(_SUFFIXES)]
    if not files:
        raise ManifestError(
            f"The folder '{path}' holds no manifest (*.yaml).",
            target=str(path),
            remedy="Name the folder of one version, as in manifests/g/Git/Git/2.45.0.",
        )
    return merge([load_file(_read(file), str(file)) for file in files])


def _read(path: Path) -> bytes:
    with as_host_error("read", str(path)), open_file(path) as file:
        return file.read(LARGEST_FILE + 1)
