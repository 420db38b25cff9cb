"""Adding, finding and removing pins: which package is meant, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import BadRequest, ErrorCode, NotFound, OperationError
from wingetpy.errors.remedies import NAME_PACKAGE, NOT_PINNED, NOTHING_FOUND, PIN_EXISTS
from wingetpy.model.call import Call
from wingetpy.model.pin import INSTALLED_SOURCE, Pin, PinType, gate_fault, skip_fault
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.installed import matching, several_installed, take_inventory
from wingetpy.operations.request import Criteria, PinRequest
from wingetpy.sources.request import MatchOption, PackageReference
from wingetpy.state.pins import open_pins, read_pins


def add_pin(context: Context, request: PinRequest, call: Call) -> tuple[Pin, bool]:
    """Pin one package, installed or not.

    Returns:
        The pin, and whether anything was written: the very same pin may be there already.

    Raises:
        NotFound, Ambiguous, SourceError: as for any package.
        BadRequest: no package is named, or a version that cannot be.
        OperationError: PinAlreadyExists, for another pin of the package without force.
        HostError: CannotOpenPinningIndex.
    """
    _require_package(request, "A pin")
    kind, version = _wanted(request)
    package, source, name = (
        _key_of_installed(context, request, call) if request.installed else _key(context, request, call)
    )
    pin = Pin(package=package, source=source, type=kind, version=version, created=context.host.clock.now(), name=name)
    with open_pins(context.host.state_folder()) as pins:
        there = next((one for one in pins.all() if one.key == pin.key), None)
        if there is not None and there.same_as(pin):
            return there, False
        if there is not None and not request.force:
            raise _exists(there, name)
        pins.put(pin)
    context.log.write("Information", f"pin added: {package} ({source}) {kind.value} {version}".rstrip())
    return pin, True


def find_pins(context: Context, criteria: Criteria, call: Call) -> tuple[Pin, ...]:
    """Return the pins whose package fits the criteria; without any, all of a source or of all sources.

    Raises:
        HostError: CannotOpenPinningIndex.
        NotFound: the named source is not configured, and no pin names it.
    """
    pins = _of_source(context, read_pins(context.host.state_folder()), criteria.source)
    for wanted in filter(None, (criteria.query, criteria.id, criteria.name)):
        sought = fold(wanted.strip())
        whole = criteria.match_option in (MatchOption.equals, MatchOption.equals_case_insensitive)
        in_id, in_name = wanted is not criteria.name, wanted is not criteria.id
        pins = tuple(
            pin
            for pin in pins
            if (in_id and _fits(sought, pin.package, whole)) or (in_name and _fits(sought, pin.name, whole))
        )
    if not pins or not (criteria.moniker or criteria.tag or criteria.command):
        return pins
    found = context.sources.open(call, criteria.source).search(criteria.search(MatchOption.contains)).rows
    known = {(fold(row.id), _identifier(context, row.source)) for row in found}
    return tuple(pin for pin in pins if (fold(pin.package), pin.source) in known)


def remove_pins(
    context: Context, request: Criteria, call: Call, may_be_meant: Callable[[Pin], bool]
) -> tuple[Pin, ...]:
    """Remove the pins of one package, in each source that is not ruled out.

    A package is named by the id or name of its pin, or as for any operation: its pin may be of a source that has gone.

    Args:
        may_be_meant: Whether a pin is one of those, whatever package it is of.

    Raises:
        BadRequest: no package is named.
        NotFound: PinDoesNotExist, or no such package.
        HostError: CannotOpenPinningIndex.
    """
    _require_package(request, "Removing a pin")
    folder = context.host.state_folder()
    there = [one for one in _of_source(context, read_pins(folder), request.source) if may_be_meant(one)]
    named = _named_as(there, request)
    if not named and there:
        named = _known_as(context, there, request, call)
    if not named:
        raise NotFound(
            f"No pin of {request.named} exists.",
            code=ErrorCode.PinDoesNotExist,
            target=request.named,
            remedy=NOT_PINNED,
        )
    _remove(context, named)
    return tuple(named)


def reset_pins(context: Context, source: str | None) -> tuple[Pin, ...]:
    """Remove every pin, or each of one source. Raises HostError: CannotOpenPinningIndex."""
    pins = _of_source(context, read_pins(context.host.state_folder()), source)
    _remove(context, pins)
    return pins


def _remove(context: Context, gone: Sequence[Pin]) -> None:
    if not gone:
        return
    with open_pins(context.host.state_folder()) as pins:
        pins.remove(gone)
    for pin in gone:
        context.log.write("Information", f"pin removed: {pin.package} ({pin.source}) {pin.type.value}")


def source_name(context: Context, pin: Pin) -> str:
    """Return the name of a pin's source; its identifier where the source is not configured any more."""
    if pin.is_of_installed:
        return ""
    return next((one.name for one in context.sources.list() if one.identifier == pin.source), pin.source)


