"""A place that is asked for what should be."""

from __future__ import annotations

from typing import Any

from kit.place import Place
from wingetpy.commands.desired import DesiredExport, DesiredSet, DesiredState, DesiredTest


class Wanted(Place):
    """`get`, `test` and `set` of a resource, with its properties as a document has them."""

    def get(self, resource: str, **properties: Any) -> dict[str, Any]:
        answer = self.ask("desired/get", Resource=resource, Properties=properties)
        assert isinstance(answer, DesiredState)
        return answer.state

    def test(self, resource: str, **properties: Any) -> DesiredTest:
        answer = self.ask("desired/test", Resource=resource, Properties=properties)
        assert isinstance(answer, DesiredTest)
        return answer

    def set(self, resource: str, **properties: Any) -> DesiredSet:
        return self._set(resource, properties, what_if=False)

    def preview(self, resource: str, **properties: Any) -> DesiredSet:
        return self._set(resource, properties, what_if=True)

    def export(self, resource: str, **properties: Any) -> tuple[dict[str, Any], ...]:
        answer = self.ask("desired/export", Resource=resource, Properties=properties)
        assert isinstance(answer, DesiredExport)
        return answer.states

    def drift(self, resource: str, **properties: Any) -> dict[str, tuple[str, str]]:
        """Wanted and actual value by property."""
        return {one.name: (one.wanted, one.actual) for one in self.test(resource, **properties).drift}

    def _set(self, resource: str, properties: dict[str, Any], *, what_if: bool) -> DesiredSet:
        answer = self.ask("desired/set", Resource=resource, Properties=properties, WhatIf=what_if)
        assert isinstance(answer, DesiredSet)
        return answer
