"""The engine: Rasa's processor, its custom actions in the same process, dialogue state in SQL.

One turn: state from SQL → Rasa (parse, policy, actions) → reply as data → state and reply to SQL.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from base.database import Database
from base.logging import get_logger
from bot import rasa_fixes
from bot.context import Reading
from bot.in_process import InProcessEndpoint, Ran, ran
from bot.trackers import State, TurnTrackers, from_bytes, to_bytes
from bot.understanding import to_turn
from knowledge.learning.service import keep_question
from union.conversations.reply import Turn
from union.conversations.trackers import StoredTracker, load_tracker, save_tracker

log = get_logger("engine")

# Rasa takes "/restart", typed by anybody, as an intent; it looks behind leading blanks of any kind.
LOOKS_LIKE_COMMAND = re.compile(r"^[\s/]+")
MOST_TRIES = 3  # another engine took the same member's turn in between


class TurnFailedError(RuntimeError):
    """The turn gave no reply; nothing of it was stored."""


class Engine:
    """A trained model that takes turns.

    Args:
        model: the model file (`bot.train` makes it).
        executor: the registered custom actions.
        reading: understands a parsed message by the conversation and the facts.
    """

    def __init__(
        self,
        model: Path,
        executor: ActionExecutor,
        database: Database,
        clock: Clock,
        reading: Reading,
        closing: Sequence[Callable[[], Awaitable[None]]] = (),
    ) -> None:
        rasa_fixes.apply()
        self._closing = closing
        self._trackers = TurnTrackers()
        self._agent = Agent.load(model, tracker_store=self._trackers, action_endpoint=InProcessEndpoint(executor))
        self._database = database
        self._clock = clock
        self._reading = reading
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def turn(self, member_id: str, text: str, key: str) -> Turn:
        """Answer one message of a member. The same key again gives the same reply and does nothing.

        Raises:
            TurnFailedError: an action failed or nothing was said.
        """
        text = text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored
        async with self._locks.setdefault(member_id, asyncio.Lock()):
            for _ in range(MOST_TRIES):
                stored = await self._load(member_id)
                if stored.last_key == key and stored.last_turn:
                    return Turn.model_validate_json(stored.last_turn)
                turn, state = await self._take(member_id, text, key, from_bytes(stored.state) if stored.state else {})
                if await self._save(member_id, text, stored, state, key, turn):
                    return turn
            raise TurnFailedError("another engine keeps taking this member's turns")

    async def close(self) -> None:
        """End what was started for this engine (`closing` gives it)."""
        for close in self._closing:
            await close()

    async def _take(self, member_id: str, text: str, key: str, state: State) -> tuple[Turn, State]:
        channel = CollectingOutputChannel()
        message = UserMessage(
            LOOKS_LIKE_COMMAND.sub("", text) or "？",
            channel,
            sender_id=member_id,
            metadata={"key": key, "now": self._clock.now().isoformat()},
        )
        self._trackers.begin(member_id, state)
        try:
            with _watched() as watched:
                message.parse_data = self._reading.of(await self._processor.parse_message(message), state)
                await self._processor.handle_message(message)
        except Exception as error:
            # The error's text may quote the member: its kind is enough to find it by the action or parse before.
            raise TurnFailedError(f"{type(error).__name__} outside an action") from error
        finally:
            after = self._trackers.end(member_id)
        turn = to_turn(message.parse_data, channel.messages, after, watched.actions)
        if watched.failed or turn.reply.is_empty:
            raise TurnFailedError(f"failed actions: {watched.failed or 'none'}; reply empty: {turn.reply.is_empty}")
        return turn, after

    @property
    def _processor(self) -> Any:
        return self._agent.processor

    async def _load(self, member_id: str) -> StoredTracker:
        async with self._database.read() as session:
            return await load_tracker(session, member_id)

    async def _save(self, member_id: str, text: str, stored: StoredTracker, state: State, key: str, turn: Turn) -> bool:
        """State, reply, and the question if it was not answered well: all or nothing."""
        new = StoredTracker(stored.version + 1, to_bytes(state), key, turn.model_dump_json().encode())
        now = self._clock.now()

        async def work(session: AsyncSession) -> bool:
            saved = await save_tracker(session, member_id, new, now)
            if saved:
                await keep_question(session, text, turn.understanding.outcome, now)
            return saved

        return await self._database.transact(work)


@contextmanager
def _watched() -> Iterator[Ran]:
    """Notes the actions that run inside the `with`."""
    token = ran.set(Ran())
    try:
        yield ran.get()
    finally:
        ran.reset(token)
