"""Files are uploaded once for all who get the same, and anew when the platform has lost them."""

import asyncio
from datetime import timedelta

import pytest

from base.bus import Bus
from base.clock import FixedClock
from base.limits import Limits
from base.settings import DEMO_APPID, DEMO_UNVERIFIED, Settings
from tests.webhook.platform.conftest import NewApis, api_of
from tests.webhook.platform.parts import PNG, SEND, StandIn, no_lock
from webhook.platform.apis import PlatformApis
from webhook.platform.errors import MediaError, PlatformError, UnreachableError
from webhook.platform.media import Media
from webhook.simulator.api.faults import Fault

UPLOAD = "/cgi-bin/media/upload"


@pytest.fixture
def media(apis: PlatformApis, bus: Bus, settings: Settings) -> Media:
    return Media(apis, bus, settings.limits)


async def test_the_same_file_is_uploaded_once_however_many_ask(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn, settings: Settings
) -> None:
    replicas = [Media(new_apis(bus), bus, settings.limits) for bus in two_buses]
    ids = await asyncio.gather(*(replicas[n % 2].upload(DEMO_APPID, PNG, "image/png") for n in range(20)))
    assert len(set(ids)) == 1
    assert stand_in.sent(UPLOAD) == 1


async def test_control_without_the_lock_two_replicas_upload_it_twice(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.platform.shared.Shared.lock", no_lock)
    apis = [new_apis(bus) for bus in two_buses]
    await asyncio.gather(*(api_of(one).tokens.get() for one in apis))
    replicas = [Media(one, bus, settings.limits) for one, bus in zip(apis, two_buses, strict=True)]
    stand_in.meeting = asyncio.Barrier(2)
    await asyncio.gather(*(media.upload(DEMO_APPID, PNG, "image/png") for media in replicas))
    assert stand_in.sent(UPLOAD) == 2


async def test_another_file_or_account_has_an_id_of_its_own(media: Media, stand_in: StandIn) -> None:
    first = await media.upload(DEMO_APPID, PNG, "image/png")
    other = await media.upload(DEMO_APPID, PNG + b"x", "image/png")
    theirs = await media.upload(DEMO_UNVERIFIED.appid, PNG, "image/png")
    assert len({first, other, theirs}) == 3
    assert await media.upload(DEMO_APPID, PNG, "image/png") == first
    assert stand_in.side(1).media.get(theirs) and not stand_in.side(0).media.get(theirs)


async def test_an_id_is_forgotten_some_hours_before_the_platform_does(media: Media, bus: Bus) -> None:
    await media.upload(DEMO_APPID, PNG, "image/png")
    [name] = await bus.redis.keys("wechat:media:*")
    left = timedelta(seconds=await bus.redis.ttl(name))
    assert timedelta(days=2, hours=17) < left <= timedelta(days=2, hours=18)


async def test_a_file_that_the_platform_lost_is_uploaded_anew_and_sent_once(
    apis: PlatformApis, media: Media, stand_in: StandIn, clock: FixedClock
) -> None:
    api = api_of(apis)

    async def send(media_id: str) -> None:
        await api.post(SEND, {"touser": phone.openid, "msgtype": "image", "image": {"media_id": media_id}})

    await media.upload(DEMO_APPID, PNG, "image/png")
    clock.move(timedelta(days=3))
    phone = stand_in.phone()
    await media.using(DEMO_APPID, PNG, "image/png", send)
    assert [line.kind for line in phone.lines] == ["image"]
    assert stand_in.sent(UPLOAD) == 2


async def test_what_the_platform_refuses_for_good_is_not_tried_for_ever(
    apis: PlatformApis, media: Media, stand_in: StandIn
) -> None:
    tries: list[str] = []

    async def send(media_id: str) -> None:
        tries.append(media_id)
        raise PlatformError(40007)

    with pytest.raises(PlatformError, match="40007"):
        await media.using(DEMO_APPID, PNG, "image/png", send)
    assert len(set(tries)) == len(tries) == 2


async def test_another_refusal_of_the_message_costs_no_upload(media: Media, stand_in: StandIn) -> None:
    async def send(_: str) -> None:
        raise PlatformError(45015)

    with pytest.raises(PlatformError, match="45015"):
        await media.using(DEMO_APPID, PNG, "image/png", send)
    assert stand_in.sent(UPLOAD) == 1


@pytest.mark.parametrize(
    ("appid", "content", "mime"),
    [
        (DEMO_APPID, b"", "image/png"),
        (DEMO_APPID, PNG * 1000, "image/png"),
        (DEMO_APPID, b"<html>", "text/html"),
        ("wx-other", PNG, "image/png"),
    ],
)
async def test_what_the_platform_would_not_take_is_not_sent(
    apis: PlatformApis, bus: Bus, stand_in: StandIn, appid: str, content: bytes, mime: str
) -> None:
    media = Media(apis, bus, Limits(image_bytes=10_000))  # type: ignore[call-arg]
    with pytest.raises(MediaError):
        await media.upload(appid, content, mime)
    assert stand_in.sent(UPLOAD) == 0


async def test_a_failed_upload_leaves_nothing_behind(media: Media, stand_in: StandIn) -> None:
    stand_in.simulator.faults.set(Fault("half", path=UPLOAD, calls=1))
    with pytest.raises(UnreachableError):
        await media.upload(DEMO_APPID, PNG, "image/png")
    assert await media.upload(DEMO_APPID, PNG, "image/png")
    assert stand_in.sent(UPLOAD) == 2


async def test_without_redis_files_still_go_up(new_apis: NewApis, stand_in: StandIn, settings: Settings) -> None:
    down = Bus("redis://127.0.0.1:1")
    media = Media(new_apis(down), down, settings.limits)
    assert await media.upload(DEMO_APPID, PNG, "image/png")
    await down.close()
