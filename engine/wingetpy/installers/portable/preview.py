"""What a plan shows of a portable's work: its steps as a person reads them."""

from __future__ import annotations

from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.host import Host
from wingetpy.installers.portable.destination import Destination
from wingetpy.installers.portable.layout import links_folder
from wingetpy.installers.technology import PlanStep, WorkPreview
from wingetpy.inventory.portable_entry import PortableEntry


def install_preview(host: Host, to: Destination, before: PortableEntry | None, make_links: bool) -> WorkPreview:
    """Return what an install or update of a portable does. What an archive holds is unknown before its download."""
    return WorkPreview(
        from_version=before.display_version if before else "",
        scope=to.place.scope.value,
        location=str(to.location),
        product_code=to.place.product_code,
        steps=(*_place_steps(to, before), *_command_steps(host, to, make_links), _entry_step(to)),
    )


def uninstall_preview(host: Host, before: PortableEntry, purge: bool) -> WorkPreview:
    """Return what the uninstall of a portable does."""
    location = str(before.location or "")
    files = "everything in" if purge else "the package's own files from"
    steps = [PlanStep("Remove", location, f"Remove {files} {location}" + ("" if purge else "; files you added stay"))]
    if before.location_on_path:
        steps.append(PlanStep("Path", location, f"Remove {location} from PATH ({before.place.scope.value})"))
    else:
        links = links_folder(host.files, before.place.scope)
        steps.append(PlanStep("Link", str(links), "Remove its commands"))
        steps.append(
            PlanStep("Path", str(links), f"Remove {links} from PATH unless another portable has a command there")
        )
    entry = f"{before.place.hive.value}\\{before.place.key}"
    steps.append(PlanStep("Entry", entry, f"Remove the Apps & Features entry {before.place.product_code}"))
    return WorkPreview(
        from_version=before.display_version,
        scope=before.place.scope.value,
        location=location,
        product_code=before.place.product_code,
        steps=tuple(steps),
    )


def _place_steps(to: Destination, before: PortableEntry | None) -> list[PlanStep]:
    steps: list[PlanStep] = []
    installer = to.task.installer
    if installer.is_archive:
        what = "Unpack the archive into the staging folder, checking each entry"
        steps.append(PlanStep("Unpack", without_secrets(installer.installer_url), what))
    if before is not None:
        what = f"Replace the files of version {before.display_version}; files you added stay"
        steps.append(PlanStep("Remove", str(before.location or ""), what))
    if installer.is_archive:
        steps.append(PlanStep("Place", str(to.location), f"Place the archive's files in {to.location}"))
    else:
        target = to.location / to.programs[0]
        steps.append(PlanStep("Place", str(target), f"Place the program as {target}"))
    return steps


def _command_steps(host: Host, to: Destination, make_links: bool) -> list[PlanStep]:
    if make_links:
        steps = [PlanStep("Link", str(path), f"Link {path} to {target}") for path, target in to.links]
        folders = [links_folder(host.files, to.place.scope)]
    else:
        steps = []
        folders = list(dict.fromkeys(target.parent for _, target in to.links))
    where = to.place.scope.value
    return [*steps, *(PlanStep("Path", str(one), f"Ensure that {one} is on PATH ({where})") for one in folders)]


def _entry_step(to: Destination) -> PlanStep:
    entry = f"{to.place.hive.value}\\{to.place.key}"
    return PlanStep("Entry", entry, f"Write the Apps & Features entry {to.place.product_code}")
