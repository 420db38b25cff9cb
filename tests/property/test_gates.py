"""Whatever a user writes as a range: it lets the same versions through however they are spelled, and never another."""

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from property.test_versions import texts
from wingetpy.model.pin import Pin, PinType, is_in_gate
from wingetpy.model.version import Version, is_version
from wingetpy.selection.pinning import PinConsent, PinGuard

_numbers = st.lists(st.integers(0, 12), min_size=1, max_size=4)


def _text(numbers: list[int]) -> str:
    return ".".join(map(str, numbers))


@given(_numbers, _numbers)
@example([1, 0], [1])
@example([0], [0, 0, 1])
def test_a_range_takes_what_begins_with_it_and_nothing_else(gate: list[int], version: list[int]) -> None:
    padded = version + [0] * (len(gate) - len(version))
    assert is_in_gate(f"{_text(gate)}.*", Version.parse(_text(version))) is (padded[: len(gate)] == gate)


@given(_numbers, _numbers)
def test_a_range_takes_all_between_two_versions_that_it_takes(gate: list[int], more: list[int]) -> None:
    inside = Version.parse(_text([*gate, *more]))
    assert is_in_gate(f"{_text(gate)}.*", inside)
    assert inside >= Version.parse(_text(gate))
    assert inside < Version.parse(_text([*gate[:-1], gate[-1] + 1]))


@given(texts, texts)
def test_equal_versions_are_both_in_a_range_or_neither(gate: str, text: str) -> None:
    assume(is_version(gate) and is_version(text))
    version = Version.parse(text)
    assert is_in_gate(gate, version) is is_in_gate(gate, Version.parse(f" {text} "))


@given(
    texts,
    st.lists(st.tuples(st.sampled_from(list(PinType)), texts), max_size=4),
    st.sampled_from(list(PinConsent)),
)
def test_a_guard_lets_through_what_no_pin_prevents_and_blocking_gives_way_to_force_alone(
    text: str, given_pins: list[tuple[PinType, str]], consent: PinConsent
) -> None:
    assume(is_version(text))
    version = Version.parse(text)
    pins = tuple(Pin(package="a.b", source="s", type=kind, version=range_) for kind, range_ in given_pins)
    guard = PinGuard(pins, consent)
    preventing = guard.preventing(version)
    assert (preventing is None) is guard.lets(version)
    assert preventing is None or preventing in pins
    if any(pin.type is PinType.blocking for pin in pins) and consent is not PinConsent.every:
        assert preventing is not None
        assert preventing.type is PinType.blocking
    if consent is PinConsent.none and any(not pin.fits(version) for pin in pins):
        assert not guard.lets(version)
