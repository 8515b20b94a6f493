"""A worker process that appends what it sends to a file.

Arguments: URL, executor id, file of sent texts, fate. A fate of `lives`, or the number of the sending at which
it is killed (-9) between sending and noting the result. It keeps no quiet hours and no pace.
"""

import asyncio
import os
import signal
import sys
from datetime import time, timedelta
from pathlib import Path

from app.schema import import_models, sync_url
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from base.limits import Limits
from union.notices.delivery import Delivery
from union.notices.sender import Outcome, Outgoing
from union.notices.worker import WorkerOptions, start_worker

LIMITS = Limits(quiet_from=time(0), quiet_until=time(0), notices_a_minute=600_000)


class FileSender:
    def __init__(self, path: Path, dies_at: int) -> None:
        self.path = path
        self.left = dies_at

    async def send(self, outgoing: Outgoing) -> Outcome:
        with self.path.open("a") as file:
            file.write(f"{outgoing.text} {outgoing.member_id}\n")
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome("sent")


async def main(url: str, executor_id: str, path: str, fate: str) -> None:
    import_models()
    database = Database(url, Keyring(["test-secret"]))
    options = WorkerOptions(
        sync_url(url),
        executor_id,
        poll_seconds=0.05,
        beat_seconds=0.1,
        sweep_seconds=0.05,
        dead_after=timedelta(seconds=20),
    )
    sender = FileSender(Path(path), dies_at=0 if fate == "lives" else int(fate))
    await start_worker(options, Delivery(database, sender, SystemClock(), LIMITS))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
