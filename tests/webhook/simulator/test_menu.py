"""The custom menu's file."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from webhook.simulator.menu import load_menu


def test_the_menu_is_within_the_platforms_limits_and_speaks_for_the_member() -> None:
    menu = load_menu()
    assert [button.name for button in menu.button] == ["看活动", "找律师", "我的"]
    keys = [entry.key for button in menu.button for entry in button.sub_button]
    assert all(key.startswith("say:") for key in keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("button: []", "button"),
        ("button: [{name: 六个汉字太长, sub_button: [{type: click, name: a, key: b}]}]", "name"),
        ("button: [{name: 活动, sub_button: []}]", "sub_button"),
        ("button: [{name: 活动, sub_button: [{type: click, name: a, key: b, ur: c}]}]", "ur"),
    ],
)
def test_a_wrong_menu_names_the_field(text: str, field: str, tmp_path: Path) -> None:
    file = tmp_path / "menu.yml"
    file.write_text(text)
    with pytest.raises(ValidationError) as error:
        load_menu(file)
    assert field in error.value.errors()[0]["loc"]
