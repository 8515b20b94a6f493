"""Changes that come while a page is being refreshed cause one more refresh, not many."""

import asyncio

from console.live import Coalesced


async def test_calls_during_a_run_become_one_more_run() -> None:
    runs, gate = 0, asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        await gate.wait()

    coalesced = Coalesced(work)
    first = asyncio.create_task(coalesced())
    await asyncio.sleep(0)
    await asyncio.gather(*[coalesced() for _ in range(10)])
    gate.set()
    await first

    assert runs == 2


async def test_a_failed_run_does_not_stop_the_next() -> None:
    runs = 0

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise RuntimeError("once")

    coalesced = Coalesced(work)
    await asyncio.gather(coalesced(), return_exceptions=True)
    await coalesced()

    assert runs == 2
