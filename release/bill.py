"""The software bill of materials of a package, in CycloneDX 1.6: versions, licences and hashes of what lies in it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from release import launcher
from release.target import Target
from release.times import fixed_time
from release.wheels import Wheel


def write(path: Path, version: str, wheels: Sequence[Wheel], target: Target, python: Path | None) -> None:
    """Write the bill of the module: the engine's distributions and, where they are in there, Python and the launcher.

    Args:
        path: The file; replaced.
        version: The module's version.
        wheels: What the engine's folder holds.
        target: The interpreter that the package is for.
        python: The archive of the Python that is in the package.
    """
    licenses = LicenseFactory()
    module = Component(
        name="WinGetPy",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=f"WinGetPy@{version}",
        purl=PackageURL(
            "nuget", None, "WinGetPy", version, {"repository_url": "https://www.powershellgallery.com/api/v2"}
        ),
        licenses=[licenses.make_from_string("MIT")],
    )
    parts = {wheel.name: _component(wheel, licenses) for wheel in wheels}
    contents = list(parts.values())
    if python is not None:
        contents.append(
            Component(
                name="python",
                version=target.release,
                type=ComponentType.PLATFORM,
                bom_ref=f"python@{target.release}",
                purl=PackageURL("generic", None, "python", target.release, {"platform": target.platform}),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256(python.read_bytes()).hexdigest())],
                licenses=[licenses.make_from_string("PSF-2.0")],
            )
        )
        contents.append(
            Component(
                name="distlib",
                version=launcher.VERSION,
                description="The launcher in wingetpy.exe",
                type=ComponentType.LIBRARY,
                bom_ref=f"distlib@{launcher.VERSION}",
                purl=PackageURL("pypi", None, "distlib", launcher.VERSION),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256(launcher.plain(target)).hexdigest())],
                licenses=[licenses.make_from_string("PSF-2.0")],
            )
        )
    bom = Bom(components=contents)
    bom.metadata.component = module
    bom.metadata.timestamp = fixed_time()
    own = parts["wingetpy"]
    bom.register_dependency(module, [own, *contents[len(parts) :]])
    for wheel in wheels:
        bom.register_dependency(parts[wheel.name], [parts[name] for name in wheel.requires])
    named = " ".join(sorted(f"{part.bom_ref.value} {[one.content for one in part.hashes]}" for part in contents))
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"WinGetPy {version} {target.tag} {named}")
    outputter = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6)
    path.write_text(outputter.output_as_string(indent=2) + "\n", "utf-8", newline="\n")


def _component(wheel: Wheel, licenses: LicenseFactory) -> Component:
    return Component(
        name=wheel.name,
        version=wheel.version,
        description=wheel.summary or None,
        type=ComponentType.LIBRARY,
        bom_ref=f"{wheel.name}@{wheel.version}",
        purl=PackageURL("pypi", None, wheel.name, wheel.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=wheel.sha256)],
        licenses=[licenses.make_from_string(wheel.license)] if wheel.license else [],
    )
