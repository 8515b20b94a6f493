"""The custom menu: created, read and deleted, with the platform's checks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from webhook.simulator.api.errors import Json, Outcome
from webhook.simulator.api.sides import Side

MAX_BUTTONS, MAX_ENTRIES = 3, 5
KEY_BYTES, URL_BYTES = 128, 1024

# Per type of entry: what it must carry.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "click": ("key",),
    "view": ("url",),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "media_id": ("media_id",),
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
    "miniprogram": ("url", "appid", "pagepath"),
}


class Codes(NamedTuple):
    """The errcodes of one level of the menu, and how many bytes its names may have."""

    size: int
    type: int
    name: int
    key: int
    url: int
    name_bytes: int


BUTTON = Codes(40016, 40017, 40018, 40019, 40020, 16)
ENTRY = Codes(40023, 40024, 40025, 40026, 40027, 60)


def create(side: Side, menu: Json) -> Outcome:
    """menu/create: replaces the whole menu, or changes nothing."""
    if errcode := check(menu):
        return errcode
    side.menu = {"button": menu["button"]}
    return 0


def get(side: Side) -> Outcome:
    """menu/get."""
    return 46003 if side.menu is None else {"menu": side.menu}


def delete(side: Side) -> Outcome:
    side.menu = None
    return 0


def self_menu(side: Side) -> Outcome:
    """get_current_selfmenu_info: the menu as members see it, with the entries of a button in a `list`."""
    buttons = [_opened(button) for button in (side.menu or {}).get("button", [])]
    return {"is_menu_open": int(side.menu is not None), "selfmenu_info": {"button": buttons}}


def check(menu: Json) -> int:
    """The errcode of a menu that is refused, else 0."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MAX_BUTTONS:
        return BUTTON.size
    return next((code for button in buttons if (code := _check_button(button))), 0)


def _check_button(button: Any) -> int:
    if not isinstance(button, dict):
        return BUTTON.size
    entries = button.get("sub_button")
    if not entries:
        return _check_entry(button, BUTTON)
    if not isinstance(entries, list) or len(entries) > MAX_ENTRIES:
        return ENTRY.size
    return _check_name(button, BUTTON) or next((code for entry in entries if (code := _check_entry(entry, ENTRY))), 0)


def _check_entry(entry: Any, codes: Codes) -> int:
    if not isinstance(entry, dict):
        return codes.size
    if codes is ENTRY and entry.get("sub_button"):
        return 40022
    kind = str(entry.get("type"))
    if kind not in NEEDS:
        return codes.type
    return _check_name(entry, codes) or next((code for need in NEEDS[kind] if (code := _check(entry, need, codes))), 0)


def _check_name(entry: Json, codes: Codes) -> int:
    return 0 if _is_text(entry.get("name"), codes.name_bytes) else codes.name


def _check(entry: Json, need: str, codes: Codes) -> int:
    value = entry.get(need)
    match need:
        case "key":
            return 0 if _is_text(value, KEY_BYTES) else codes.key
        case "url":
            is_url = _is_text(value, URL_BYTES) and str(value).startswith(("http://", "https://"))
            return 0 if is_url else codes.url
        case "media_id" | "article_id":
            return 0 if _is_text(value, 256) else 40007
        case _:
            return 0 if _is_text(value, URL_BYTES) else 40097


def _is_text(value: Any, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value.encode()) <= most


def _opened(button: Json) -> Json:
    entries = button.get("sub_button")
    return {"name": button["name"], "sub_button": {"list": entries}} if entries else button
