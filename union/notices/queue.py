"""The durable queue of notices: DBOS, in the same database as the records.

What is queued in a transaction stands or falls with it. Only the notice's id is an argument; its text
stays encrypted in our own table. A partition a member keeps one member's messages in order.
"""

from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowSerializationFormat
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from union.notices.models import Notice

APPLICATION = "unionbot"
# Fixed: DBOS would hash our source, and workers of another version would leave the work lying.
VERSION = "1"
QUEUE = "notices"
WORKFLOW = "deliver_notice"


def create_tables(system_url: str) -> None:
    """Bring DBOS's own tables into the database, before anything is queued. Synchronous.

    `system_url` is the synchronous URL of our database; on PostgreSQL the tables go into the schema `dbos`.
    """
    DBOS.migrate(system_url)


class DbosQueue:
    """Queues a notice's delivery inside the caller's transaction."""

    def __init__(self, system_url: str) -> None:
        # Lazy: the client's own connections are never used, the caller's are.
        self._client = DBOSClient(system_database_url=system_url, application_name=APPLICATION, lazy=True)

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        notice = await session.get_one(Notice, notice_id)
        await session.run_sync(self._enqueue, notice_id, notice.member_id)

    def close(self) -> None:
        self._client.destroy()

    def _enqueue(self, session: Session, notice_id: str, member_id: str) -> None:
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": notice_id,
            "app_version": VERSION,
            "queue_partition_key": member_id,
            "serialization_type": WorkflowSerializationFormat.PORTABLE,  # JSON: nothing is unpickled from the database
        }
        self._client.enqueue_in_transaction(session, options, notice_id)
