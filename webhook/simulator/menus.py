"""Which menu a member sees: what the account created by a call, its file, or a sample with every type of entry."""

from collections.abc import Mapping, Sequence
from typing import Any

from base.accounts import Account
from webhook.menu import MENU_FILE, load_menu
from webhook.simulator.simulator import Simulator

Buttons = Sequence[Mapping[str, Any]]

SAMPLE: Buttons = [
    {
        "name": "点击跳转",
        "sub_button": [
            {"type": "click", "name": "点击事件", "key": "say:你能做什么"},
            {"type": "view", "name": "打开网页", "url": "https://example.org/union"},
            {
                "type": "miniprogram",
                "name": "打开小程序",
                "url": "https://example.org",
                "appid": "wx1",
                "pagepath": "a/b",
            },
        ],
    },
    {
        "name": "扫码定位",
        "sub_button": [
            {"type": "scancode_push", "name": "扫码", "key": "scan_push"},
            {"type": "scancode_waitmsg", "name": "扫码等待", "key": "scan_wait"},
            {"type": "location_select", "name": "选位置", "key": "my_place"},
        ],
    },
    {
        "name": "发图",
        "sub_button": [
            {"type": "pic_sysphoto", "name": "拍照", "key": "photo"},
            {"type": "pic_photo_or_album", "name": "拍照或相册", "key": "album"},
            {"type": "pic_weixin", "name": "微信相册", "key": "weixin_album"},
        ],
    },
]


class Menus:
    """The menu of each account."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._instead: dict[str, Buttons] = {}
        self._own = {account.appid: _of(account) for account in simulator.accounts}

    def of(self, appid: str) -> Buttons:
        """The menu's buttons as the platform's format has them."""
        side = self._simulator.side(appid)
        if side is None:
            return []
        appid = side.account.appid
        created = side.menu["button"] if side.menu else None
        return self._instead.get(appid) or created or self._own[appid]

    def is_sample(self, appid: str) -> bool:
        side = self._simulator.side(appid)
        return side is not None and side.account.appid in self._instead

    def show(self, appid: str, buttons: Buttons | None) -> None:
        """Show these instead, or the account's own again."""
        side = self._simulator.side(appid)
        if side is None:
            return
        self._instead.pop(side.account.appid, None)
        if buttons:
            self._instead[side.account.appid] = buttons
        side.phones.tell(type="menu", menu=self.of(appid), sample=self.is_sample(appid))


def _of(account: Account) -> Buttons:
    buttons: Buttons = load_menu(account.menu or MENU_FILE).model_dump()["button"]
    return buttons
