"""The durable queues of notices: DBOS, in the same database as the records.

What is queued in a transaction stands or falls with it. Only the notice's id is an argument; its text
stays encrypted in our own table. A partition a member keeps one member's messages apart from each other.
"""

from dbos import DBOS, DBOSClient, EnqueueOptions, WorkflowSerializationFormat
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, load_only

from union.notices.models import Notice

APPLICATION = "unionbot"
# Fixed: DBOS would hash our source, and workers of another version would leave the work lying.
VERSION = "1"
QUEUE = "notices"
WORKFLOW = "deliver_notice"
SCHEMA = "dbos"  # of its tables on PostgreSQL
BATCH_QUEUE = "notice_batches"
BATCH_WORKFLOW = "deliver_notice_batch"
# Not the text: one that cannot be decrypted must not stop the others.
_NEEDED = load_only(Notice.member_id, Notice.run, Notice.batch)


def create_tables(system_url: str) -> None:
    """Bring DBOS's own tables into the database, before anything is queued. Synchronous.

    `system_url` is the synchronous URL of our database; on PostgreSQL the tables go into the schema `dbos`.
    """
    DBOS.migrate(system_url)


def workflow_of(notice: Notice) -> str:
    """The id of the workflow that is to send this notice now. DBOS knows an id once, so each run has its own."""
    return notice.batch or (f"{notice.id}-{notice.run}" if notice.run else notice.id)


class DbosQueue:
    """Queues deliveries inside the caller's transaction."""

    def __init__(self, system_url: str) -> None:
        # Lazy: the client's own connections are never used, the caller's are.
        self._client = DBOSClient(system_database_url=system_url, application_name=APPLICATION, lazy=True)

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        notice = await session.get_one(Notice, notice_id, options=[_NEEDED])
        options = _options(WORKFLOW, QUEUE, workflow_of(notice))
        options["queue_partition_key"] = notice.member_id
        await session.run_sync(self._enqueue, options, notice_id, notice.run)

    async def put_batch(self, session: AsyncSession, batch: str) -> None:
        await session.run_sync(self._enqueue, _options(BATCH_WORKFLOW, BATCH_QUEUE, batch), batch)

    async def forget(self, session: AsyncSession, member_id: str) -> None:
        """DBOS keeps workflows that are done, with their partition; its own verbs take neither that nor our session."""
        schema = "" if session.get_bind().dialect.name == "sqlite" else f"{SCHEMA}."
        statement = f"DELETE FROM {schema}workflow_status WHERE queue_partition_key = :member"  # noqa: S608
        await session.execute(text(statement), {"member": member_id})

    def close(self) -> None:
        self._client.destroy()

    def _enqueue(self, session: Session, options: EnqueueOptions, *arguments: str | int) -> None:
        self._client.enqueue_in_transaction(session, options, *arguments)


def _options(workflow: str, queue: str, workflow_id: str) -> EnqueueOptions:
    return {
        "workflow_name": workflow,
        "queue_name": queue,
        "workflow_id": workflow_id,
        "app_version": VERSION,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,  # JSON: nothing is unpickled from the database
    }
