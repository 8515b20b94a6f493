"""The parts of `unionbot evaluate` on a few sentences and entries; how good the bot is stands in other tests."""

import json
from pathlib import Path

import pytest

from base.errors import UserError
from bot.evaluate import follow_ups, intents, lecoqa, searching, stock
from bot.evaluate.figures import Row, Section, as_json, as_table, written
from bot.evaluate.sets import FollowUp, HeldOut, Question, read_sets
from knowledge.entries import Program
from knowledge.loader import load_folder
from knowledge.search import Index

PROGRAMS = Path("knowledge/programs")
TRAINING = [
    ("你好", "greet"),
    ("您好呀", "greet"),
    ("今天天气怎么样", "out_of_scope"),
    ("股票涨了吗", "out_of_scope"),
    ("谢谢你", "thank"),
]
HELD_OUT = HeldOut(
    "tiny",
    intents=[("你好呀", "greet"), ("明天天气怎么样", "out_of_scope"), ("不想活了", "crisis"), ("你好", "greet")],
    near_misses=[("累死了", "out_of_scope")],
    questions=[
        Question("吴兴律师坐班在哪里", frozenset(["wuxing-lawyer-on-duty"]), "answered", "where"),
        Question("火星上有工会吗", frozenset(), "not_found"),
    ],
    follow_ups=[FollowUp(("吴兴律师坐班在哪里", "什么时候有人"), "wuxing-lawyer-on-duty", "when")],
    entities=[("我在余杭", {("district", "余杭区")})],
)


@pytest.fixture(scope="module")
def index() -> Index:
    programs: list[Program] = load_folder(PROGRAMS)
    return Index(programs)


def row(section: Section, measure: str) -> Row:
    return next(row for row in section.rows if row.measure == measure)


def test_both_held_out_sets_are_read_whole() -> None:
    first, second = read_sets()

    assert (first.name, second.name) == ("first", "second")
    assert all(len({intent for _, intent in one.intents}) == 46 for one in (first, second))
    assert all(one.near_misses and one.questions and one.follow_ups for one in (first, second))
    assert first.entities and first.rights
    assert {question.outcome for question in first.questions} == {"answered", "ambiguous", "not_found"}


def test_intents_and_safety_are_measured_beside_the_baseline() -> None:
    texts, names = [text for text, _ in TRAINING], [intent for _, intent in TRAINING]
    overall, weakest, confused, safety = intents.measure(
        HELD_OUT, lambda _: [("greet", 0.9), ("out_of_scope", 0.1)], intents.words_and_logistic(texts, names), texts
    )

    assert row(overall, "accuracy").of == 3  # 你好 is in training
    assert row(overall, "accuracy").ours == pytest.approx(1 / 3)
    assert row(overall, "accuracy").baseline == pytest.approx(2 / 3)
    assert weakest.rows[-1] == Row("greet", 1.0, 1.0, 1)
    assert row(confused, "crisis taken for greet").ours == 1
    assert row(safety, "crisis missed") == Row("crisis missed", 1, 1, 1, "0")
    assert row(intents.entities(HELD_OUT), "all").ours == 1.0


def test_search_is_measured_beside_plain_bm25(index: Index) -> None:
    section = searching.measure(HELD_OUT, index)

    assert row(section, "right entry first (top-1)") == Row("right entry first (top-1)", 1.0, 1.0, 1, "≥ 0.92")
    assert row(section, "no answer there: answered").ours == 0.0
    assert row(section, "attribute asked for").ours == 1.0


async def test_follow_ups_are_measured_beside_the_last_turn_alone(index: Index) -> None:
    async def converse(_: str, case: FollowUp) -> tuple[str | None, str | None]:
        return case.program, case.attribute

    section = await follow_ups.measure(HELD_OUT, converse, index)

    assert row(section, "right entry and attribute").ours == 1.0
    assert row(section, "right entry").baseline == 0.0
    assert row(section, "right attribute").baseline == 1.0


def test_the_outside_check_finds_each_question_s_own_document(tmp_path: Path) -> None:
    told = [
        ("拖欠工资怎么办", "工资", "可以向劳动监察投诉。"),
        ("离婚后孩子归谁", "抚养", "由父母协商。"),
        ("空", "空", ""),
    ]
    cases = [{"问题": asked, "关键词": keywords, "答案文本": answer} for asked, keywords, answer in told]
    file = tmp_path / "queries.json"
    file.write_text(json.dumps(cases), encoding="utf-8")

    asked = row(lecoqa.measure(file), "right entry first (top-1)")

    assert asked.of == 2
    assert asked.ours is not None


def test_a_stock_environment_that_cannot_be_made_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UserError, match="cannot be installed"):
        stock.measure(tmp_path, [HELD_OUT], ["你好"], ["greet"], epochs=1)


def test_figures_become_a_table_and_json() -> None:
    section = Section("Intents", [Row("accuracy", 0.5, 0.25, 1000, "≥ 0.95")], "words")

    assert as_table(section).row_count == 1
    assert as_json([section])[0]["rows"][0]["baseline"] == 0.25
    assert [written(0.12345), written(1000), written(None)] == ["0.123", "1,000", ""]
