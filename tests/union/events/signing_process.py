"""A process that signs members up as fast as it can. Arguments: URL, first and last number of its members."""

import asyncio
import sys
from collections import Counter

from base.database import Database
from base.encryption import Keyring
from tests.union.events.helpers import book
from union.events.service import Refused


async def main(url: str, first: int, last: int) -> None:
    database = Database(url, Keyring(["test-secret"]))
    await database.check()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    results = await asyncio.gather(*[book(database, f"m{number}") for number in range(first, last + 1)])
    await database.close()
    print(Counter(result.reason if isinstance(result, Refused) else "booked" for result in results)["booked"])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
