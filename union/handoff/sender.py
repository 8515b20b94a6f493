"""Answers of staff as they are sent: the first says that staff are there, a picture is fetched from where it is kept.

A picture goes alone, without that word: words above it would cost another of the messages that are allowed.
"""

from dataclasses import replace

from base.database import Database
from union.attachments.service import content
from union.handoff import texts
from union.handoff.answering import ANSWER, ANSWER_PICTURE, ATTACHMENT, FIRST
from union.notices.sender import Outcome, Outgoing, Sender

GONE = "图片已删除"


class WithHandoff:
    """A Sender that gives answers of staff their last form; the transcript keeps what staff wrote."""

    def __init__(self, sender: Sender, database: Database) -> None:
        self._sender, self._database = sender, database

    async def send(self, outgoing: Outgoing) -> Outcome:
        if outgoing.kind == ANSWER:
            first = texts.FIRST_ANSWER if outgoing.facts.get(FIRST) else ""
            outgoing = replace(outgoing, text=f"{first}{outgoing.text}", facts={})
        elif outgoing.kind == ANSWER_PICTURE:
            try:
                async with self._database.read() as session:
                    picture = await content(session, outgoing.facts.get(ATTACHMENT, ""))
            except LookupError:
                return Outcome("failed", GONE)
            outgoing = replace(outgoing, text="", picture=picture, facts={})
        return await self._sender.send(outgoing)
