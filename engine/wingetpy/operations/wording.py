"""The steps of a plan as a person reads them."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.portable.entry import PortableEntry
from wingetpy.installers.portable.layout import links_folder
from wingetpy.operations.plan import Plan, PlanStep, PortableWork


def portable_steps(host: Host, plan: Plan, work: PortableWork) -> tuple[PlanStep, ...]:
    """What an install or update of a portable does. What an archive holds is not known before it is downloaded."""
    steps = download_steps(plan)
    if work.installer.is_archive:
        steps.append(PlanStep("Unpack", plan.url, "Unpack the archive into the staging folder, checking each entry"))
    if work.before is not None:
        version = work.before.display_version
        what = f"Replace the files of version {version}; files you added stay"
        steps.append(PlanStep("Remove", str(work.before.location or ""), what))
    if work.installer.is_archive:
        steps.append(PlanStep("Place", str(work.location), f"Place the archive's files in {work.location}"))
    else:
        target = work.location / work.programs[0]
        steps.append(PlanStep("Place", str(target), f"Place the program as {target}"))
    if make_links(host, work):
        steps += [PlanStep("Link", str(path), f"Link {path} to {target}") for path, target in work.links]
        folders = [links_folder(host.files, work.place.scope)]
    else:
        folders = list(dict.fromkeys(target.parent for _, target in work.links))
    for folder in folders:
        where = f"Have {folder} on PATH ({work.place.scope.value})"
        steps.append(PlanStep("Path", str(folder), where))
    entry = f"{work.place.hive.value}\\{work.place.key}"
    steps.append(PlanStep("Entry", entry, f"Write the Apps & Features entry {work.place.product_code}"))
    return tuple(steps)


def make_links(host: Host, work: PortableWork) -> bool:
    """Whether commands become links; otherwise the folder of the programs goes on PATH."""
    depends = work.installer.is_archive and work.installer.archive_binaries_depend_on_path
    return not depends and host.files.links_possible()


def program_steps(plan: Plan, command: str) -> tuple[PlanStep, ...]:
    """What an installer that is run takes."""
    line = f"Run the {plan.installer_type} installer" + (f" with: {command}" if command else "")
    return (*download_steps(plan), PlanStep("Run", command, line))


def download_steps(plan: Plan) -> list[PlanStep]:
    """What comes before anything is changed: what the package needs, and its installer."""
    steps = [
        PlanStep("Dependency", one.id, f"{one.action} {one.id} {one.version}, which it needs")
        for one in plan.dependencies
    ]
    if not plan.url:
        return steps
    size = f" ({plan.size:,} bytes)" if plan.size is not None else ""
    steps.append(PlanStep("Download", plan.url, f"Download {plan.url}{size}"))
    if plan.sha256:
        steps.append(PlanStep("Verify", plan.sha256, f"See that its SHA-256 is {plan.sha256}"))
    return steps


def removal_steps(host: Host, before: PortableEntry, purge: bool) -> tuple[PlanStep, ...]:
    """What the uninstall of a portable does."""
    location = str(before.location or "")
    files = "everything in" if purge else "the package's own files from"
    steps = [PlanStep("Remove", location, f"Remove {files} {location}" + ("" if purge else "; files you added stay"))]
    if before.location_on_path:
        steps.append(PlanStep("Path", location, f"Take {location} off PATH ({before.place.scope.value})"))
    else:
        links = links_folder(host.files, before.place.scope)
        steps.append(PlanStep("Link", str(links), "Remove its commands"))
        steps.append(PlanStep("Path", str(links), f"Take {links} off PATH if no other portable has a command there"))
    entry = f"{before.place.hive.value}\\{before.place.key}"
    steps.append(PlanStep("Entry", entry, f"Remove the Apps & Features entry {before.place.product_code}"))
    return tuple(steps)
