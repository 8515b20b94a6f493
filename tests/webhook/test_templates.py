"""The registry of templates: checked when it is read, rendered from facts, and empty where nothing was set up."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from base.errors import UsageError
from base.settings import DEMO_UNVERIFIED
from tests.webhook.parts import settings_with
from webhook.simulator.api.templates import values_of
from webhook.templates import Registry, Rendered, fill
from webhook.templates_file import FACTS, parse_notices, read_notices, registry_of

BOOKED = {"title": "周三相亲下午", "when": "11月25日（周三）13:30—16:30", "place": "职工之家", "code": "A1B2"}


def notices(**fields: str) -> dict[str, Any]:
    return {"notices": {"events.booked": {"template": {"id": "T1", "fields": fields}}}}


def registry(raw: Any) -> Registry:
    parsed = parse_notices(raw)
    assert isinstance(parsed, Registry), [str(problem) for problem in parsed]
    return parsed


def problems(raw: Any) -> list[str]:
    parsed = parse_notices(raw)
    assert isinstance(parsed, list)
    return [str(problem) for problem in parsed]


def test_the_demo_accounts_registry_is_right_and_renders() -> None:
    demo = read_notices()
    assert isinstance(demo, Registry)
    assert demo.template("events.booked", BOOKED) == Rendered(
        "DEMO-template-booked",
        {
            "thing1": "周三相亲下午",
            "time2": "11月25日 13:30~11月25日 16:30",
            "thing3": "职工之家",
            "character_string4": "A1B2",
        },
    )
    assert demo.subscribe("events.booked", BOOKED) is None
    assert demo.subscribe("events.reminder", BOOKED) is not None
    assert demo.template("no.such", BOOKED) is None
    assert len(demo.titles()) == 11 and "DEMO-subscribe-reminder" in demo.subscribe_templates()


def test_a_missing_or_blank_fact_means_no_such_notice() -> None:
    booked = registry(notices(thing1="{title}（{place}）"))
    assert booked.template("events.booked", {"title": "相亲"}) is None
    assert booked.template("events.booked", {"title": "相亲", "place": " "}) is None


def test_a_fact_that_fits_no_field_means_no_such_notice() -> None:
    assert registry(notices(time1="{when}")).template("events.booked", {"when": "改日另行通知"}) is None


def test_facts_are_not_patterns() -> None:
    assert fill("{title}{place}", {"title": "{place}", "place": "x"}) == "{place}x"


@pytest.mark.parametrize(
    ("field", "pattern", "says"),
    [
        ("foo1", "x", "no type of field is called so"),
        ("thing1.DATA", "x", "no type of field is called so"),
        ("thing1", "{nope}", "there is no fact nope"),
        ("thing1", "{Title}", "a fact is written {title}"),
        ("thing1", "{title", "a fact is written {title}"),
        ("thing1", "", "does not fit"),
        ("thing1", "长" * 20 + "{title}", "does not fit a thing"),
        ("phrase1", "ok{status}", "does not fit a phrase"),
        ("phrase1", "六个汉字太长", "does not fit a phrase"),
        ("character_string1", "码{code}", "does not fit a character_string"),
        ("time1", "明天", "does not fit a time"),
        ("number1", "共{places}人", "does not fit a number"),
        ("name1", "{name}先生女士各位来宾朋友", "does not fit a name"),
    ],
)
def test_a_wrong_field_is_found_when_the_file_is_read(field: str, pattern: str, says: str) -> None:
    (problem,) = problems(notices(**{field: pattern}))
    assert problem.startswith(f"events.booked, template, {field}: ") and says in problem


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (None, ""),
        ({"notices": {"Bad Kind": {}}}, "Bad Kind"),
        ({"notices": {"a.b": {"template": {"id": "a b", "fields": {"thing1": "x"}}}}}, "a.b, template, id"),
        ({"notices": {"a.b": {"template": {"id": "T", "fields": {}}}}}, "a.b, template, fields"),
        ({"notices": {"a.b": {"template": {"id": "T", "fields": {"thing1": 1}}}}}, "a.b, template, fields, thing1"),
        ({"notices": {"a.b": {"template": {"id": "T", "url": "x", "fields": {"thing1": "x"}}}}}, "a.b, template, url"),
        ({"notices": {"a.b": {"subscribe": {"id": "T", "fields": {"keyword1": "x"}}}}}, "a.b, subscribe, keyword1"),
        ({"notices": {"a.b": {"push": {}}}}, "a.b, push"),
        ({"notice": {}}, "notice"),
    ],
)
def test_a_problem_says_its_place(raw: Any, place: str) -> None:
    (problem,) = problems(raw)
    assert problem.startswith(f"{place}: " if place else "Input should be")


def test_one_template_cannot_be_both_lasting_and_not() -> None:
    one = {"id": "T", "fields": {"thing1": "{title}"}}
    raw = {"notices": {"a.a": {"subscribe": one}, "a.b": {"subscribe": {**one, "long_term": True}}}}
    assert problems(raw) == ["a.b, subscribe, long_term: another kind says otherwise of T"]


def test_a_real_account_without_a_file_has_no_templates() -> None:
    settings = settings_with()
    assert registry_of(settings.accounts[0], settings).notices
    assert not registry_of(DEMO_UNVERIFIED, settings).notices
    real = settings_with(wechat_token=SecretStr("real"), wechat_appid="wx1")
    assert not registry_of(real.accounts[0], real).notices


def test_an_accounts_file_is_its_registry_and_a_wrong_one_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "notices.yml"
    account = DEMO_UNVERIFIED.model_copy(update={"appid": "wx1", "notices": file})
    with pytest.raises(UsageError, match=r"notices.yml: cannot be read"):
        registry_of(account, settings_with())
    file.write_text("notices: {a.b: {template: {id: T, fields: {thing1: '{title}'}}}}", encoding="utf-8")
    assert registry_of(account, settings_with()).titles() == {"T": "a.b"}
    file.write_text("notices: {a.b: {template: {id: T, fields: {foo1: x}}}}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.b, template, foo1: no type"):
        registry_of(account, settings_with())
    file.write_bytes(b"\xff: [")
    with pytest.raises(UsageError, match="not YAML"):
        registry_of(account, settings_with())


facts = st.dictionaries(st.sampled_from(FACTS), st.text(max_size=80), max_size=len(FACTS))
patterns = st.lists(st.sampled_from([f"{{{name}}}" for name in FACTS] + ["您的", "A", ": "]), min_size=1, max_size=4)
fields = st.sampled_from(["thing1", "time2", "character_string3", "phrase4", "name5", "number6", "amount7", "date9"])


@given(st.dictionaries(fields, patterns.map("".join), min_size=1, max_size=4), facts)
def test_what_is_rendered_is_within_the_platforms_limits(raw: dict[str, str], given_facts: dict[str, str]) -> None:
    parsed = parse_notices(notices(**raw))
    if isinstance(parsed, Registry) and (rendered := parsed.template("events.booked", given_facts)):
        assert values_of({name: {"value": value} for name, value in rendered.data.items()}) == rendered.data
