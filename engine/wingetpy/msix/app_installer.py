"""`.appinstaller` files: where a package and what belongs to it lie, and how it is kept up to date."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.faults import invalid
from wingetpy.msix.identity import BUNDLE_RESOURCE, PackageIdentity, is_version
from wingetpy.msix.markup import attribute, child, children, local_name, namespace, parse_markup

LARGEST_APP_INSTALLER = 1 << 20
_NAMESPACES = (
    "http://schemas.microsoft.com/appx/appinstaller/2017",
    "http://schemas.microsoft.com/appx/appinstaller/2017/2",
    "http://schemas.microsoft.com/appx/appinstaller/2018",
    "http://schemas.microsoft.com/appx/appinstaller/2021",
)
_SCHEMES = ("http://", "https://", "file://", "\\\\")
_ENDING = ".appinstaller"
_USUAL_HOURS = 24
_MOST_HOURS = 255


class NamedPackage(msgspec.Struct, frozen=True):
    """A package or bundle that the file names. The package at the address must be exactly this one."""

    identity: PackageIdentity
    uri: str

    @property
    def is_bundle(self) -> bool:
        return self.identity.resource == BUNDLE_RESOURCE


class UpdateSettings(msgspec.Struct, frozen=True, kw_only=True):
    """When the package is updated.

    Attributes:
        hours: Between two looks when the application starts, 0 for each start; None: it does not look then.
        shows_prompt: A person is asked.
        blocks_activation: The application does not start before the update.
        in_background: The system looks by itself, every eight hours.
        from_any_version: A lower version replaces a higher one, too.
    """

    hours: int | None = None
    shows_prompt: bool = False
    blocks_activation: bool = False
    in_background: bool = False
    from_any_version: bool = False


class AppInstaller(msgspec.Struct, frozen=True, kw_only=True):
    """What an `.appinstaller` file says.

    Attributes:
        uri: Where the file itself is; another place than where it was read from redirects there.
        version: Of the file.
        main: The package.
        dependencies: Frameworks that it needs.
        optional: Optional packages that are installed with it.
        related: Those that belong to it and are not installed with it.
        updates: None where it is not kept up to date.
        update_uris, repair_uris: Other places to look at.
    """

    uri: str
    version: str
    main: NamedPackage
    dependencies: tuple[NamedPackage, ...]
    optional: tuple[NamedPackage, ...]
    related: tuple[NamedPackage, ...]
    updates: UpdateSettings | None
    update_uris: tuple[str, ...]
    repair_uris: tuple[str, ...]


def is_app_installer(uri: str) -> bool:
    """Return whether a URI names such a file: by its ending, as Windows does."""
    return uri.partition("#")[0].partition("?")[0].lower().endswith(_ENDING)


def parse_app_installer(text: bytes, name: str) -> AppInstaller:
    """Read an `.appinstaller` file.

    Args:
        text: The file.
        name: What it is called in messages.

    Raises:
        MsixError: AppxInvalidAppInstaller.
    """
    if len(text) > LARGEST_APP_INSTALLER:
        raise _fault(name, f"it has more than {LARGEST_APP_INSTALLER:,} bytes")
    root = parse_markup(text, name, name, ErrorCode.AppxInvalidAppInstaller)
    if local_name(root) != "AppInstaller" or namespace(root) not in _NAMESPACES:
        raise _fault(name, f"its root <{local_name(root)}> is not one of an .appinstaller file")
    if not is_version(version := root.get("Version", "")):
        raise _fault(name, f"its version '{version[:100]}' has not four numbers")
    mains = [one for one in root if local_name(one) in ("MainPackage", "MainBundle")]
    if len(mains) != 1:
        raise _fault(name, "it has not exactly one main package")
    return AppInstaller(
        uri=_uri(own, name) if (own := root.get("Uri")) else "",
        version=version,
        main=_named(mains[0], name),
        dependencies=_all_named(child(root, "Dependencies"), name),
        optional=_all_named(child(root, "OptionalPackages"), name),
        related=_all_named(child(root, "RelatedPackages"), name),
        updates=_updates(child(root, "UpdateSettings"), name),
        update_uris=_uris(child(root, "UpdateUris"), "UpdateUri", name),
        repair_uris=_uris(child(root, "RepairUris"), "RepairUri", name),
    )


def check_named(named: NamedPackage, found: PackageIdentity, name: str) -> None:
    """Check that a package is the one that the file names. Raises MsixError (PackageNameMismatch)."""
    wanted = named.identity
    same = wanted.name.lower() == found.name.lower() and wanted.publisher == found.publisher
    if not same or (wanted.version, wanted.architecture) != (found.version, found.architecture):
        reason = f"it names the package {wanted.full_name}, and {found.full_name} is there"
        raise invalid(name, reason, ErrorCode.PackageNameMismatch)


def _all_named(element: Element | None, name: str) -> tuple[NamedPackage, ...]:
    listed = [] if element is None else list(element)
    return tuple(_named(one, name) for one in listed if local_name(one) in ("Package", "Bundle"))


def _named(element: Element, name: str) -> NamedPackage:
    is_bundle = local_name(element).endswith("Bundle")
    identity = PackageIdentity(
        name=element.get("Name", ""),
        publisher=element.get("Publisher", ""),
        version=element.get("Version", ""),
        architecture="neutral" if is_bundle else element.get("ProcessorArchitecture", "neutral").lower(),
        resource=BUNDLE_RESOURCE if is_bundle else element.get("ResourceId", ""),
    )
    if fault := identity.fault():
        raise _fault(name, f"of <{local_name(element)}>, {fault}")
    return NamedPackage(identity, _uri(element.get("Uri", ""), name))


def _updates(element: Element | None, name: str) -> UpdateSettings | None:
    if element is None:
        return None
    launch = child(element, "OnLaunch")
    hours: int | None = None
    if launch is not None:
        text = launch.get("HoursBetweenUpdateChecks", str(_USUAL_HOURS))
        hours = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else _MOST_HOURS + 1
        if hours > _MOST_HOURS:
            raise _fault(name, f"'{text[:20]}' hours between two looks are not 0 to {_MOST_HOURS}")
    shows, blocks = (
        launch is not None and _is_true(attribute(launch, key)) for key in ("ShowPrompt", "UpdateBlocksActivation")
    )
    if blocks and not shows:
        raise _fault(name, "an update that blocks the start needs ShowPrompt")
    forced = child(element, "ForceUpdateFromAnyVersion")
    return UpdateSettings(
        hours=hours,
        shows_prompt=shows,
        blocks_activation=blocks,
        in_background=child(element, "AutomaticBackgroundTask") is not None,
        from_any_version=forced is not None and _is_true((forced.text or "").strip() or "true"),
    )


def _uris(element: Element | None, kind: str, name: str) -> tuple[str, ...]:
    return tuple(_uri((one.text or "").strip(), name) for one in children(element, kind))


def _uri(text: str, name: str) -> str:
    if not text.lower().startswith(_SCHEMES):
        raise _fault(name, f"'{text[:200]}' is no address of a package")
    return text


def _is_true(text: str) -> bool:
    return text.lower() in ("true", "1")


def _fault(name: str, reason: str) -> MsixError:
    return invalid(name, reason, ErrorCode.AppxInvalidAppInstaller)
