"""The custom menu: the platform's limits, every problem with its place, and the way to the platform and back."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import UsageError
from webhook.menu import from_platform, load_menu, parse_menu, read_menu, to_yaml
from webhook.menu_model import Menu

CLICK = {"type": "click", "name": "活动", "key": "say:最近有什么活动"}
ENTRIES: list[dict[str, Any]] = [
    *(
        {"type": kind, "name": "活动", "key": "k"}
        for kind in (
            "click",
            "scancode_push",
            "scancode_waitmsg",
            "pic_sysphoto",
            "pic_photo_or_album",
            "pic_weixin",
            "location_select",
        )
    ),
    {"type": "view", "name": "官网", "url": "https://example.org/a?b=c"},
    {"type": "miniprogram", "name": "小程序", "url": "https://example.org", "appid": "wx1", "pagepath": "pages/a"},
    {"type": "media_id", "name": "图片", "media_id": "M1"},
    {"type": "article_id", "name": "文章", "article_id": "A1"},
    {"type": "article_view_limited", "name": "文章", "article_id": "A1"},
]


def submenu(*entries: Any, name: str = "活动") -> dict[str, Any]:
    return {"name": name, "sub_button": list(entries)}


def problems(*buttons: Any) -> list[str]:
    found = parse_menu({"button": list(buttons)})
    assert isinstance(found, list)
    return [str(problem) for problem in found]


def test_the_built_in_menu_speaks_for_the_member() -> None:
    lines = list(load_menu().lines())
    assert [line for line in lines if not line.startswith(" ")] == ["看活动", "办事维权", "我的"]
    entries = [line for line in lines if line.startswith(" ")]
    assert all("[click] say:" in line for line in entries)
    assert len(set(entries)) == len(entries) == 15


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["type"])
def test_every_type_stands_as_a_button_and_as_an_entry(entry: dict[str, Any]) -> None:
    raw = {"button": [entry, submenu(entry)]}
    menu = parse_menu(raw)
    assert isinstance(menu, Menu)
    assert menu.model_dump() == raw


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["type"])
def test_what_an_entry_lacks_or_has_too_much_is_named(entry: dict[str, Any]) -> None:
    for field in set(entry) - {"type"}:
        lacking = {key: value for key, value in entry.items() if key != field}
        assert problems(submenu(lacking)) == [f"button 1, entry 1, {field}: Field required"]
    assert problems({**entry, "more": 1}) == ["button 1, more: Extra inputs are not permitted"]


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ({**CLICK, "name": "六个汉字太长"}, "button 1: 18 bytes"),
        (submenu(CLICK, name="六个汉字太长"), "button 1, name: 18 bytes"),
        (submenu({**CLICK, "name": "长" * 21}), "button 1, entry 1, name: 63 bytes"),
        (submenu({**CLICK, "name": " "}), "button 1, entry 1, name: must not be empty"),
        (submenu({**CLICK, "key": "k" * 129}), "button 1, entry 1, key: 129 bytes"),
        (submenu({**CLICK, "key": "say: "}), "button 1, entry 1, key: `say:` must be followed"),
        (submenu({"type": "view", "name": "a", "url": "javascript:1"}), "button 1, entry 1, url: must be a web"),
        (submenu({"type": "view", "name": "a", "url": "https://" + "a" * 1017}), "button 1, entry 1, url: 1025 bytes"),
        (submenu(), "button 1, sub_button: 0 of them, 1 to 5"),
        (submenu(*[CLICK] * 6), "button 1, sub_button: 6 of them, 1 to 5"),
        (submenu({**CLICK, "type": "nope"}), "button 1, entry 1: type must be one of click"),
        ({"name": "a"}, "button 1: type must be one of click"),
        (submenu(submenu(CLICK)), "button 1, entry 1: type must be one of click"),
        (7, "button 1: type must be one of click"),
    ],
)
def test_a_problem_says_its_place(button: Any, place: str) -> None:
    (problem,) = problems(button)
    assert problem.startswith(place)


def test_all_problems_are_told_at_once() -> None:
    assert len(problems(submenu({**CLICK, "key": ""}), {**CLICK, "name": ""}, CLICK, {**CLICK, "key": 1})) == 4


def test_limits_are_met_exactly() -> None:
    button = {**CLICK, "name": "五个汉字满x", "key": "k" * 128}
    assert isinstance(parse_menu({"button": [button, submenu(*[{**CLICK, "name": "长" * 20}] * 5), CLICK]}), Menu)


@pytest.mark.parametrize("text", ["", "[]", "button", "{button: 1}", "a: [", "\x00"])
def test_a_file_that_is_no_menu_is_a_problem(text: str, tmp_path: Path) -> None:
    file = tmp_path / "menu.yml"
    file.write_text(text)
    assert isinstance(read_menu(file), list)
    with pytest.raises(UsageError, match=r"menu.yml: \w"):
        load_menu(file)


def test_a_file_that_is_not_there_is_one_line() -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yml: cannot be read"):
        load_menu(Path("nowhere.yml"))


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "menu.yml"
    file.write_bytes(b"\xff\xfe\xfa")
    assert isinstance(read_menu(file), list)


def test_what_the_platform_adds_is_left_out(tmp_path: Path) -> None:
    theirs = {"menu": {"button": [{**CLICK, "sub_button": []}, submenu({**CLICK, "sub_button": [], "url": ""})]}}
    menu = from_platform({**theirs, "conditionalmenu": []})
    assert menu == parse_menu({"button": [CLICK, submenu(CLICK)]})
    assert isinstance(menu, Menu)
    file = tmp_path / "menu.yml"
    file.write_text(to_yaml(menu))
    assert read_menu(file) == menu


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["click", "view", "say:"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["button", "sub_button", "type", "name", "key", "url"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(json_values)
def test_whatever_the_platform_or_a_file_holds_is_a_menu_or_problems(raw: Any) -> None:
    assert isinstance(parse_menu(raw), Menu | list)
    assert isinstance(from_platform({"menu": raw}), Menu | list)
