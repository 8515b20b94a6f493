"""A picture message: downloaded once, before its turn, and a slow download is a late reply and not a lost one."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.settings import DEMO_APPID, Settings
from tests.pictures import bomb, picture
from tests.platform import FakePlatform
from tests.webhook.conftest import Build
from tests.webhook.parts import StandInEngine, StandInSender, claims, eventually, lines, only_member, settings_with
from tests.webhook.platform.parts import StandIn
from tests.webhook.test_deadline import SOON
from union.attachments.models import Attachment
from union.attachments.service import STAFF, of_lines
from union.conversations.models import Message
from union.handoff.service import request_handoff
from webhook import pictures, texts
from webhook.app import caretaking, create_app
from webhook.dependencies import Dependencies
from webhook.inbox import LEASE
from webhook.platform.apis import PlatformApis
from webhook.platform.errors import FileTooBigError, MediaError, PlatformError, UnreachableError
from webhook.render import render

UNVERIFIED = {"settings": settings_with(wechat_verified=False)}
SEEN = "答：[图片]"


@dataclass
class Platform:
    """Gives `files` by their media id, once `open` is set; an exception in a file's place is raised."""

    files: dict[str, bytes | Exception | list[bytes | Exception]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    async def download(self, appid: str, media_id: str, most: int) -> bytes:
        self.asked.append(media_id)
        await self.open.wait()
        found = self.files.get(media_id, PlatformError(40007))
        if isinstance(found, list):
            found = found.pop(0)
        if isinstance(found, Exception):
            raise found
        if len(found) > most:
            raise FileTooBigError
        return found


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PAUSE", 0)


@pytest.fixture
def files() -> Platform:
    files = Platform({"m1": picture(), "m2": picture(kind="PNG")})
    files.open.set()
    return files


@pytest.fixture
async def deps(deps: Dependencies, files: Platform) -> AsyncIterator[Dependencies]:
    yield replace(deps, download=files.download)
    files.open.set()


async def rows(database: Database) -> list[Attachment]:
    async with database.read() as session:
        return list(await session.scalars(select(Attachment).order_by(Attachment.created_at, Attachment.key)))


async def states(database: Database) -> list[str]:
    return [one.state for one in await rows(database)]


async def test_a_picture_is_kept_before_its_turn_and_stands_at_its_line(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine, files: Platform
) -> None:
    assert platform.read(await platform.post(client, platform.message("o-1", "image", MediaId="m1"))) == SEEN
    [kept] = await rows(database)
    assert (kept.state, kept.width, kept.height, kept.subject) == ("kept", 40, 30, None)
    assert kept.key == engine.turns[0]["key"] and kept.member_id == (await only_member(database)).id
    assert await lines(database) == [("member", "[图片]"), ("bot", SEEN)]
    async with database.read() as session:
        line = await session.scalar(select(Message.id).where(Message.author == "member"))
        assert line is not None and list(await of_lines(session, kept.member_id, [line])) == [line]
    assert files.asked == ["m1"]


async def test_repeats_download_it_once(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine, files: Platform
) -> None:
    message = platform.message("o-1", "image", MediaId="m1")
    answers = await asyncio.gather(*(platform.post(client, message) for _ in range(3)))
    assert {platform.read(answer) for answer in answers} == {SEEN}
    assert platform.read(await platform.post(client, message)) == SEEN
    assert (files.asked, engine.asked, await states(database)) == (["m1"], ["[图片]"], ["kept"])


async def test_two_pictures_at_once_are_both_kept_and_answered_in_order(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, engine: StandInEngine
) -> None:
    messages = [platform.message("o-1", "image", MediaId=media_id) for media_id in ("m1", "m2")]
    answers = await asyncio.gather(*(platform.post(client, message) for message in messages))
    assert [platform.read(answer) for answer in answers] == [SEEN, SEEN]
    assert await states(database) == ["kept", "kept"] and len(engine.turns) == 2


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (PlatformError(40007), "expired"),
        (PlatformError(48001), "unreachable"),
        (PlatformError(40001), "unreachable"),
        (UnreachableError("ReadTimeout"), "unreachable"),
        (MediaError("视频不能直接下载"), "no_picture"),
        (b"%PDF-1.7", "no_picture"),
        (b"", "no_picture"),
        (bomb(), "too_big"),
        (picture() + b"\0" * 11 * 1024 * 1024, "too_big"),
    ],
    ids=["expired", "forbidden", "token", "unreachable", "video", "pdf", "empty", "bomb", "11 MB"],
)
async def test_what_cannot_be_kept_is_known_to_the_turn(
    client: httpx.AsyncClient,
    platform: FakePlatform,
    database: Database,
    files: Platform,
    found: bytes | Exception,
    state: str,
) -> None:
    files.files["m1"] = found
    assert platform.read(await platform.post(client, platform.message("o-1", "image", MediaId="m1"))) == SEEN
    assert await states(database) == [state]


