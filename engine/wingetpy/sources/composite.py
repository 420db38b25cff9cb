"""Several open sources as one. A source that fails is a warning as long as another one answers."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from wingetpy.errors import (
    Ambiguous,
    ConsentMissing,
    EngineError,
    ErrorCode,
    NotFound,
    SourceError,
    Suggestion,
    remedies,
)
from wingetpy.errors.suggestion import did_you_mean
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.sources.checks import unknown_source
from wingetpy.sources.keys import PackageKeys
from wingetpy.sources.match import has_wildcard, refuse_wildcards
from wingetpy.sources.recognise import recognised_by
from wingetpy.sources.request import (
    FoundPackages,
    Hit,
    InstalledKeys,
    KeyMatch,
    PackageReference,
    PackageVersion,
    Ranked,
    SearchRequest,
    SearchResult,
)
from wingetpy.sources.search import SourceSearch
from wingetpy.sources.side_by_side import FAILURES, SourceQuestion, answers
from wingetpy.sources.source import GivesFields, OpenSource

if TYPE_CHECKING:
    from wingetpy.manifests.merge import Merged
    from wingetpy.manifests.model import Manifest

_Answer = TypeVar("_Answer")

NOTHING_FOUND = "No package found matching input criteria."
_SEVERAL_FOUND = "Multiple packages found matching input criteria. Please refine the input."
_CANDIDATES_NAMED = 10


def report(failures: Sequence[EngineError], call: Call) -> None:
    """Warn of sources that fail, one warning each: its first line, for the texts of agreements are long."""
    for failure in failures:
        call.message("Warning", failure.text.partition("\n")[0], failure.code.hex)


class CompositeSource:
    """Open sources that are asked together, in the order of the configured list.

    Args:
        sources: At least one.
        call: Receives a warning for each source that fails.
        named: The caller named the one source.
        failures: Why others could not be opened; their warnings have been given.
        live: Names of the sources that are asked at their servers each time.
        patience: For a list of what is installed: seconds that each question waits for those; one that did not answer
            in them is not asked again. None for as long as each takes.
    """

    def __init__(
        self,
        sources: Sequence[OpenSource],
        call: Call,
        *,
        named: bool = False,
        failures: Sequence[EngineError] = (),
        live: Container[str] = (),
        patience: float | None = None,
    ) -> None:
        self.sources = tuple(sources)
        self._live = live
        self._silent: set[str] = set()
        """Folded names of sources that did not answer."""
        self._patience = patience
        self.is_named = named
        self._call = call
        self._failures = list(failures)

    @property
    def is_complete(self) -> bool:
        """Whether every source was opened and has answered every question so far."""
        return not self._failures

    def require_complete(self) -> None:
        """Refuse to choose a package while a source does not answer: it may have another one of this name.

        One that another request has removed meanwhile is none to wait for.

        Raises:
            ConsentMissing: the agreements of the first of them have not been accepted.
            SourceError: with the code and the reasons of those that fail.
        """
        failures = [one for one in self._failures if one.code is not ErrorCode.SourceNameDoesNotExist]
        if not failures:
            return
        first = failures[0]
        if isinstance(first, ConsentMissing):
            raise first
        reasons = " ".join(dict.fromkeys(one.text.partition("\n")[0] for one in failures))
        raise SourceError(
            f"A source does not answer, and no other one was named: {reasons}",
            code=first.code,
            category=first.category,
            target=first.target,
            remedy=remedies.NAME_SOURCE,
        ) from first

    def search(self, request: SearchRequest) -> SearchResult:
        """Everything that fits in all sources: best match first, then by source and id.

        Raises:
            SourceError: when every source failed.
        """
        given = self._ask(lambda source: source.search(request), request.source)
        finding = SourceSearch(
            [SourceQuestion("", partial(_given, ranked)) for _, ranked in given], request, self._call
        )
        hits = [hit for rows in finding for hit in rows.hits]
        return SearchResult(FoundPackages(hits), truncated=finding.truncated)

    def find_one(self, request: SearchRequest) -> PackageReference:
        """The one package that an operation means.

        The query is an id, name, moniker, product code or family name; filters narrow it down. Of the same package in
        several sources the one in the source of the highest priority is taken.

        Raises:
            NotFound: NoApplicationsFound.
            BadRequest: the id or name has a wildcard and means no package as it is.
            Ambiguous: MultipleApplicationsFound, naming the candidates.
        """
        found = self.find_candidates(request)
        if not found:
            refuse_wildcards(request)
            suggestions = self.suggestions(request)
            raise NotFound(
                NOTHING_FOUND,
                target=_asked_for(request),
                remedy=did_you_mean(suggestions) if suggestions else remedies.NOTHING_FOUND,
                suggestions=suggestions,
            )
        if len(found) > 1:
            raise _several(request, found)
        return found[0]

    def suggestions(self, request: SearchRequest) -> tuple[Suggestion, ...]:
        """Return packages with names near what was asked for, where nothing was found."""
        wanted = request.query or request.id or request.name or request.moniker or ""
        if not wanted or has_wildcard(wanted):
            return ()
        from wingetpy.sources.suggestions import suggestions  # late: start time

        return suggestions(wanted, self.sources)

    def find_candidates(self, request: SearchRequest) -> tuple[PackageReference, ...]:
        """Return all packages that an operation may mean by this request, best first; see `find_one`."""
        given = self._ask(lambda source: source.find_single(request), request.source)
        best = max((source.details.priority for source, ranked in given if ranked.packages), default=0)
        return _references([ranked for source, ranked in given if source.details.priority == best])

    def find_single(self, request: SearchRequest) -> tuple[PackageReference, ...]:
        """Return the same of every source, whatever its priority: what is installed may be from any."""
        given = self._ask(lambda source: source.find_single(request), request.source)
        return _references([ranked for _, ranked in given])

    def versions(self, reference: PackageReference) -> tuple[PackageVersion, ...]:
        """The versions of a package, newest first; none if it is gone."""
        return self.source(reference.source).versions(reference.identifier)

    def offers(self, reference: PackageReference) -> tuple[PackageVersion, ...]:
        """Return the versions of a package for a list of what is installed: none where its source fails, which is one
        warning for all."""
        name = fold(reference.source)
        if name in self._silent and not self.is_named:
            return ()
        try:
            return self.versions(reference)
        except FAILURES as error:
            if self.is_named:
                raise
            self._silent.add(name)
            self._failures.append(error)
            report([error], self._call)
            return ()

    def manifest(self, reference: PackageReference, version: str | None = None) -> Manifest:
        """The manifest of a version, None for the newest; see `OpenSource.manifest`."""
        return self.source(reference.source).manifest(reference.identifier, version)

    def merged(self, reference: PackageReference, version: str | None = None) -> Merged:
        """The fields of a version's manifest as they are written; see `GivesFields`. NotFound if its source cannot."""
        source = self.source(reference.source)
        if not isinstance(source, GivesFields):
            raise NotFound(f"The source {reference.source} does not give manifests as they are written.")
        return source.merged(reference.identifier, version)

    def recognise(self, installed: Sequence[InstalledKeys]) -> list[tuple[KeyMatch, ...]]:
        """Which packages each of many installed programs may be; one answer a program, in the same order.

        Product codes, family names and upgrade codes are looked for, and name with publisher. A name with an
        architecture (`Tool (x64)`) is looked for without it only where no package has it with it. Where every source
        fails, none is recognised.
        """
        given = self._ask(lambda source: recognised_by(source, installed), needs_answer=self.is_named)
        return [tuple(match for _, found in given for match in found[place]) for place in range(len(installed))]

    def keys(self, reference: PackageReference) -> PackageKeys:
        """What installed versions of a package may be recognised by: for looking back from a package."""
        return self.source(reference.source).keys(reference.identifier)

    def source(self, name: str) -> OpenSource:
        """One of the sources by its name, without case.

        Raises:
            NotFound: when it is not among these.
        """
        found = next((source for source in self.sources if fold(source.details.name) == fold(name)), None)
        if found is None:
            raise unknown_source(name)
        return found

    def _ask(
        self,
        ask: Callable[[OpenSource], _Answer],
        name: str | None = None,
        *,
        needs_answer: bool = True,
    ) -> list[tuple[OpenSource, _Answer]]:
        """What each source, or the named one, answers, in their order; servers are asked side by side. A failure of one
        is a warning; it is raised when nobody answers, and an answer is needed."""
        asked = self.sources if name is None else (self.source(name),)
        patience = None
        if self._patience is not None and not self.is_named:  # a list: who did not answer is not waited for again
            asked = tuple(one for one in asked if fold(one.details.name) not in self._silent)
            patience = self._patience
        questions = [
            SourceQuestion(
                one.details.name,
                partial(ask, one),
                is_remote=one.details.is_remote,
                is_live=one.details.name in self._live,
            )
            for one in asked
        ]
        given = sorted(answers(questions, self._call, patience), key=lambda pair: pair[0])
        failures = [answer for _, answer in given if isinstance(answer, EngineError)]
        self._silent |= {fold(asked[place].details.name) for place, one in given if isinstance(one, EngineError)}
        found = [(asked[place], answer) for place, answer in given if not isinstance(answer, EngineError)]
        if failures and not found and needs_answer and patience is None:
            raise failures[0]
        self._failures += failures
        report(failures, self._call)
        return found


def _given(ranked: Ranked) -> Ranked:
    return ranked


def _merged(answers: Sequence[Ranked]) -> list[Hit]:
    """What several sources found by rank; among equals the order of the sources stays."""
    pairs = [pair for ranked in answers for pair in zip(ranked.ranks, ranked.packages, strict=True)]
    pairs.sort(key=lambda pair: pair[0])
    return [hit for _, hit in pairs]


def _references(answers: Sequence[Ranked]) -> tuple[PackageReference, ...]:
    return tuple(PackageReference(hit.source, hit.id, hit.name) for hit in _merged(answers))


def _asked_for(request: SearchRequest) -> str | None:
    return request.query or request.id or request.name or request.moniker or request.tag or request.command


def _several(request: SearchRequest, found: Sequence[PackageReference]) -> Ambiguous:
    named = ", ".join(f"{package.identifier} ({package.source})" for package in found[:_CANDIDATES_NAMED])
    more = f" and {len(found) - _CANDIDATES_NAMED} more" if len(found) > _CANDIDATES_NAMED else ""
    return Ambiguous(
        f"{_SEVERAL_FOUND} Found: {named}{more}.",
        target=_asked_for(request),
        remedy=remedies.SEVERAL_FOUND,
    )
