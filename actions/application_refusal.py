"""Why an application cannot be made, in a sentence each."""

from actions.turn import Turn
from union.applications.models import Application, ApplicationRound
from union.applications.service import Refused
from union.applications.texts import STATUS_WORDS


def say_refused(
    turn: Turn, refused: Refused, one: ApplicationRound | None = None, mine: Application | None = None
) -> None:
    """Utter the reason's response."""
    said = {"title": one.title if one else "", "union": one.union_name if one else "", "detail": refused.detail}
    if mine is not None:
        said |= {"number": mine.number, "status": STATUS_WORDS[mine.status]}
    elif refused.reason == "already":
        said |= {"number": refused.detail, "status": STATUS_WORDS["submitted"]}
    turn.say(f"utter_application_refused_{refused.reason}", (), **said)