async def test_a_platform_that_was_away_for_a_moment_is_asked_again(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, files: Platform
) -> None:
    files.files["m1"] = [UnreachableError("ConnectError"), picture()]
    await platform.post(client, platform.message("o-1", "image", MediaId="m1"))
    assert (files.asked, await states(database)) == (["m1", "m1"], ["kept"])


async def test_a_platform_that_never_answers_is_given_up(
    client: httpx.AsyncClient,
    platform: FakePlatform,
    database: Database,
    files: Platform,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.05)
    files.open.clear()
    assert platform.read(await platform.post(client, platform.message("o-1", "image", MediaId="m1"))) == SEEN
    assert await states(database) == ["unreachable"]


async def test_a_slow_download_of_a_verified_account_is_a_late_reply(
    build: Build, platform: FakePlatform, database: Database, sender: StandInSender, files: Platform
) -> None:
    files.open.clear()
    client, message = build(timing=SOON), platform.message("o-1", "image", MediaId="m1")
    assert platform.read(await platform.post(client, message)) is None
    files.open.set()
    await eventually(lambda: sender.texts == [SEEN])
    assert await states(database) == ["kept"]
    assert platform.read(await platform.post(client, message)) is None


async def test_a_slow_download_of_an_unverified_account_is_fetched(
    build: Build, platform: FakePlatform, database: Database, files: Platform
) -> None:
    files.open.clear()
    client, message = build(**UNVERIFIED, timing=SOON), platform.message("o-1", "image", MediaId="m1")
    for _ in range(2):
        assert (await platform.post(client, message)).status_code == 503
    assert platform.read(await platform.post(client, message)) == render(texts.FETCH_HINT).text
    files.open.set()
    await eventually(lambda: _is(database, "done"))
    assert await platform.say(build(**UNVERIFIED), "o-1", "继续") == SEEN


async def _is(database: Database, state: str) -> bool:
    return [claim.state for claim in await claims(database)] == [state]


async def _kill(client: httpx.AsyncClient, deps: Dependencies, send: Callable[[], asyncio.Task[object]]) -> None:
    """What is left when a process dies while it downloads: nothing more of it is run."""
    task = send()
    await eventually(lambda: bool(deps.download.__self__.asked))  # type: ignore[attr-defined]
    app = client._transport.app  # type: ignore[attr-defined]
    turns = [*app.state.work._turns.values(), *app.state.work._others]
    for one in [task, *turns]:
        one.cancel()
    await asyncio.gather(task, *turns, return_exceptions=True)


async def test_after_a_killed_process_the_next_try_downloads_it_again(
    build: Build,
    deps: Dependencies,
    platform: FakePlatform,
    database: Database,
    files: Platform,
    clock: FixedClock,
    engine: StandInEngine,
) -> None:
    files.open.clear()
    message, dying = platform.message("o-1", "image", MediaId="m1"), build()
    await _kill(dying, deps, lambda: asyncio.create_task(platform.post(dying, message)))
    assert await states(database) == ["awaited"]
    files.open.set()
    clock.move(LEASE + timedelta(seconds=1))
    assert platform.read(await platform.post(build(), message)) == SEEN
    assert (files.asked, await states(database), engine.asked) == (["m1", "m1"], ["kept"], ["[图片]"])


async def test_after_a_killed_process_a_late_picture_is_taken_up_by_the_sweep(
    build: Build,
    deps: Dependencies,
    platform: FakePlatform,
    database: Database,
    files: Platform,
    clock: FixedClock,
    sender: StandInSender,
) -> None:
    files.open.clear()
    message, dying = platform.message("o-1", "image", MediaId="m1"), build(timing=SOON)
    assert platform.read(await platform.post(dying, message)) is None  # late: the platform is told success
    await _kill(dying, deps, lambda: asyncio.create_task(asyncio.sleep(0)))
    clock.move(LEASE + timedelta(seconds=1))
    files.open.set()
    other = create_app(replace(deps, timing=SOON))
    async with caretaking(replace(deps, timing=SOON), other.state.work):
        await eventually(lambda: sender.texts == [SEEN])
    assert await states(database) == ["kept"]


