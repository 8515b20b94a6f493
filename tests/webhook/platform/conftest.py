"""Clients of the stand-in: of one process with the embedded bus, or of two replicas on one real Redis."""

from collections.abc import AsyncIterator, Callable

import pytest

from base.bus import Bus
from base.clock import FixedClock
from base.settings import DEMO_APPID, Settings
from tests.webhook.platform.parts import StandIn
from webhook.platform.apis import PlatformApis
from webhook.platform.client import PlatformApi

NewApis = Callable[..., PlatformApis]


@pytest.fixture
def settings() -> Settings:
    return Settings(wechat_api_url="http://platform/simulator/api")  # type: ignore[call-arg]


@pytest.fixture
async def stand_in(settings: Settings, clock: FixedClock) -> AsyncIterator[StandIn]:
    stand_in = StandIn(settings, clock)
    yield stand_in
    await stand_in.simulator.close()


@pytest.fixture(params=["embedded", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    bus = Bus("" if request.param == "embedded" else request.getfixturevalue("redis_url"))
    await bus.redis.flushall()
    yield bus
    await bus.close()


@pytest.fixture
async def two_buses(redis_url: str) -> AsyncIterator[list[Bus]]:
    """Those of two replicas."""
    buses = [Bus(redis_url), Bus(redis_url)]
    await buses[0].redis.flushall()
    yield buses
    for bus in buses:
        await bus.close()


@pytest.fixture
async def new_apis(settings: Settings, stand_in: StandIn, clock: FixedClock) -> AsyncIterator[NewApis]:
    """Makes the clients of one more replica; its settings may be others."""
    made: list[PlatformApis] = []

    def new(bus: Bus, own: Settings = settings) -> PlatformApis:
        made.append(PlatformApis(own, bus, stand_in, clock))
        return made[-1]

    yield new
    for apis in made:
        await apis.close()


@pytest.fixture
def apis(new_apis: NewApis, bus: Bus) -> PlatformApis:
    return new_apis(bus)


@pytest.fixture
def api(apis: PlatformApis) -> PlatformApi:
    return api_of(apis)


def api_of(apis: PlatformApis, appid: str = DEMO_APPID) -> PlatformApi:
    api = apis.of(appid)
    assert api is not None
    return api
