"""A folder source that a test fills with packages of its own."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Content = bytes | Mapping[str, bytes | str]
"""A program, or an archive of these files."""


class Shelf:
    """Manifests and their installers in one folder. Ids are `Test.<Name>`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def program(self, name: str, version: str = "1.0", content: bytes = b"a program", **more: Any) -> str:
        """A single portable, its command the name in lower case; its id."""
        return self._put(
            name, version, ".exe", content, {"InstallerType": "portable", "Commands": [name.lower()]}, more
        )

    def archive(self, name: str, version: str = "1.0", content: Content | None = None, **more: Any) -> str:
        """A zip whose program is bin/tool.exe, its command the name in lower case; its id."""
        if content is None:
            content = {"bin/tool.exe": f"{name} {version}", "readme.txt": "read me"}
        packed = content if isinstance(content, bytes) else zipped(content)
        fields = {
            "InstallerType": "zip",
            "NestedInstallerType": "portable",
            "NestedInstallerFiles": [{"RelativeFilePath": "bin\\tool.exe", "PortableCommandAlias": name.lower()}],
        }
        return self._put(name, version, ".zip", packed, fields, more)

    def write(self, file: str, text: str) -> Path:
        """Whatever else lies there."""
        path = self.folder / file
        path.write_text(text, "utf-8")
        return path

    def _put(
        self, name: str, version: str, suffix: str, content: bytes, fields: dict[str, Any], more: Mapping[str, Any]
    ) -> str:
        """`more` are fields of the installer; `PackageName` is the manifest's."""
        file = f"{name}-{version}{suffix}"
        (self.folder / file).write_bytes(content)
        changed = dict(more)
        manifest = {
            "PackageIdentifier": f"Test.{name}",
            "PackageVersion": version,
            "PackageLocale": "en-US",
            "Publisher": "Test Publisher",
            "PackageName": changed.pop("PackageName", name),
            "License": "MIT",
            "ShortDescription": "For tests",
            "Installers": [
                {
                    "Architecture": "x64",
                    "InstallerUrl": f"file:{file}",
                    "InstallerSha256": hashlib.sha256(content).hexdigest().upper(),
                    **fields,
                    **changed,
                }
            ],
            "ManifestType": "singleton",
            "ManifestVersion": "1.6.0",
        }
        self.write(f"{name}-{version}.yaml", json.dumps(manifest, indent=1))  # JSON is YAML
        return f"Test.{name}"


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """An archive of files; a name that ends in a slash is a folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
