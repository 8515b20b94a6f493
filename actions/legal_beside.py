"""What may be said at any time of a talk's intake: a picture of a paper, where one is, how one would like to talk."""

import re

from actions.forms.pictures import MOST, pictures_just_sent, sent_picture
from actions.forms.question import Invalid, Reading, Value
from actions.legal_slots import AREA, STORY, papers_of
from actions.turn import Turn
from knowledge.places import find_places

_BY_PHONE = re.compile(
    r"电话(?:咨询|沟通|谈|聊|里[说聊谈]|方式|就行|吧|也行|可以)|(?:打|通|用|走|改成?|换成?|选|要)(?:个)?电话|^电话$|语音(?:咨询|沟通)"
    r"|过不去|去不了|腿脚?不(?:方便|便)|人在外地"
)
_TOWN = re.compile(r"[一-龥]{2,5}(?:镇|街道|乡)$")
_AT_WINDOW = re.compile(r"当面|面谈|窗口|过去(?:谈|聊|见)|现场|面对面|见面(?:谈|聊)|去你们那")
_NOT_BY_PHONE = re.compile(r"(?:不|别|甭)(?:要|用|想)?(?:打|用)?电话|电话不(?:方便|行)")


async def read_paper(turn: Turn, asked: bool) -> Reading:
    """A picture sent in the chat, at any time of the intake, or one sent just before."""
    sent = await sent_picture(turn)
    if isinstance(sent, Invalid):
        # The buttons of the usual response would stand before the times, and put their numbers out.
        unreachable = sent.response == "utter_picture_refused_unreachable"
        turn.say("utter_paper_unreachable" if unreachable else sent.response, (), **sent.variables)
        return Value(papers_of(turn))
    new = [str(sent.value)] if sent else await pictures_just_sent(turn)
    if not new:
        return None
    papers = list(dict.fromkeys([*papers_of(turn), *new]))[:MOST]
    if turn.asked_slot in ("topic", STORY):  # the question is put again; beside the times it is said there
        turn.say("utter_papers_kept", number=len(papers))
    return Value(papers)


async def read_area(turn: Turn, asked: bool) -> Reading:
    """The district, and the town if it is said: where the nearest window is, and whose request it is."""
    place = next((place for place in find_places(turn.text) if place.district), None)
    if place is None or turn.slot(AREA) or turn.entity("phone"):
        return None
    town = _TOWN.search(place.text)
    return Value({"district": place.district, "town": town[0] if town else ""})


async def read_way(turn: Turn, asked: bool) -> Reading:
    """当面 or 电话, where it is said as a wish and not in the story."""
    if turn.asked_slot == STORY or turn.entity("phone"):
        return None
    if _AT_WINDOW.search(turn.text) or _NOT_BY_PHONE.search(turn.text):
        return Value("window")
    return Value("telephone") if _BY_PHONE.search(turn.text) else None
