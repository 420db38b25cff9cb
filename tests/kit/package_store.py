"""A sandbox with its store of packages, and packages that its user trusts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PureWindowsPath

from kit.certificates import Holder, publisher
from kit.msix import make_package, publisher_text
from kit.msix_manifests import Needs, Traits
from wingetpy.errors import Cancelled, ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    Deploying,
    DeploymentAnswer,
    MsixPackage,
    PackageTypes,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
    Step,
)
from wingetpy.hosts.packages.file_uri import local_path
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.hosts.sandbox.running import SandboxProgram, write_running
from wingetpy.msix.byte_source import ByteSource, FileBytes

ALL_TYPES = PackageTypes(63)
WINDOWS_APPS = PureWindowsPath(r"C:\Program Files\WindowsApps")
APP = Traits(applications=("App",))
FRAMEWORK = Traits(framework=True)


@dataclass
class PackageStore:
    """A store below a folder, and the packages that a test makes for it.

    Attributes:
        folder: Holds the machine, and the packages as files.
        facts: Of the machine as its user is.
        stop_after: How often a deployment asks whether to go on before it is cancelled; None: never.
        steps: What was said of the progress of all deployments.
        opened: The URIs that were opened.
        aliases: Where the packages of further URIs lie.
        wrap: What stands between a package's bytes and the store.
    """

    folder: Path
    facts: SandboxFacts = field(default_factory=SandboxFacts)
    stop_after: int | None = None
    steps: list[Step] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    wrap: Callable[[ByteSource], ByteSource] = lambda source: source

    @property
    def root(self) -> Path:
        return self.folder / "machine"

    @cached_property
    def signer(self) -> Holder:
        """Whom the machine trusts; the same for all stores below one folder."""
        return publisher()

    @property
    def publisher(self) -> str:
        return publisher_text(self.signer)

    def host(self, **facts: object) -> SandboxHost:
        """Return the machine as a new engine sees it; facts that are given are another user's."""
        return SandboxHost(self.root, SandboxFacts(**facts) if facts else self.facts)  # type: ignore[arg-type]

    @cached_property
    def machine(self) -> SandboxHost:
        """The machine as one engine sees it that goes on running."""
        self.trust(self.signer)
        return self.host()

    def as_user(self, name: str, **facts: object) -> PackageStore:
        """Return the same machine as another user sees it."""
        other = PackageStore(self.folder, SandboxFacts(user_name=name, **facts))  # type: ignore[arg-type]
        other.__dict__["signer"] = self.signer
        return other

    def trust(self, holder: Holder) -> None:
        people = self.root / "Packages" / "trust" / "people"
        people.mkdir(parents=True, exist_ok=True)
        (people / f"{holder.certificate.serial_number}.cer").write_bytes(holder.der)

    def package(
        self,
        name: str = "Contoso.Tool",
        version: str = "1.0.0.0",
        parts: dict[str, bytes] | None = None,
        *,
        file: str = "",
        signer: Holder | None = None,
        traits: Traits = APP,
    ) -> str:
        """Write a signed package; return its URI."""
        path = self.folder / (file or f"{name}_{version}_{traits.architecture or 'neutral'}.msix")
        content = {"tool.exe": f"{name} {version}".encode()} if parts is None else parts
        make_package(path, signer or self.signer, content.items(), name=name, version=version, traits=traits)
        return path.as_uri()

    def needs(self, name: str, minimum: str = "1.0.0.0", **more: object) -> Needs:
        """Return the need of a framework of the same publisher."""
        return Needs(name=name, publisher=self.publisher, minimum=minimum, **more)  # type: ignore[arg-type]

    def deploying(self) -> Deploying:
        left = [self.stop_after]

        def go_on() -> None:
            if left[0] is not None:
                left[0] -= 1
                if left[0] < 0:
                    raise Cancelled("The test stops it.")

        return Deploying(open=self._open, progress=self.steps.append, go_on=go_on)

    @contextmanager
    def _open(self, uri: str) -> Iterator[ByteSource]:
        self.opened.append(uri)
        with FileBytes(local_path(self.aliases.get(uri, uri), self.machine.files)) as source:
            yield self.wrap(source)

    def add(self, uri: str, **options: object) -> DeploymentAnswer:
        return self.machine.packages.add(uri, AddPackageOptions(**options), self.deploying())  # type: ignore[arg-type]

    def stage(self, uri: str, **options: object) -> DeploymentAnswer:
        return self.machine.packages.stage(uri, StagePackageOptions(**options), self.deploying())  # type: ignore[arg-type]

    def register(self, full_name: str, **options: object) -> DeploymentAnswer:
        wishes = RegisterPackageOptions(**options)  # type: ignore[arg-type]
        return self.machine.packages.register_by_full_name(full_name, wishes, self.deploying())

    def remove(self, full_name: str, **options: object) -> DeploymentAnswer:
        return self.machine.packages.remove(full_name, RemovePackageOptions(**options), self.deploying())  # type: ignore[arg-type]

    def repair(self, full_name: str) -> DeploymentAnswer:
        return self.machine.packages.repair(full_name, self.deploying())

    def mine(self, types: PackageTypes = ALL_TYPES) -> list[str]:
        """What the user has: names and versions."""
        return sorted(_short(package) for package in self.machine.packages.find(types=types))

    def all(self) -> list[str]:
        """What is on the machine."""
        return sorted(_short(package) for package in self.machine.packages.find(types=ALL_TYPES, all_users=True))

    def one(self, name: str = "Contoso.Tool", *, all_users: bool = False) -> MsixPackage:
        """Return the only package of a name."""
        packages = self.machine.packages.find(types=ALL_TYPES & ~PackageTypes.bundle, all_users=all_users)
        [full_name] = [one.full_name for one in packages if one.full_name.startswith(f"{name}_")]
        [found] = self.machine.packages.find(full_name=full_name, types=ALL_TYPES, all_users=all_users)
        return found

    def full_name(self, name: str = "Contoso.Tool") -> str:
        return self.one(name, all_users=True).full_name

    def content(self, package: MsixPackage) -> dict[str, bytes]:
        """Return the files of a package, without those that describe it."""
        folder = self.native(package)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith("Appx")
        }

    def native(self, package: MsixPackage) -> Path:
        assert package.install_location is not None
        return self.machine.files.local(PureWindowsPath(package.install_location))

    def folders(self) -> list[str]:
        """What lies in the folder of packages, what is being unpacked included."""
        folder = self.machine.files.local(WINDOWS_APPS)
        return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []

    def run(self, package: MsixPackage, *, stays: bool = False) -> None:
        """Let a program of a package run."""
        write_running(self.root, SandboxProgram(path=rf"{package.install_location}\tool.exe", stays=stays))

    def end_all(self) -> None:
        write_running(self.root)

    def data(self, package: MsixPackage) -> Path:
        assert package.data_location is not None
        return self.machine.files.local(PureWindowsPath(package.data_location))


def error_of(answer: DeploymentAnswer) -> tuple[ErrorCode | int, ErrorCode | int]:
    """Return both codes of an answer that is a failure."""
    assert answer.error, answer
    assert answer.error_text, answer
    assert not answer.is_registered
    return _code(answer.error), _code(answer.extended_error)


def _code(number: int) -> ErrorCode | int:
    return ErrorCode(number) if number in ErrorCode._value2member_map_ else number


def _short(package: MsixPackage) -> str:
    name, version, architecture, resource, _ = package.full_name.split("_")
    return " ".join(one for one in (name, version, "" if architecture == "neutral" else architecture, resource) if one)
