"""Versions of a package that are installed side by side: which of them is updated."""

from wingetpy.correlation.correlate import correlate
from wingetpy.model.scope import Scope
from wingetpy.selection.availability import UpdateState


def states(found) -> dict[str, UpdateState]:
    return {one.entry.product_code: one.state for one in found}


def test_only_the_newest_of_them_has_an_update(manifest, sources, entry):
    manifest("Some.Runtime", "3.0", name="Runtime")
    three = [entry("Runtime", version, product_code=version) for version in ("1.0", "1.10", "1.2")]
    assert states(correlate(three, sources())) == {
        "1.0": UpdateState.superseded,
        "1.2": UpdateState.superseded,
        "1.10": UpdateState.available,
    }


def test_where_the_newest_version_is_installed_none_has(manifest, sources, entry):
    manifest("Some.Runtime", "3.0", name="Runtime")
    both = [entry("Runtime", version, product_code=version) for version in ("1.0", "3.0")]
    assert states(correlate(both, sources())) == {"1.0": UpdateState.superseded, "3.0": UpdateState.current}


def test_two_scopes_and_two_architectures_are_updated_each(manifest, sources, entry):
    manifest("Some.Runtime", "3.0", name="Runtime")
    three = [
        entry("Runtime", "1.0", product_code="a"),
        entry("Runtime", "2.0", product_code="b", scope=Scope.user),
        entry("Runtime", "2.5", product_code="c", architecture="x86"),
    ]
    assert set(states(correlate(three, sources())).values()) == {UpdateState.available}


def test_what_has_no_version_supersedes_nothing(manifest, sources, entry):
    manifest("Some.Runtime", "3.0", name="Runtime")
    both = [entry("Runtime", "Unknown", product_code="a"), entry("Runtime", "2.0", product_code="b")]
    assert states(correlate(both, sources())) == {"a": UpdateState.unknown, "b": UpdateState.available}


def test_another_program_of_the_package_supersedes_nothing(manifest, sources, entry):
    more = "AppsAndFeaturesEntries:\n- DisplayName: Suite\n- DisplayName: Helper"
    manifest("Some.Suite", "9.0", name="Suite", more=more)
    both = [entry("Suite", "8.0", product_code="a"), entry("Helper", "8.5", product_code="b")]
    assert set(states(correlate(both, sources())).values()) == {UpdateState.available}


def test_what_is_newer_than_all_that_is_offered_supersedes_nothing(manifest, sources, entry):
    manifest("Some.Tool", "3.0", name="Tool")
    both = [entry("Tool", "2.0", product_code="a"), entry("Tool", "22.1", product_code="b")]
    assert states(correlate(both, sources())) == {"a": UpdateState.available, "b": UpdateState.newer}
