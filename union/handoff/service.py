"""Verbs of the handoff: from the bot to the queue, to staff, and back.

The case and the conversation's owner change together, each by compare-and-set. While the owner is not `bot`,
the bot is silent. After a commit the caller says so on the bus (topic "conversations").
"""

from union.handoff.answering import answer, answer_picture
from union.handoff.asking import ask_for_staff, leave_message, request_handoff, take_back_message
from union.handoff.cases import Open, live_case, open_cases
from union.handoff.ending import end, form_hint, leave_handoff
from union.handoff.handing import release, transfer
from union.handoff.outcomes import Absent, Closed, Done, Left, Queued, Refused
from union.handoff.sweep import sweep
from union.handoff.taking import assign, take

__all__ = [
    "Absent",
    "Closed",
    "Done",
    "Left",
    "Open",
    "Queued",
    "Refused",
    "answer",
    "answer_picture",
    "ask_for_staff",
    "assign",
    "end",
    "form_hint",
    "leave_handoff",
    "leave_message",
    "live_case",
    "open_cases",
    "release",
    "request_handoff",
    "sweep",
    "take",
    "take_back_message",
    "transfer",
]
