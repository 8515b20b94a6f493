"""Notices of tickets get their picture when they are sent: the database keeps the code only."""

from dataclasses import replace

from union.notices.sender import Outcome, Outgoing, Sender
from union.tickets.qr import qr_picture

TICKET = "events.ticket"


class WithTickets:
    """A Sender that puts the QR picture of `facts["code"]` below each ticket's words."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def send(self, outgoing: Outgoing) -> Outcome:
        code = outgoing.facts.get("code")
        if outgoing.kind == TICKET and code:
            outgoing = replace(outgoing, picture=qr_picture(code))
        return await self._sender.send(outgoing)
