"""Operations: plans and what becomes of them.

The face for commands:

    plan_install(host, manifest, installer, origin, options, ...) -> PlannedOperation
    plan_update(host, manifest, installer, origin, options, installed, ...) -> PlannedOperation
    plan_uninstall(host, installed, options, package=..., source=...) -> PlannedOperation
    nothing_to_do(host, operation, reason, installed, ...) -> PlannedOperation
    Plans().keep(planned) gives it a PlanId, Plans().take(plan_id, "Install") gives it back once
    run_plan(host, planned, call, RunOptions(...)) -> Outcome       never raises an EngineError: `Outcome.error`
    interrupted_operations(host) -> [Interrupted]                   for a read to warn of

`PlannedOperation.plan` is what the protocol sends (`Plan`); a plan with an `error` is one that would fail. Package
dependencies are operations of their own: the caller plans them in their order and runs them before.
"""
