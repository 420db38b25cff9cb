"""Manifests of packages to test with: AppxManifest.xml of any kind of package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

_SPACES = {
    "uap": "uap/windows10",
    "uap3": "uap/windows10/3",
    "uap6": "uap/windows10/6",
    "uap10": "uap/windows10/10",
    "rescap": "foundation/windows10/restrictedcapabilities",
    "rescap6": "foundation/windows10/restrictedcapabilities/6",
}
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Package xmlns="http://schemas.microsoft.com/appx/manifest/foundation/windows10"'


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Another package that a package needs. `max_major` and `optional` as in the manifest."""

    name: str
    publisher: str
    minimum: str = "1.0.0.0"
    max_major: int | None = None
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What a package is besides its name.

    Attributes:
        framework, resource_package, modification, external: Properties of the manifest.
        needs: Frameworks.
        main: Name and publisher of the main package of an optional one; the publisher is "" for its own.
        host_runtime: The package whose program runs this one.
        applications: Ids.
        capabilities: Names; those that begin with `rescap:` are restricted.
        languages, scales: Of its resources.
        families: Device families with their oldest version of Windows.
    """

    architecture: str = ""
    resource: str = ""
    display_name: str = ""
    framework: bool = False
    resource_package: bool = False
    modification: bool = False
    external: bool = False
    needs: tuple[Needs, ...] = ()
    main: tuple[str, str] | None = None
    host_runtime: Needs | None = None
    applications: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    scales: tuple[int, ...] = ()
    families: tuple[tuple[str, str], ...] = (("Windows.Desktop", "10.0.17763.0"),)


def manifest_text(
    name: str = "Contoso.Tool",
    publisher: str = "CN=Contoso",
    version: str = "1.2.3.4",
    more: str = "",
    traits: Traits | None = None,
) -> str:
    """Return an AppxManifest.xml. `more` is put into the element Identity."""
    return "\n".join(_lines(name, publisher, version, more, traits or Traits())) + "\n"


def _lines(name: str, publisher: str, version: str, more: str, traits: Traits) -> Iterator[str]:
    spaces = "".join(
        f' xmlns:{prefix}="http://schemas.microsoft.com/appx/manifest/{path}"' for prefix, path in _SPACES.items()
    )
    yield f'{_HEAD}{spaces} IgnorableNamespaces="{" ".join(_SPACES)}">'
    if traits.architecture:
        more += f" ProcessorArchitecture={quoteattr(traits.architecture)}"
    if traits.resource:
        more += f" ResourceId={quoteattr(traits.resource)}"
    yield f'  <Identity Name="{name}" Publisher={quoteattr(publisher)} Version="{version}"{more}/>'
    yield "  <Properties>"
    yield f"    <DisplayName>{traits.display_name or name}</DisplayName>"
    yield "    <PublisherDisplayName>Contoso</PublisherDisplayName>"
    for element, has in (
        ("Framework", traits.framework),
        ("ResourcePackage", traits.resource_package),
        ("rescap6:ModificationPackage", traits.modification),
        ("uap10:AllowExternalContent", traits.external),
    ):
        if has:
            yield f"    <{element}>true</{element}>"
    yield "  </Properties>"
    if traits.languages or traits.scales:
        yield "  <Resources>"
        yield from (f'    <Resource Language="{language}"/>' for language in traits.languages)
        yield from (f'    <Resource uap:Scale="{scale}"/>' for scale in traits.scales)
        yield "  </Resources>"
    yield "  <Dependencies>"
    for family, minimum in traits.families:
        yield f'    <TargetDeviceFamily Name="{family}" MinVersion="{minimum}" MaxVersionTested="10.0.65000.0"/>'
    for one in traits.needs:
        yield f"    <PackageDependency{_needed(one)}/>"
    if traits.main is not None:
        own, other = traits.main
        by = f" Publisher={quoteattr(other)}" if other else ""
        yield f'    <uap3:MainPackageDependency Name="{own}"{by}/>'
    if traits.host_runtime is not None:
        yield f"    <uap10:HostRuntimeDependency{_needed(traits.host_runtime)}/>"
    yield "  </Dependencies>"
    if traits.applications:
        yield "  <Applications>"
        for one_id in traits.applications:
            yield f'    <Application Id="{one_id}" Executable="tool.exe" EntryPoint="Windows.FullTrustApplication"/>'
        yield "  </Applications>"
    if traits.capabilities:
        yield "  <Capabilities>"
        for capability in traits.capabilities:
            prefix, _, plain = capability.rpartition(":")
            yield f'    <{prefix + ":" if prefix else ""}Capability Name="{plain}"/>'
        yield "  </Capabilities>"
    yield "</Package>"


def _needed(one: Needs) -> str:
    newest = "" if one.max_major is None else f' MaxMajorVersionTested="{one.max_major}"'
    optional = ' uap6:Optional="true"' if one.optional else ""
    return f' Name="{one.name}" Publisher={quoteattr(one.publisher)} MinVersion="{one.minimum}"{newest}{optional}'
