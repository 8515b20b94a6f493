"""`unionbot menu` and `unionbot notices`, against the platform's stand-in over HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from base.settings import DEMO_APPID, DEMO_UNVERIFIED
from tests.app.conftest import Run
from tests.app.platform_side import PlatformSide, platform_side
from webhook.menu import load_menu
from webhook.simulator.api.faults import Fault

CLICK = {"type": "click", "name": "活动", "key": "say:活动"}
RIGHT = "button:\n  - {type: click, name: 活动, key: 'say:活动'}\n"
WRONG = "button:\n  - {type: click, name: '', key: ''}\n"
NOT_RIGHT = "button 1, name: must not be empty"


@pytest.fixture(scope="module")
def platform() -> Iterator[PlatformSide]:
    with platform_side() as side:
        yield side


@pytest.fixture(autouse=True)
def connected(platform: PlatformSide, monkeypatch: pytest.MonkeyPatch, var: Path) -> None:
    platform.side.menu = None
    platform.simulator.faults.clear()
    monkeypatch.setenv("UNIONBOT_WECHAT_API_URL", platform.url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "menu.yml"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def answering(monkeypatch: pytest.MonkeyPatch, answer: bool) -> list[str]:
    """What is asked is answered so; the questions."""
    asked: list[str] = []

    def confirm(question: str, *, abort: bool = False) -> bool:
        asked.append(question)
        if abort and not answer:
            raise typer.Abort
        return answer

    monkeypatch.setattr(typer, "confirm", confirm)
    return asked


def test_the_built_in_menu_goes_out_and_comes_back_the_same(run: Run, platform: PlatformSide, tmp_path: Path) -> None:
    pushed = run("menu", "push", "--yes")
    assert (pushed.status, pushed.err) == (0, "")
    assert "+   我的报名 [click] say:我的报名" in pushed.out
    assert platform.side.menu == load_menu().model_dump()
    pulled = tmp_path / "pulled.yml"
    assert run("menu", "pull", str(pulled)).status == 0
    assert load_menu(pulled) == load_menu()
    assert "right" in run("menu", "check", str(pulled)).out
    assert run("menu", "pull").out == pulled.read_text(encoding="utf-8")


def test_a_menu_that_is_there_already_is_not_sent(run: Run, platform: PlatformSide, file: Path) -> None:
    platform.side.menu = {"button": [{**CLICK, "sub_button": []}]}
    assert "has this menu already" in run("menu", "push", str(file)).out


def test_push_shows_what_changes_and_asks(
    run: Run, platform: PlatformSide, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.side.menu = {"button": [{**CLICK, "name": "旧的"}]}
    asked = answering(monkeypatch, answer=False)
    ran = run("menu", "push", str(file))
    assert "- 旧的 [click] say:活动" in ran.out and "+ 活动 [click] say:活动" in ran.out
    assert asked == [f"Give {DEMO_APPID} (浙江工会) this menu?"]
    assert "Nothing was changed." in ran.out and platform.side.menu["button"][0]["name"] == "旧的"
    answering(monkeypatch, answer=True)
    assert run("menu", "push", str(file)).status == 0
    assert platform.side.menu == {"button": [CLICK]}


def test_a_menu_no_file_can_hold_is_replaced_knowingly_and_not_pulled(
    run: Run, platform: PlatformSide, file: Path
) -> None:
    platform.side.menu = {"button": [{"type": "view_limited", "name": "图文", "media_id": "M"}]}
    ran = run("menu", "pull")
    assert ran.status == 1 and "cannot be written as a file: button 1: type must be one of" in ran.line
    assert "it cannot be shown: button 1: type" in run("menu", "push", "-y", str(file)).out
    assert platform.side.menu == {"button": [CLICK]}


def test_another_account_has_another_menu(run: Run, platform: PlatformSide, file: Path) -> None:
    assert run("menu", "push", "--account", DEMO_UNVERIFIED.appid, "-y", str(file)).status == 0
    other = platform.simulator.sides.of(DEMO_UNVERIFIED.appid)
    assert other is not None and other.menu == {"button": [CLICK]}
    assert platform.side.menu is None


def test_an_accounts_own_file_comes_before_the_built_in_one(
    run: Run, platform: PlatformSide, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNIONBOT_WECHAT_MENU", str(file))
    run("menu", "push", "-y")
    assert platform.side.menu == {"button": [CLICK]}


def test_an_existing_file_is_replaced_only_when_that_is_wanted(
    run: Run, file: Path, platform: PlatformSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.side.menu = {"button": [{**CLICK, "name": "另一个"}]}
    answering(monkeypatch, answer=False)
    assert run("menu", "pull", str(file)).status == 130
    assert file.read_text(encoding="utf-8") == RIGHT
    assert run("menu", "pull", "-y", str(file)).status == 0
    assert "另一个" in file.read_text(encoding="utf-8")


def test_check_tells_every_problem_in_a_line(run: Run, file: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    ran = run("menu", "check", str(file))
    assert ran.status == 1 and ran.line == f"{file}: 2 problems."
    assert ran.out.splitlines() == [f"{file}: {NOT_RIGHT}", f"{file}: button 1, key: must not be empty"]


def test_a_wrong_file_is_not_sent(run: Run, file: Path, platform: PlatformSide) -> None:
    file.write_text(WRONG, encoding="utf-8")
    ran = run("menu", "push", "-y", str(file))
    assert (ran.status, platform.side.menu) == (1, None)
    assert ran.line == f"{file}: {NOT_RIGHT} (and 1 more: `unionbot menu check` says all)."


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("menu", "check", "nowhere.yml"), 2, "nowhere.yml: cannot be read (No such file or directory)."),
        (("menu", "push", "nowhere.yml"), 2, "nowhere.yml: cannot be read (No such file or directory)."),
        (("notices", "check", "nowhere.yml"), 2, "nowhere.yml: cannot be read (No such file or directory)."),
        (("menu", "pull", "/nowhere/menu.yml", "--account", "wx9"), 2, "There is no account wx9; there are wx"),
        (("notices", "check", "--account", "wx9"), 2, "There is no account wx9; there are wx"),
        (("menu", "pull"), 1, f"{DEMO_APPID} has no menu that was made by a program."),
        (("menu", "check", "a", "b"), 2, "unexpected extra argument"),
    ],
)
def test_wrong_use_and_failure_are_one_line(run: Run, arguments: tuple[str, ...], status: int, says: str) -> None:
    ran = run(*arguments)
    assert ran.status == status and says in ran.line


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"kind": "errcode", "errcode": 48001}, "48001"),
        ({"kind": "html"}, "whether it did it is not known"),
        ({"kind": "status"}, "whether it did it is not known"),
    ],
)
def test_what_the_platform_does_not_do_is_one_line(
    run: Run, file: Path, platform: PlatformSide, fault: dict[str, Any], says: str
) -> None:
    platform.simulator.faults.set(Fault(**fault, path="/menu/create"))
    ran = run("menu", "push", "-y", str(file))
    assert ran.status == 1 and says in ran.line


def test_nobody_there_is_one_line(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIONBOT_WECHAT_API_URL", "http://127.0.0.1:1")
    ran = run("menu", "push", "-y", str(file))
    assert ran.status == 1
    assert ran.line.startswith("The platform cannot be reached at http://127.0.0.1:1 (")


def test_templates_are_checked(run: Run, tmp_path: Path) -> None:
    assert "right, 11 templates for 11 kinds" in run("notices", "check").out
    assert "has no templates" in run("notices", "check", "--account", DEMO_UNVERIFIED.appid).out
    wrong = tmp_path / "notices.yml"
    wrong.write_text("notices: {a.b: {template: {id: T, fields: {foo1: x, thing2: '{nope}'}}}}", encoding="utf-8")
    ran = run("notices", "check", str(wrong))
    assert ran.status == 1 and ran.line == f"{wrong}: 2 problems."
    assert f"{wrong}: a.b, template, foo1: no type of field is called so" in ran.out