async def test_while_staff_have_the_conversation_the_picture_is_kept_for_them_in_silence(
    client: httpx.AsyncClient,
    platform: FakePlatform,
    database: Database,
    engine: StandInEngine,
    deps: Dependencies,
    clock: FixedClock,
) -> None:
    await platform.say(client, "o-1", "你好")
    member = await only_member(database)
    await database.transact(lambda s: request_handoff(s, member.id, "", clock.now()))
    async with deps.bus.subscribe("conversations") as heard:
        assert platform.read(await platform.post(client, platform.message("o-1", "image", MediaId="m1"))) is None
        await eventually(lambda: _kept(database))
        told = [await asyncio.wait_for(anext(heard), 10) for _ in range(2)]  # the line, then the picture
    assert [one["member"] for one in told] == [member.id] * 2
    [kept] = await rows(database)
    assert kept.subject == STAFF and kept.line_id is not None and engine.asked == ["你好"]


async def _kept(database: Database) -> bool:
    return await states(database) == ["kept"]


async def test_a_picture_for_staff_outlives_the_process_that_began_it(
    client: httpx.AsyncClient, deps: Dependencies, platform: FakePlatform, database: Database, files: Platform,
    clock: FixedClock,
) -> None:  # fmt: skip
    await platform.say(client, "o-1", "你好")
    member = await only_member(database)
    await database.transact(lambda s: request_handoff(s, member.id, "", clock.now()))
    files.open.clear()
    message = platform.message("o-1", "image", MediaId="m1")
    await _kill(client, deps, lambda: asyncio.create_task(platform.post(client, message)))
    assert await states(database) == ["awaited"]
    files.open.set()
    clock.move(timedelta(minutes=3))
    await create_app(deps).state.work.sweep()
    assert await states(database) == ["kept"]


async def test_the_words_of_a_picture_typed_by_a_member_are_no_picture(
    client: httpx.AsyncClient, platform: FakePlatform, database: Database, files: Platform
) -> None:
    assert await platform.say(client, "o-1", "[图片]") == SEEN
    assert await rows(database) == [] and files.asked == []


async def test_the_loop_is_free_while_a_picture_is_decoded(
    client: httpx.AsyncClient, platform: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, decoding = asyncio.get_running_loop(), asyncio.Event()
    answered = asyncio.run_coroutine_threadsafe  # from the decoder's thread back into the loop

    def slow(data: bytes) -> str:
        loop.call_soon_threadsafe(decoding.set)
        assert answered(platform.say(client, "o-2", "活动"), loop).result(20) == "答：活动"
        return "no_picture"

    monkeypatch.setattr(pictures, "clean_picture", slow)
    assert platform.read(await platform.post(client, platform.message("o-1", "image", MediaId="m1"))) == SEEN
    assert decoding.is_set()


class Endless(httpx.AsyncByteStream):
    """50 MB, a piece at a time; counts what was read."""

    def __init__(self) -> None:
        self.read = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield picture()
        while self.read < 50 * 1024 * 1024:
            self.read += 64 * 1024
            yield b"\0" * 64 * 1024


class Huge(httpx.AsyncBaseTransport):
    """The stand-in, but every file is 50 MB."""

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self.file = Endless()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/media/get"):
            return httpx.Response(200, headers={"content-type": "image/jpeg"}, stream=self.file)
        return await self._stand_in.handle_async_request(request)


async def test_the_stand_in_serves_what_was_uploaded_there_and_no_more_than_ten_megabytes_are_read(
    build: Build, platform: FakePlatform, database: Database, clock: FixedClock
) -> None:
    settings = Settings(wechat_api_url="http://platform/simulator/api")  # type: ignore[call-arg]
    bus, stand_in = Bus(), StandIn(settings, clock)
    huge = Huge(stand_in)
    apis, slow = PlatformApis(settings, bus, stand_in, clock), PlatformApis(settings, bus, huge, clock)
    media_id = stand_in.side().media.add("image", picture(), "image/jpeg")
    for download, state in ((apis.download, "kept"), (slow.download, "too_big")):
        message = platform.message("o-1", "image", MediaId=media_id)
        assert platform.read(await platform.post(build(download=download), message)) == SEEN
        assert state in await states(database)
    assert 10 * 1024 * 1024 <= huge.file.read < 11 * 1024 * 1024
    stand_in.side().media.forget(media_id)
    with pytest.raises(PlatformError):
        await apis.download(DEMO_APPID, media_id, 1000)
    with pytest.raises(UnreachableError):
        await apis.download("another account", media_id, 1000)
    for closing in (apis, slow):
        await closing.close()
    await stand_in.simulator.close()
    await bus.close()
