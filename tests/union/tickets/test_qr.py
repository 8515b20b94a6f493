"""The picture of a ticket."""

from dataclasses import dataclass, field

from union.notices.sender import Outcome, Outgoing
from union.tickets.qr import qr_picture
from union.tickets.sender import WithTickets

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Carrier:
    """Keeps what it was given to send."""

    sent: list[Outgoing] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append(outgoing)
        return Outcome("sent")


def test_a_picture_is_a_small_png_and_differs_by_code() -> None:
    first, second = qr_picture("A7BC2345"), qr_picture("Z9XY2345")

    assert first.startswith(PNG) and second.startswith(PNG)
    assert first != second and len(first) < 20_000
    assert qr_picture("A7BC2345") == first


async def test_a_ticket_gets_its_picture_and_nothing_else_does() -> None:
    carrier = Carrier()
    sender = WithTickets(carrier)

    await sender.send(Outgoing("m1", "events.ticket", "电子票", {"code": "A7BC2345"}))
    await sender.send(Outgoing("m1", "events.booked", "报名确认", {"code": "A7BC2345"}))
    await sender.send(Outgoing("m1", "events.ticket", "电子票"))

    assert [outgoing.picture for outgoing in carrier.sent] == [qr_picture("A7BC2345"), None, None]
