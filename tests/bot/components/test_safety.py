import pytest

from bot.components.safety import CERTAIN, assess, dangers_named, without_harmless
from knowledge.normalise import normalise


@pytest.mark.parametrize(
    "text", ["我真的不想活了", "想跳江", "遗书放在柜子里", "我要砍死他", "不想活啦", "老公在家要自杀", "吞了安眠药"]
)
def test_a_crisis_is_named(text: str) -> None:
    assert dangers_named(normalise(text))[:1] == ["crisis"]


@pytest.mark.parametrize(
    "text", ["工友们要堵门", "全车间要罢工", "老板跑路了", "六十多个工人没拿到工资", "脚手架塌了", "有人触电"]
)
def test_an_urgent_dispute_is_named(text: str) -> None:
    assert dangers_named(normalise(text)) == ["legal.urgent"]


@pytest.mark.parametrize(
    "text",
    ["累死了", "想死你了", "笑死我", "跳楼价", "空调罢工了", "堵车堵到现在", "打死我也不去", "秒杀开始没", "想跳槽"],
)
def test_a_near_miss_is_no_danger(text: str) -> None:
    assert dangers_named(normalise(text)) == []


def test_a_danger_beside_a_harmless_phrase_still_counts() -> None:
    assert dangers_named(normalise("累死了 真的不想活了")) == ["crisis"]


def test_a_rule_overrules_the_model_and_the_rest_keeps_its_order() -> None:
    ranking = assess("不想活了", [("out_of_scope", 0.6), ("greet", 0.3), ("crisis", 0.1)])
    assert ranking[0] == ("crisis", CERTAIN)
    assert [name for name, _ in ranking] == ["crisis", "out_of_scope", "greet"]
    assert sum(value for _, value in ranking) == pytest.approx(1)


def test_a_sign_with_a_suspecting_model_is_enough() -> None:
    assert assess("心里很绝望", [("complain", 0.8), ("crisis", 0.2)])[0][0] == "crisis"
    assert assess("心里很绝望", [("complain", 0.99), ("crisis", 0.01)])[0][0] == "complain"


def test_the_model_alone_may_raise_an_alarm_but_not_over_a_harmless_phrase() -> None:
    assert assess("某种没见过的说法", [("crisis", 0.7), ("greet", 0.3)])[0][0] == "crisis"
    assert assess("累死了", [("crisis", 0.7), ("complain", 0.3)])[0][0] == "complain"


def test_a_question_about_the_past_is_not_certain() -> None:
    assert dangers_named(normalise("前年从架子上摔下来 现在算工伤吗")) == []


def test_harmless_phrases_are_taken_out() -> None:
    assert without_harmless("热死了想喝水").strip() == "想喝水"
