"""A worker process that appends what it sends to a file; one that `dies` ends between sending and noting the result.

Arguments: URL, executor id, file of sent texts, lives or dies.
"""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

from app.schema import sync_url
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from union.notices.delivery import deliver
from union.notices.sender import Outcome, Outgoing
from union.notices.worker import WorkerOptions, start_worker


class FileSender:
    def __init__(self, path: Path, dies: bool) -> None:
        self.path = path
        self.dies = dies

    async def send(self, outgoing: Outgoing) -> Outcome:
        with self.path.open("a") as file:
            file.write(f"{outgoing.text}\n")
        if self.dies:
            os._exit(9)
        return Outcome("sent")


async def main(url: str, executor_id: str, path: str, fate: str) -> None:
    database, clock = Database(url, Keyring(["test-secret"])), SystemClock()
    options = WorkerOptions(
        sync_url(url), executor_id, poll_seconds=0.05, beat_seconds=0.1, dead_after=timedelta(seconds=20)
    )
    sender = FileSender(Path(path), dies=fate == "dies")
    await start_worker(options, database, lambda notice_id: deliver(database, sender, notice_id, clock), clock)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
