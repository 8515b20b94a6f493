"""Everything the rest of the house may do with applications, in one place."""

from union.applications.appeals import Appealed, appeal
from union.applications.codes import appeal_code
from union.applications.deciding import Decided, approve, fulfil, refuse, revoke, send_back
from union.applications.drafts import discard_draft, drafts, find_draft, save_draft, told_in
from union.applications.listing import (
    Progress,
    my_applications,
    open_applications,
    progress,
    timeline,
    to_pay,
    told_lines,
)
from union.applications.rounds import Look, NewRound, close_round, fitting, get_round, look, open_round, rounds
from union.applications.rules import Applicant, Refused
from union.applications.submit import Submitted, Withdrawn, add_papers, missing_papers, submit, withdraw
from union.applications.sweep import sweep
from union.applications.told import Told

__all__ = [
    "Appealed",
    "Applicant",
    "Decided",
    "Look",
    "NewRound",
    "Progress",
    "Refused",
    "Submitted",
    "Told",
    "Withdrawn",
    "add_papers",
    "appeal",
    "appeal_code",
    "approve",
    "close_round",
    "discard_draft",
    "drafts",
    "find_draft",
    "fitting",
    "fulfil",
    "get_round",
    "look",
    "missing_papers",
    "my_applications",
    "open_applications",
    "open_round",
    "progress",
    "refuse",
    "revoke",
    "rounds",
    "save_draft",
    "send_back",
    "submit",
    "sweep",
    "timeline",
    "to_pay",
    "told_in",
    "told_lines",
    "withdraw",
]
