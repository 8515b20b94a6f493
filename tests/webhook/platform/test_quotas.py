"""The day's calls: counted before they go out, by account, kind and day in Shanghai."""

import asyncio
from datetime import datetime, timedelta

import pytest

from base.bus import Bus
from base.clock import SHANGHAI, FixedClock
from base.settings import DEMO_APPID, Settings
from tests.webhook.platform.conftest import NewApis, api_of
from tests.webhook.platform.parts import PNG, SEND, StandIn, text_for
from webhook.platform.client import PlatformApi
from webhook.platform.errors import OverQuotaError, TokenError
from webhook.simulator.api.faults import Fault

MIDNIGHT = datetime(2026, 11, 19, tzinfo=SHANGHAI)  # after the clock's Wednesday


def limited(settings: Settings, **limits: int) -> Settings:
    return settings.model_copy(update={"limits": settings.limits.model_copy(update=limits)})


async def over(api: PlatformApi, stand_in: StandIn) -> OverQuotaError:
    with pytest.raises(OverQuotaError) as raised:
        await api.post(SEND, text_for(stand_in.phone()))
    return raised.value


async def test_what_is_over_the_quota_is_not_tried_until_the_next_day(
    new_apis: NewApis, bus: Bus, stand_in: StandIn, settings: Settings, clock: FixedClock
) -> None:
    api = api_of(new_apis(bus, limited(settings, custom_sends_a_day=2)))
    for _ in range(2):
        await api.post(SEND, text_for(stand_in.phone()))
    assert (await over(api, stand_in)).until == MIDNIGHT
    assert stand_in.sent() == 2
    clock.move(MIDNIGHT - clock.now() - timedelta(seconds=1))
    await over(api, stand_in)
    clock.move(timedelta(seconds=1))
    await api.post(SEND, text_for(stand_in.phone()))


async def test_replicas_count_together(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn, settings: Settings
) -> None:
    replicas = [api_of(new_apis(bus, limited(settings, custom_sends_a_day=7))) for bus in two_buses]
    phones = [stand_in.phone(f"会员{number}") for number in range(20)]
    ends = await asyncio.gather(
        *(replicas[n % 2].post(SEND, text_for(phone)) for n, phone in enumerate(phones)), return_exceptions=True
    )
    assert sum(isinstance(end, OverQuotaError) for end in ends) == 13
    assert sum(len(phone.lines) for phone in phones) == 7


async def test_each_kind_of_call_and_each_account_has_its_own_quota(
    new_apis: NewApis, bus: Bus, stand_in: StandIn, settings: Settings
) -> None:
    limits = limited(settings, custom_sends_a_day=0, uploads_a_day=1)
    apis = new_apis(bus, limits)
    await over(api_of(apis), stand_in)
    for account in settings.accounts:
        api = api_of(apis, account.appid)
        await api.upload("image", "a.png", PNG, "image/png")
        with pytest.raises(OverQuotaError):
            await api.upload("image", "a.png", PNG, "image/png")
    assert stand_in.sent("/cgi-bin/media/upload") == 2


async def test_when_the_platform_says_used_up_it_is_asked_again_after_a_while_only(
    api: PlatformApi, bus: Bus, stand_in: StandIn
) -> None:
    stand_in.simulator.faults.set(Fault("errcode", 45009, SEND, calls=1))
    assert (await over(api, stand_in)).until == MIDNIGHT
    await over(api, stand_in)
    assert stand_in.sent() == 1
    await bus.redis.delete(f"wechat:calls:{DEMO_APPID}:custom:20261118:full")  # an hour later
    await api.post(SEND, text_for(stand_in.phone()))


async def test_what_is_not_sent_every_day_is_counted_only_when_asked(
    new_apis: NewApis, bus: Bus, stand_in: StandIn, settings: Settings
) -> None:
    api = api_of(new_apis(bus, limited(settings, template_sends_a_day=0)))
    menu = {"button": [{"type": "click", "name": "活动", "key": "say:活动"}]}
    await api.post("/cgi-bin/menu/create", menu)
    with pytest.raises(OverQuotaError):
        await api.post("/cgi-bin/menu/create", menu, counts="template")


async def test_without_redis_a_process_counts_for_itself(
    new_apis: NewApis, stand_in: StandIn, settings: Settings
) -> None:
    down = Bus("redis://127.0.0.1:1")
    api = api_of(new_apis(down, limited(settings, custom_sends_a_day=1)))
    await api.post(SEND, text_for(stand_in.phone()))
    await over(api, stand_in)
    await down.close()


async def test_a_token_that_is_over_its_quota_says_nothing_of_the_call(
    api: PlatformApi, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.platform.alarm.PAUSE", 0)
    stand_in.simulator.faults.set(Fault("errcode", 45009, "/stable_token", calls=1))
    with pytest.raises(TokenError, match="45009"):
        await api.post(SEND, text_for(stand_in.phone()))
    await api.post(SEND, text_for(stand_in.phone()))
