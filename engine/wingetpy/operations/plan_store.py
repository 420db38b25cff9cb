"""The plans of a session, kept until they are carried out or newer ones push them out."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import BadRequest, PlanStale
from wingetpy.model.operation import OperationKind

if TYPE_CHECKING:  # only for types: an engine is started to find packages, too
    from wingetpy.operations.plan import PlannedOperation

MOST_PLANS = 256


class PlanStore:
    """Plans by their id. May be used by several threads."""

    def __init__(self, most: int = MOST_PLANS) -> None:
        self._most = most
        self._plans: OrderedDict[str, PlannedOperation] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, planned: PlannedOperation) -> PlannedOperation:
        """The same operation with an id in its plan; the oldest one is forgotten when there are too many."""
        plan_id = os.urandom(8).hex()
        shown = msgspec.structs.replace(planned.plan, plan_id=plan_id)
        kept = msgspec.structs.replace(planned.without_sources(), plan=shown)
        with self._lock:
            self._plans[plan_id] = kept
            while len(self._plans) > self._most:
                self._plans.popitem(last=False)
        return kept

    def take(self, plan_id: str, *operations: OperationKind) -> PlannedOperation:
        """The operation of a plan, which can be carried out once.

        Args:
            operations: What is asked for; a plan to do something else was not meant.

        Raises:
            PlanStale: if the id is not known, or not any more.
            BadRequest: if it is the plan of another operation.
        """
        with self._lock:
            planned = self._plans.get(plan_id)
            if planned is not None and planned.plan.operation not in operations:
                raise BadRequest(
                    f"The plan {plan_id!r} is one to {planned.plan.operation.lower()} {planned.plan.id}; that is not"
                    " what is asked for.",
                    target=plan_id,
                    remedy="Give it to the method of its operation, or make a new plan.",
                )
            self._plans.pop(plan_id, None)
        if planned is None:
            raise PlanStale(
                f"There is no plan {plan_id!r} in this session: it was carried out, or newer plans took its place.",
                target=plan_id,
                remedy="Make a new plan.",
            )
        return planned
