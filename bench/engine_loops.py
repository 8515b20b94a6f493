"""The two loops of engine_turn.py. Imports Rasa: only for processes of their own."""

import asyncio
import time
import warnings
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import bot  # noqa: F401  # isort: skip  (before Rasa, which then does without TensorFlow)

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from actions.registry import build_executor
from actions.services import Services
from app.demo_data import load_demo_data
from app.knowledge import PROGRAMS, import_folder
from app.parts import build_parts
from app.schema import create_schema
from app.scratch import scratch_engine
from base.logging import configure_logging
from base.settings import Settings
from bench.callbacks import conversations
from bot.in_process import InProcessEndpoint
from bot.train import model_path
from knowledge.live import LiveKnowledge
from union.members.service import get_or_add_member
from union.notices.service import NoQueue

TURNS = 320
WARM_UP = 40

configure_logging("ERROR")  # as in an engine: Rasa's debug lines would cost more than the turn

Take = Callable[[str, str, str], Awaitable[object]]  # member, text, key of the message


def ours(var: Path) -> list[float]:
    """Milliseconds a turn of our engine."""
    return asyncio.run(_measure_ours(var))


async def _measure_ours(var: Path) -> list[float]:
    async with scratch_engine(Settings(var=var)) as scratch:  # type: ignore[call-arg]
        return await _times(scratch.new_member, scratch.engine.turn)


def bare(var: Path) -> list[float]:
    """Milliseconds a turn of Rasa's processor, nothing mended."""
    return asyncio.run(_measure_bare(var))


async def _measure_bare(var: Path) -> list[float]:
    warnings.simplefilter("ignore")  # Rasa's, which the engine sends to its log
    parts = build_parts(Settings(var=var))  # type: ignore[call-arg]
    create_schema(parts.database.url)
    await import_folder(parts, PROGRAMS)
    await load_demo_data(parts.database, parts.clock)
    knowledge = LiveKnowledge(parts.database)
    await knowledge.refresh()
    executor = build_executor(Services(parts.database, parts.clock, knowledge, NoQueue(), parts.bus))
    processor = Agent.load(model_path(var), action_endpoint=InProcessEndpoint(executor)).processor
    assert processor is not None

    async def new_member(openid: str) -> str:
        work = partial(get_or_add_member, keyring=parts.database.keyring, account="bench", openid=openid)
        return (await parts.database.transact(lambda session: work(session, now=parts.clock.now()))).id

    async def take(member: str, text: str, key: str) -> object:
        metadata = {"key": key, "now": parts.clock.now().isoformat()}
        message = UserMessage(text, CollectingOutputChannel(), sender_id=member, metadata=metadata)
        return await processor.handle_message(message)

    times = await _times(new_member, take)
    await parts.close()
    return times


async def _times(new_member: Callable[[str], Awaitable[str]], take: Take) -> list[float]:
    """Milliseconds of each turn after the first ones."""
    members: dict[str, str] = {}
    times: list[float] = []
    for talk in conversations(TURNS):
        member = members.get(talk.openid) or members.setdefault(talk.openid, await new_member(talk.openid))
        for line in talk.lines:
            began = time.perf_counter()
            await take(member, line.text, f"bench-{len(times)}")
            times.append((time.perf_counter() - began) * 1e3)
    return times[WARM_UP:]
