"""The console before a full inbox: how quickly it opens, takes up a change, and serves many at once; memory a page."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from playwright.async_api import BrowserContext, Page
from sqlalchemy.ext.asyncio import AsyncSession

from bench.console_agents import Agent
from bench.console_setting import NAME, OPEN, PASSWORD, Setting, full_inbox
from bench.latency import latency, percentile
from bench.processes import memory_mb
from bench.results import Result
from tests.browser_support import open_browser
from union.conversations.service import record
from union.handoff.models import HandoffCase

NAMES = ("inbox-open-ms", "inbox-update-ms", "console-page-mb", "console-30-agents-p99-ms")
OPENED, UPDATED, AGENTS, SECONDS = 9, 15, 30, 60.0
ROWS = "() => document.querySelectorAll('.row-case').length >= 48"
MESSAGES_A_SECOND = 2


def run(names: Sequence[str]) -> list[Result]:
    """The named ones; the console is a process of its own, beside SQLite and Redis."""
    with full_inbox() as setting:
        found = asyncio.run(_measure(setting))
    return [one for one in found if one.name in names]


async def _measure(setting: Setting) -> list[Result]:
    async with open_browser() as browser:
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        page = await _sign_in(context, setting)
        opened, empty = await _open_times(page, setting), await _empty_times(browser.new_context, setting)
        updated = await _update_times(page, setting)
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in await context.cookies())
        await context.close()
    each = await _page_mb(setting, cookie)
    pages, peak = await _many(setting, cookie)
    ms = [one * 1000 for one in pages]
    shape = f"{OPEN} open conversations, SQLite, Redis"
    return [
        Result(
            NAMES[0],
            percentile(opened, 0.5),
            percentile(empty, 0.5),
            "ms",
            "lower",
            f"{shape}; Chromium, from the request until the rows stand; reference: the log-in page; target 1000 ms",
            {"worst": max(opened)},
        ),
        Result(
            NAMES[1],
            percentile(updated, 0.5),
            None,
            "ms",
            "lower",
            f"{shape}; Chromium, from the member's line in SQL until it stands in its row; target 1000 ms",
            {"worst": max(updated)},
        ),
        Result(NAMES[2], each, None, "MB", "lower", f"{shape}; {AGENTS} pages open by socket; target 2 MB"),
        Result(
            NAMES[3],
            latency(ms).p99,
            None,
            "ms",
            "lower",
            f"{shape}; {AGENTS} agents open a page every 15 s, {MESSAGES_A_SECOND} messages a second; target 300 ms",
            {"p50": latency(ms).p50, "pages": float(len(ms)), "console_mb": peak},
        ),
    ]


async def _sign_in(context: BrowserContext, setting: Setting) -> Page:
    page = await context.new_page()
    await page.goto(f"{setting.url}/login")
    await page.get_by_label("账号").fill(NAME)
    await page.get_by_label("密码", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="登录").click()
    await page.wait_for_function(ROWS)
    return page


async def _open_times(page: Page, setting: Setting) -> list[float]:
    """Milliseconds until the rows stand; the first is warm-up."""
    found = []
    for _ in range(OPENED + 1):
        began = time.perf_counter()
        await page.goto(f"{setting.url}/", wait_until="commit")
        await page.wait_for_function(ROWS)
        found.append((time.perf_counter() - began) * 1000)
    return found[1:]


async def _empty_times(new_context: object, setting: Setting) -> list[float]:
    """The same of a page of the same library with nothing on it, for one who is not signed in."""
    context = await new_context()  # type: ignore[operator]
    page, found = await context.new_page(), []
    for _ in range(OPENED + 1):
        began = time.perf_counter()
        await page.goto(f"{setting.url}/login", wait_until="commit")
        await page.wait_for_selector(".login button")
        found.append((time.perf_counter() - began) * 1000)
    await context.close()
    return found[1:]


async def _update_times(page: Page, setting: Setting) -> list[float]:
    """Milliseconds from a line in the database until it stands in the row of a waiting member."""
    database, bus, found = setting.database(), setting.bus(), []
    async with database.read() as session:
        case = await session.get_one(HandoffCase, setting.cases[1])
    for number in range(UPDATED + 1):
        text = f"新消息{number}号"
        seen = f"() => [...document.querySelectorAll('.last')].some(one => one.textContent.includes('{text}'))"
        began = time.perf_counter()
        await database.transact(_says(case.member_id, text))
        await bus.publish("conversations", member=case.member_id)
        await page.wait_for_function(seen, polling=10)
        found.append((time.perf_counter() - began) * 1000)
    await bus.close()
    await database.close()
    return found[1:]


async def _page_mb(setting: Setting, cookie: str) -> float:
    """What the process grows by for each page: inboxes and conversations, by turns."""
    paths = _paths(setting)
    warm = [Agent(setting.url, cookie) for _ in range(4)]
    await asyncio.gather(*[one.open(paths[number]) for number, one in enumerate(warm)])
    before = memory_mb(setting.pid)
    agents = [Agent(setting.url, cookie) for _ in range(AGENTS)]
    for number, agent in enumerate(agents):
        await agent.open("/" if number % 2 else paths[number % len(paths)])
    await asyncio.sleep(2)
    each = (memory_mb(setting.pid) - before) / AGENTS
    await asyncio.gather(*[one.close() for one in (*agents, *warm)])
    return each


async def _many(setting: Setting, cookie: str) -> tuple[list[float], float]:
    """Seconds of each page, and the memory at the end."""
    paths, until = _paths(setting), time.perf_counter() + SECONDS
    agents = [Agent(setting.url, cookie) for _ in range(AGENTS)]
    writing = asyncio.create_task(_write(setting))
    await asyncio.gather(*[agent.work(paths, until) for agent in agents])
    peak = memory_mb(setting.pid)
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    await asyncio.gather(*[agent.close() for agent in agents])
    return [seconds for agent in agents for seconds in agent.seconds], peak


async def _write(setting: Setting) -> None:
    """Members write, one after the other."""
    database, bus = setting.database(), setting.bus()
    async with database.read() as session:
        members = [(await session.get_one(HandoffCase, case)).member_id for case in setting.cases[:50]]
    try:
        for number in range(100_000):
            member = members[number % len(members)]
            await database.transact(_says(member, "又来一句"))
            await bus.publish("conversations", member=member)
            await asyncio.sleep(1 / MESSAGES_A_SECOND)
    finally:
        await bus.close()
        await database.close()


def _says(member_id: str, text: str) -> Callable[[AsyncSession], Awaitable[None]]:
    """A member's line, to be written now."""
    return lambda session: record(session, member_id, "member", text, datetime.now(UTC))


def _paths(setting: Setting) -> list[str]:
    return ["/", *[f"/conversation/{case}" for case in setting.cases[:20]]]
