"""The current list of places in a process: looked at anew when somebody has changed it."""

import asyncio

from sqlalchemy import func, select

from base.database import Database
from union.places.index import Index
from union.places.models import Place, PlaceImport
from union.places.wish import Spot

_COLUMNS = [getattr(Place, name) for name in Spot.__slots__]


class LivePlaces:
    """The newest list, by one small query a look."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version = 0
        self._index = Index()
        self._loading = asyncio.Lock()

    async def index(self) -> Index:
        """The places as they are now. 10,000 of them are taken up in a fifth of a second, once a change."""
        async with self._loading, self._database.read() as session:
            version = await session.scalar(select(func.max(PlaceImport.id))) or 0
            if version != self._version:
                rows = (await session.execute(select(*_COLUMNS).where(~Place.closed).order_by(Place.id))).all()
                self._index = await asyncio.to_thread(lambda: Index(Spot(*row) for row in rows))
                self._version = version
        return self._index
