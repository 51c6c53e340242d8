"""Spread plans over processes, and survive a cell that kills its own."""

import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context

from coursekit.checking.plans import Outcome, Plan
from coursekit.checking.trials import run_plan
from coursekit.checking.workspace import prepare_process

__all__ = ["run_plans"]


def run_plans(
    plans: Iterable[Plan], *, jobs: int = 2, tell: Callable[[str], None] | None = None
) -> dict[Plan, list[Outcome]]:
    """Run plans side by side.

    Parameters
    ----------
    plans : iterable of Plan
        What to run.
    jobs : int
        How many processes.
    tell : callable, optional
        Called with one line whenever a plan is done.

    Returns
    -------
    dict of Plan to list of Outcome
        For every plan; one that ended its process (``os._exit``, out of memory, hung in native code) is tried once
        more, an answer at a time, so that only the guilty answer is recorded as ``"died"``.
    """
    plans = list(plans)
    done = _run(plans, jobs, tell or (lambda text: None))
    for plan in (p for p in plans if p not in done):
        done[plan] = [outcome for part in _one_by_one(plan) for outcome in _alone(part)]
    return done


def _run(plans: list[Plan], jobs: int, tell: Callable[[str], None]) -> dict[Plan, list[Outcome]]:
    done: dict[Plan, list[Outcome]] = {}
    with _pool(jobs) as pool, contextlib.suppress(BrokenProcessPool):
        waiting: dict[Future, Plan] = {pool.submit(run_plan, plan): plan for plan in plans}
        for future in as_completed(waiting):
            with contextlib.suppress(BrokenProcessPool):
                done[waiting[future]] = future.result()
                tell(f"{waiting[future].lab}: {len(done)} of {len(plans)} batches of trials done")
    return done


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned, because that is what every operating system can do: what passes here passes there.
    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"), initializer=prepare_process)


def _one_by_one(plan: Plan) -> list[Plan]:
    return [replace(plan, answers=(answer,)) for answer in plan.answers]


def _alone(plan: Plan) -> list[Outcome]:
    done = _run([plan], 1, lambda text: None)
    if plan in done:
        return done[plan]
    message = (
        "The process ended in the middle of a trial: it called os._exit, ran out of memory, or could not be stopped."
    )
    return [Outcome("solution", plan.answers[0], "solution", False, "died", message, plan.file, 0, plan.variant)]
