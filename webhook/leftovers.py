"""Claims after their request is gone: late replies, what dead processes left, and rows grown old."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, select, update

from webhook.envelope import NEWEST, OLDEST
from webhook.inbox import COLUMNS, ROW, TABLE, Held, changed, held_of
from webhook.models import LATE

# As long as a message is taken: a row that went before would let it be done twice (its time may be ahead of ours).
KEPT = OLDEST + NEWEST
AT_ONCE = 20


def settle_push(connection: Connection, key: str, route: Literal["pushed", "unknown", "fetch"]) -> bool:
    """How the push ended; False when it was settled before.

    From `unknown` too, where it went out: a sender that was taken for dead knows better.
    """
    before = ("pushing", "unknown") if route == "pushed" else ("pushing",)
    statement = update(TABLE).where(ROW.key == key, ROW.route.in_(before)).values(route=route)
    return changed(connection, statement) == 1


def waiting_answer(connection: Connection, member_id: str) -> Held | None:
    """The newest reply this member may fetch, also when it is still being worked on."""
    query = (
        select(*COLUMNS).where(ROW.member_id == member_id, ROW.route == "fetch").order_by(ROW.created.desc()).limit(1)
    )
    return held_of((connection.execute(query)).first())


def mark_fetched(connection: Connection, key: str) -> bool:
    """Whether this caller is the one that fetches it."""
    statement = update(TABLE).where(ROW.key == key, ROW.route == "fetch", ROW.state == "done")
    return changed(connection, statement.values(route="fetched")) == 1


def abandoned(connection: Connection, now: datetime) -> list[Held]:
    """Late claims whose holder died: nobody will send the message again."""
    query = (
        select(*COLUMNS)
        .where(LATE, ROW.lease_until <= now)
        .where((ROW.state == "running") | (ROW.route == "pushing"))
        .limit(AT_ONCE)
    )
    rows: list[Any] = list((connection.execute(query)).all())
    return [Held(*row) for row in rows]


def purge(connection: Connection, now: datetime) -> int:
    """Delete claims whose messages would be refused by now; how many."""
    return changed(connection, delete(TABLE).where(ROW.created < now - KEPT))
