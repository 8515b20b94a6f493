"""Typed fields: whatever the facts are, a value keeps the platform's limits or there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import WEDNESDAY
from union.wording import period
from webhook.fields import TYPES, fit, size, type_of
from webhook.simulator.api.templates import fits
from webhook.templates_file import SAMPLES
from webhook.xml import clean


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("thing", "  周三\n相亲会\x07 ", "周三 相亲会"),
        ("thing", "很长" * 20, "很长" * 9 + "很…"),
        ("thing", "😀" * 15, "😀" * 9 + "…"),
        ("thing", " ", None),
        ("time", "11月25日（周三）13:30—16:30", "11月25日 13:30~11月25日 16:30"),
        ("time", "11月25日（周三）13:30—11月26日（周四）9:05", "11月25日 13:30~11月26日 09:05"),
        ("time", "2026-11-25T14:00/2026-11-25T16:00", "2026年11月25日 14:00~2026年11月25日 16:00"),
        ("time", "2026-11-25T06:00:00+00:00", "2026年11月25日 14:00"),
        ("time", "２０２６年１１月２５日 １４：００", "2026年11月25日 14:00"),
        ("time", "14:00", "14:00"),
        ("time", "14:00至16:00", "14:00~16:00"),
        ("time", "11月25日", None),
        ("time", "2月30日 10:00", None),
        ("time", "24:00", None),
        ("time", "明天下午", None),
        ("date", "11月25日（周三）", "11月25日"),
        ("date", "2026-11-25", "2026年11月25日"),
        ("date", "11月25日—11月27日", "11月25日~11月27日"),
        ("date", "14:00", None),
        ("date", "2026-02-29", None),
        ("number", "2人", "2"),
        ("number", "1,234.5元", "1234.5"),
        ("number", "2/3", None),
        ("number", "-5", None),
        ("number", "9" * 33, None),
        ("amount", "￥1,200.50元", "¥1200.50元"),
        ("amount", "12345678901", None),
        ("amount", "约100元", None),
        ("phone_number", "0571 8888 8888", "0571-8888-8888"),
        ("phone_number", "+86-0766-66888866", "+86-0766-66888866"),
        ("phone_number", "1" * 18, None),
        ("name", "王芳 13800000000", "王芳"),
        ("name", "一二三四五六七八九十甲", "一二三四五六七八九十"),
        ("name", "John Smith the third of his", "John Smith the third"),
        ("phrase", "已通过！", "已通过"),
        ("phrase", "审核已经通过了", "审核已经通"),
        ("phrase", "OK", None),
        ("character_string", "签到码：ＡＢ12", "AB12"),
        ("character_string", "A" * 40, "A" * 32),
        ("character_string", "没有", None),
        ("letter", "a1b2", "ab"),
        ("symbol", "a+-*/=!", "+-*/="),
        ("car_number", "浙A·12345", "浙A12345"),
        ("car_number", "不是车牌", None),
        ("const", "已完成", "已完成"),
        ("const", "长" * 21, None),
        ("untyped", "长" * 101, "长" * 99 + "…"),
    ],
)
def test_a_text_is_made_to_fit_or_there_is_no_value(kind: str, text: str, value: str | None) -> None:
    assert fit(kind, text) == value


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("thing1", "thing"),
        ("character_string32", "character_string"),
        ("phone_number8", "phone_number"),
        ("first", "untyped"),
        ("remark", "untyped"),
        ("keyword1", "untyped"),
        ("thing", None),
        ("thing1.DATA", None),
        ("untyped1", "untyped"),
        ("nothing1", None),
        ("1", None),
        ("", None),
    ],
)
def test_a_field_tells_its_type_by_its_name(field: str, kind: str | None) -> None:
    assert type_of(field) == kind


def test_what_the_union_writes_of_a_time_fits() -> None:
    assert fit("time", period(WEDNESDAY, WEDNESDAY)) == "11月18日 10:00~11月18日 10:00"


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_sample_stays_as_it_is(kind: str) -> None:
    assert fit(kind, SAMPLES[kind]) == SAMPLES[kind]


@given(st.sampled_from(sorted(TYPES)), st.text(max_size=60) | st.from_regex(r"\A[\d年月日:：—/. ()+T-]{1,30}\Z"))
def test_no_value_breaks_the_platforms_limits(kind: str, text: str) -> None:
    value = fit(kind, text)
    if value is not None:
        assert fits(f"{kind}1", value)
        assert value == value.strip() == clean(value) and "\n" not in value


@given(st.sampled_from(sorted(TYPES - {"const", "enum", "car_number"})), st.text(max_size=60))
def test_a_value_that_fits_is_left_alone(kind: str, text: str) -> None:
    value = fit(kind, text)
    assert value is None or fit(kind, value) == value


@given(st.text(max_size=60))
def test_things_are_cut_at_twenty_by_the_strictest_count(text: str) -> None:
    value = fit("thing", text)
    assert value is None or 0 < size(value) <= 20
