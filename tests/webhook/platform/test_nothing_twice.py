"""Whatever the platform does to a sending: what we call sent is there once, what we call not sent is not there."""

import asyncio
import random
from collections import Counter

import pytest

from base.bus import Bus
from base.clock import FixedClock
from base.settings import Settings
from tests.webhook.platform.conftest import api_of
from tests.webhook.platform.parts import SEND, StandIn, served, text_for
from webhook.platform.apis import PlatformApis
from webhook.platform.errors import PlatformCallError
from webhook.platform.outcomes import outcome_of
from webhook.simulator.api.faults import Fault

FAULTS = [
    None,
    Fault("errcode", -1, SEND),
    Fault("errcode", 40001, SEND, calls=1),
    Fault("errcode", 45011, SEND),
    Fault("html", path=SEND),
    Fault("html", path=SEND, takes_effect=True),
    Fault("status", path=SEND),
    Fault("half", path=SEND, takes_effect=True),
    Fault("cut", path=SEND),
    Fault("cut", path=SEND, takes_effect=True),
    Fault("status", path="/stable_token"),
]


async def state_of(api_side: PlatformApis, phone_text: dict[str, object], clock: FixedClock) -> str:
    try:
        await api_of(api_side).post(SEND, phone_text)
    except PlatformCallError as error:
        return outcome_of(error, clock).state
    return "sent"


@pytest.mark.parametrize("seed", range(3))
async def test_each_outcome_is_honest(
    seed: int, two_buses: list[Bus], stand_in: StandIn, settings: Settings, clock: FixedClock
) -> None:
    dice, simulator = random.Random(seed), stand_in.simulator
    async with served(simulator) as url:
        own = settings.model_copy(update={"wechat_api_url": url})
        replicas = [PlatformApis(own, bus, clock=clock) for bus in two_buses]
        seen: Counter[str] = Counter()
        for number in range(12):
            simulator.faults.clear()
            if fault := dice.choice(FAULTS):
                simulator.faults.set(fault)
            phones = [stand_in.phone(f"会员{number}-{n}") for n in range(6)]
            states = await asyncio.gather(
                *(state_of(replicas[n % 2], text_for(phone), clock) for n, phone in enumerate(phones))
            )
            seen.update(states)
            for state, phone in zip(states, phones, strict=True):
                assert len(phone.lines) in {"sent": {1}, "unknown": {0, 1}}.get(state, {0})
        assert seen["sent"] and seen["unknown"]
        for apis in replicas:
            await apis.close()
