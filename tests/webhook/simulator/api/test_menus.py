"""The custom menu at the stand-in: checked as the platform does, given back as it was."""

from typing import Any

import pytest

from tests.webhook.simulator.api.conftest import Calls
from webhook.simulator.api.menus import NEEDS

CREATE = "/menu/create"
CLICK = {"type": "click", "name": "活动", "key": "say:活动"}
VALUES = {"key": "k", "url": "https://a", "media_id": "m", "article_id": "a", "appid": "wx", "pagepath": "p"}


def group(*entries: Any, name: str = "看活动") -> dict[str, Any]:
    return {"name": name, "sub_button": list(entries)}


async def test_a_menu_can_be_created_read_and_deleted(calls: Calls, unverified: Calls) -> None:
    menu = {"button": [group(CLICK), {"type": "view", "name": "官网", "url": "https://a"}]}
    assert (await calls.get("/menu/get"))["errcode"] == 46003
    assert await calls.errcode(CREATE, menu) == 0
    assert await calls.get("/menu/get") == {"menu": menu}
    assert (await unverified.get("/menu/get"))["errcode"] == 46003
    shown = await calls.get("/get_current_selfmenu_info")
    assert shown["is_menu_open"] == 1
    assert shown["selfmenu_info"]["button"] == [
        {"name": "看活动", "sub_button": {"list": [CLICK]}},
        menu["button"][1],
    ]
    assert (await calls.get("/menu/delete"))["errcode"] == 0
    assert (await calls.get("/get_current_selfmenu_info")) == {"is_menu_open": 0, "selfmenu_info": {"button": []}}


@pytest.mark.parametrize("kind", NEEDS)
async def test_each_type_of_entry_is_taken_and_needs_what_it_carries(kind: str, calls: Calls) -> None:
    entry = {"type": kind, "name": "一", **{need: VALUES[need] for need in NEEDS[kind]}}
    assert await calls.errcode(CREATE, {"button": [entry]}) == 0
    assert await calls.errcode(CREATE, {"button": [group(entry)]}) == 0
    for need in NEEDS[kind]:
        assert await calls.errcode(CREATE, {"button": [{**entry, need: ""}]}) != 0


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        (None, 40016),
        ([], 40016),
        ([CLICK] * 4, 40016),
        (["x"], 40016),
        ([{**CLICK, "type": "shake"}], 40017),
        ([{**CLICK, "type": []}], 40017),
        ([{**CLICK, "name": "六个汉字太长"}], 40018),
        ([{**CLICK, "name": ""}], 40018),
        ([{**CLICK, "key": "k" * 129}], 40019),
        ([{"type": "view", "name": "a", "url": "https://" + "a" * 1017}], 40020),
        ([{"type": "view", "name": "a", "url": "javascript:alert(1)"}], 40020),
        ([group({**CLICK, "sub_button": [CLICK]})], 40022),
        ([group(*[CLICK] * 6)], 40023),
        ([group("x")], 40023),
        ([{"name": "a", "sub_button": "x"}], 40023),
        ([group({**CLICK, "type": "shake"})], 40024),
        ([group({**CLICK, "name": "汉" * 21})], 40025),
        ([group(CLICK, name="六个汉字太长")], 40018),
        ([group({**CLICK, "key": ""})], 40026),
        ([group({"type": "view", "name": "a"})], 40027),
        ([{"type": "media_id", "name": "a"}], 40007),
    ],
)
async def test_a_wrong_menu_has_its_errcode_and_changes_nothing(buttons: Any, errcode: int, calls: Calls) -> None:
    await calls.post(CREATE, {"button": [CLICK]})
    assert await calls.errcode(CREATE, {"button": buttons}) == errcode
    assert (await calls.get("/menu/get"))["menu"] == {"button": [CLICK]}


async def test_the_largest_menu_is_taken(calls: Calls) -> None:
    entry = {"type": "click", "name": "汉" * 20, "key": "k" * 128}
    menu = {"button": [group(*[entry] * 5, name="五个汉字长") for _ in range(3)]}
    assert await calls.errcode(CREATE, menu) == 0
