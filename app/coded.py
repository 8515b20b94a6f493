"""All kinds of coded replies, put together for the channel (docs/adr/0009)."""

from union.applications.appeals import APPEAL as APPLICATIONS
from union.coded.service import CodedReplies
from union.events.replies import KINDS as EVENTS
from union.handoff.replies import KINDS as HANDOFF
from union.legal_aid.replies import KINDS as LEGAL_AID
from union.matchmaking.replies import INTRODUCTION


def coded_replies() -> CodedReplies:
    """What the channel asks before any engine sees a text."""
    return CodedReplies([INTRODUCTION, *EVENTS, *LEGAL_AID, APPLICATIONS, *HANDOFF])
