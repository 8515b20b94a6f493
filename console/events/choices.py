"""What a clerk chooses from: places of the province, and the unions that may hold an event."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.session import Visit
from knowledge.places import gazetteer
from union.events.entering.reader import Areas
from union.roster.models import Union

MOST_UNIONS = 300


@cache
def areas() -> Areas:
    """City -> its districts, as members name them."""
    found: dict[str, tuple[str, ...]] = {}
    for district, city in gazetteer().city_of.items():
        found[city] = (*found.get(city, ()), district)
    return found


async def holders(session: AsyncSession, here: Visit) -> Mapping[str, str]:
    """Unions that an event may be given to by this account, from the top down: id -> name. Companies only their own."""
    query = select(Union.id, Union.name).order_by(Union.path).limit(MOST_UNIONS)
    if here.scope.path is None:
        query = query.where(Union.level != "company")
    else:
        query = query.where(Union.path.startswith(here.scope.path, autoescape=True))
    found = dict((await session.execute(query)).tuples().all())
    return {"": "所在地区的工会", **found} if found and here.scope.path is None else found
