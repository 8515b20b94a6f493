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


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("停工会不会被记过", "legal.urgent"),  # a question of law
        ("堵大门讨薪违法吗", "legal.urgent"),
        ("包工头跑了两年 工钱追得到么", "legal.urgent"),  # long past
        ("五年前从架子上摔下来 腰还疼", "legal.urgent"),
        ("老板失联了 就欠我一个", "legal.urgent"),  # one person's claim
        ("师傅猝死了 家属能领多少", "crisis"),
        ("前年有个同事跳楼 家属告公司有道理吗", "crisis"),
        ("电影里跳楼那段是替身吗", "crisis"),  # a story
        ("结束这一切流程", "crisis"),
    ],
)
def test_what_is_only_told_of_is_no_danger_even_to_a_suspecting_model(text: str, danger: str) -> None:
    plain = normalise(text)
    assert dangers_named(plain) == []
    assert assess(plain, [(danger, 0.6), ("ask_labour_right", 0.4)])[0][0] == "ask_labour_right"


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("我们全厂明天停工 会不会被开除", "legal.urgent"),
        ("去年就欠着 今天五十多个工人把厂门堵了", "legal.urgent"),
        ("我爸工地上摔了 现在在icu 老板不付钱", "legal.urgent"),
        ("看完电影我也想跳楼", "crisis"),
        ("我死了公司赔家属多少", "crisis"),
        ("前年同事跳楼 我也不想活了", "crisis"),
        ("想安乐死", "crisis"),
    ],
)
def test_what_presses_overrules_calm(text: str, danger: str) -> None:
    assert dangers_named(normalise(text))[:1] == [danger]


def test_a_sure_crisis_of_the_model_counts_before_a_rules_urgent_dispute() -> None:
    text = "老公在工地出事后 我每天都难过"
    assert assess(text, [("crisis", 0.7), ("legal.urgent", 0.3)])[0][0] == "crisis"
    assert assess(text, [("crisis", 0.05), ("legal.urgent", 0.95)])[0][0] == "legal.urgent"


def test_a_guess_of_the_model_without_any_sign_is_no_alarm() -> None:
    assert assess("某种没见过的说法", [("crisis", 0.2), ("greet", 0.1)])[0][0] == "greet"


def test_an_empty_ranking_stays_empty_without_danger() -> None:
    assert assess("你好", []) == []


def test_harmless_phrases_are_taken_out() -> None:
    assert without_harmless("热死了想喝水").strip() == "想喝水"
