"""The mixed turns of the load: three of ten belong to complete sign-ups, seven are questions, lists, small talk."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

DONE = "报名成功"  # in the last reply of a complete sign-up
RETURNING = 300  # members who ask; those who sign up are new every time
SIGN_UPS, QUESTIONS = 3, 28  # in a block: 3 sign-ups are 12 turns, 12 of 40 are 30 %

_LISTS = ("最近有什么活动", "这周末有什么活动", "有哪些相亲活动", "下周有什么培训", "还有演出票吗", "我的报名")
_SMALL_TALK = ("你好", "谢谢", "你能做什么", "你是机器人吗", "再见", "好的谢谢你", "早上好", "真不错", "今天天气怎么样")
_WAYS_TO_ASK = ("{}", "请问{}", "你好，{}？", "{}啊", "想问一下{}", "麻烦问下，{}，谢谢")
_FIRST = ("最近有什么活动", "有什么活动可以报名", "我想看看活动", "最近有哪些活动")
# Each of the four fits what `_FIRST` lists on any day of the week.
_CHOOSE = (
    "我想报名体检",
    "报名短视频制作培训",
    "我要报杂技演出，一张票",
    "我要报名周六乒乓球场地（演示）·14:00–15:00，一个人",
)
_YES = ("是的", "确认", "对的", "好的，确认")
_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("小明", "晓梅", "建国", "丽华", "志强", "雨桐", "海燕", "文博", "佳怡", "永康")


@dataclass(frozen=True)
class Line:
    """What a member writes, and a word that a right reply contains (empty: any reply is)."""

    text: str
    expects: str = ""


@dataclass(frozen=True)
class Conversation:
    """The turns of one member, one after the other."""

    openid: str
    lines: tuple[Line, ...]


def mixed_turns(questions: Sequence[str], turns: int, seed: int = 1) -> list[Conversation]:
    """Conversations of at least `turns` turns together, with these `questions`; the same seed gives the same ones."""
    chance = random.Random(seed)
    blocks = _blocks(questions, chance)
    return [each for block in islice(blocks, -(-turns // (SIGN_UPS * 4 + QUESTIONS))) for each in block]


def _blocks(questions: Sequence[str], chance: random.Random) -> Iterator[list[Conversation]]:
    newcomers, asked = count(1), count()
    while True:
        block = [_sign_up(next(newcomers), chance) for _ in range(SIGN_UPS)]
        for _ in range(QUESTIONS):
            number = next(asked)
            block.append(Conversation(f"o-asks-{number % RETURNING}", (_question(number, questions, chance),)))
        chance.shuffle(block)
        yield block


def _sign_up(number: int, chance: random.Random) -> Conversation:
    contact = f"{chance.choice(_FAMILY)}{chance.choice(_GIVEN)} 13{number % 10**9:09d}"
    lines = (
        Line(chance.choice(_FIRST), "报名"),
        Line(chance.choice(_CHOOSE), "手机"),
        Line(contact, "请核对"),
        Line(chance.choice(_YES), DONE),
    )
    return Conversation(f"o-signs-up-{number}", lines)


def _question(number: int, questions: Sequence[str], chance: random.Random) -> Line:
    """Six of ten are about programs; no two of these are the same soon."""
    kind = chance.random()
    if kind < 0.6:
        way = _WAYS_TO_ASK[number // len(questions) % len(_WAYS_TO_ASK)]
        return Line(way.format(questions[number % len(questions)].rstrip("？?")))
    return Line(chance.choice(_LISTS if kind < 0.8 else _SMALL_TALK))