def _wanted(request: PinRequest) -> tuple[PinType, str]:
    """Return the type of the pin and its version."""
    given = [bool(request.version is not None), request.blocking, request.skip_version is not None]
    if sum(given) > 1:
        raise BadRequest(
            "A pin either keeps to a range of versions, blocks all, or skips one: several were given.",
            remedy="Leave all but one of them out.",
        )
    if request.blocking:
        return PinType.blocking, ""
    if request.version is not None:
        if fault := gate_fault(request.version):
            raise BadRequest(
                f"The range of versions '{request.version}' {fault}.",
                target="Version",
                remedy="Write it as 1.2.* for all that begins with 1.2, or as one version.",
            )
        return PinType.gating, request.version.strip()
    if request.skip_version is not None:
        if fault := skip_fault(request.skip_version):
            raise BadRequest(f"'{request.skip_version}' {fault}.", target="SkipVersion", remedy="Name one version.")
        return PinType.skip, request.skip_version.strip()
    return PinType.pinning, ""


def _key(context: Context, request: PinRequest, call: Call) -> tuple[str, str, str]:
    """Return id, source identifier and name of the package; one that is known by what is installed will do, too."""
    opened = context.sources.open(call, request.source)
    asked = request.search(MatchOption.equals_case_insensitive)
    if found := opened.find_candidates(asked):
        one = found[0] if len(found) == 1 else opened.find_one(asked)
        return _of_reference(context, one)
    installed = [one for one in _installed(context, request, call) if one.package is not None]
    packages = {(one.package.identifier, one.package.source): one.package for one in installed if one.package}
    if len(packages) == 1:
        return _of_reference(context, next(iter(packages.values())))
    if packages:
        raise several_installed(installed, request.named)
    return _of_reference(context, opened.find_one(asked))


def _of_reference(context: Context, one: PackageReference) -> tuple[str, str, str]:
    return one.identifier, _identifier(context, one.source), one.name or one.identifier


def _key_of_installed(context: Context, request: PinRequest, call: Call) -> tuple[str, str, str]:
    found = _installed(context, request, call)
    if not found:
        raise NotFound("No installed package matches.", target=request.named, remedy=NOTHING_FOUND)
    if len(found) > 1:
        raise several_installed(found, request.named)
    entry = found[0].entry
    code = entry.family_name or entry.product_code
    if not code:
        raise OperationError(
            f"{entry.name} has neither a product code nor a package family name to pin it by.", target=entry.local_id
        )
    return code, INSTALLED_SOURCE, entry.name


def _installed(context: Context, request: Criteria, call: Call) -> list[Correlated]:
    inventory = take_inventory(context, call, request.source)
    return matching(inventory, request, None, single=True, default=MatchOption.equals_case_insensitive)


def _named_as(pins: Iterable[Pin], request: Criteria) -> list[Pin]:
    """The pins whose own id or name is what was asked for."""
    if request.moniker or request.tag or request.command:
        return []
    ids = {fold(one.strip()) for one in (request.id, request.product_code) if one}
    names = {fold(request.name.strip())} if request.name else set()
    either = {fold(request.query.strip())} if request.query else set()
    return [
        pin
        for pin in pins
        if (not ids or fold(pin.package) in ids)
        and (not names or fold(pin.name) in names)
        and (not either or fold(pin.package) in either or fold(pin.name) in either)
    ]


def _known_as(context: Context, pins: Iterable[Pin], request: Criteria, call: Call) -> list[Pin]:
    """The pins of the package that the sources, or the list of what is installed, know by the criteria."""
    installed = _installed(context, request, call)
    keys: set[tuple[str, str]] = set()
    for one in installed:
        codes = (one.entry.product_code, one.entry.family_name)
        keys |= {(fold(code), INSTALLED_SOURCE) for code in codes if code}
        keys |= {(fold(ref.identifier), _identifier(context, ref.source)) for ref in (one.package, *one.others) if ref}
    opened = context.sources.open(call, request.source)
    for ref in opened.find_candidates(request.search(MatchOption.equals_case_insensitive)):
        keys.add((fold(ref.identifier), _identifier(context, ref.source)))
    return [pin for pin in pins if (fold(pin.package), pin.source) in keys]


def _of_source(context: Context, pins: Sequence[Pin], source: str | None) -> tuple[Pin, ...]:
    if source is None:
        return tuple(pins)
    configured = {one.identifier for one in context.sources.list() if fold(one.name) == fold(source)}
    found = tuple(pin for pin in pins if pin.source in configured or fold(pin.source) == fold(source))
    if not found and not configured:
        context.sources.list(source)  # raises the error of a source that is not configured
    return found


def _identifier(context: Context, source: str) -> str:
    """Return the identifier of a source that is named."""
    return next((one.identifier for one in context.sources.list() if fold(one.name) == fold(source)), source)


def _fits(sought: str, text: str, whole: bool) -> bool:
    return fold(text) == sought if whole else sought in fold(text)


def _require_package(request: Criteria, what: str) -> None:
    if request.empty:
        raise BadRequest(f"{what} needs a package.", remedy=NAME_PACKAGE)


def _exists(there: Pin, name: str) -> OperationError:
    range_text = f" ({there.version})" if there.version else ""
    return OperationError(
        f"{name} [{there.package}] has a pin of the type {there.type.value}{range_text} already.",
        code=ErrorCode.PinAlreadyExists,
        category="ResourceExists",
        target=there.package,
        remedy=PIN_EXISTS,
    )
