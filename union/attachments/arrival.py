"""A picture on its way: awaited from the transaction that takes its message, then kept or not.

Plain functions over a Connection, for `Database.write` and `Database.query`. Network and decoding stay outside.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from union.attachments.models import Attachment
from union.attachments.picture import Picture, Trouble
from union.ids import new_ordered_id
from union.members.models import Member

OVERDUE = timedelta(minutes=2)  # longer than any download takes: who began it has died
AT_ONCE = 20
MOST_LOOSE = 60  # pictures of one member that belong to nothing: the oldest go

_TABLE = cast(Table, Attachment.__table__)
_ROW = _TABLE.c
_AWAITED = text("attachments.state = 'awaited'")
_INSERT = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(),
}


@dataclass(frozen=True)
class Awaited:
    """A picture to be downloaded: from which account (its appid), by which media id, and whose it is."""

    key: str
    member_id: str
    account: str
    media_id: str


def expect(
    connection: Connection,
    member_id: str,
    key: str,
    media_id: str,
    now: datetime,
    *,
    line_id: int | None = None,
    subject: str | None = None,
) -> None:
    """Note that the message `key` is a picture, to be downloaded by `media_id`. Once a message."""
    values: dict[str, Any] = {
        "id": new_ordered_id(),
        "member_id": member_id,
        "key": key,
        "state": "awaited",
        "media_id": media_id,
    }
    values |= {"line_id": line_id, "subject": subject, "created_at": now}
    connection.execute(_INSERT[connection.dialect.name], values)


def awaited(connection: Connection, key: str) -> Awaited | None:
    """The picture of this message while it has to be downloaded; None for any other message."""
    row = connection.execute(_awaited().where(_ROW.key == key)).first()
    return Awaited(*row) if row else None


def overdue(connection: Connection, now: datetime) -> list[Awaited]:
    """Pictures whose download was begun by somebody who died."""
    query = _awaited().where(_ROW.created_at < now - OVERDUE).order_by(_ROW.created_at).limit(AT_ONCE)
    return [Awaited(*row) for row in connection.execute(query)]


def settle(connection: Connection, one: Awaited, result: Picture | Trouble) -> bool:
    """Keep the picture, or why there is none; False when another process was first."""
    values: dict[str, Any] = {"media_id": None}
    if isinstance(result, Picture):
        values |= {"state": "kept", "content": result.jpeg, "size": len(result.jpeg)}
        values |= {"width": result.width, "height": result.height}
    else:
        values |= {"state": result}
    statement = update(_TABLE).where(_ROW.key == one.key, _ROW.state == "awaited").values(values)
    if connection.execute(statement).rowcount != 1:
        return False
    _limit(connection, one.member_id)
    return True


def _limit(connection: Connection, member_id: str) -> None:
    """Nobody fills the disk with pictures that are for nothing."""
    loose = select(_ROW.id).where(_ROW.member_id == member_id, _ROW.subject.is_(None), _ROW.state != "awaited")
    beyond = connection.scalars(loose.order_by(_ROW.created_at.desc(), _ROW.id).offset(MOST_LOOSE)).all()
    if beyond:
        connection.execute(delete(_TABLE).where(_ROW.id.in_(beyond)))


def _awaited() -> Any:
    query = select(_ROW.key, _ROW.member_id, Member.account, _ROW.media_id)
    return query.join(Member, Member.id == _ROW.member_id).where(_AWAITED)
