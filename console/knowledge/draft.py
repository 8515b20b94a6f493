"""What was typed in a form when the session had ended: it is there again after the log-in, in the same tab."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from nicegui import ui

from console.parts.fields import Answers
from console.session import Visit

BACK = "已找回您登录过期前写的内容，还没有保存。"


@dataclass(frozen=True)
class Draft:
    """`base`: since which version the entry said what was changed."""

    base: int
    answers: Answers


def keep_if_ended(here: Visit, draft: Draft) -> None:
    """Before a step: keep the draft in the browser where the session has ended, for the step leads to the log-in."""
    if not here.lasts:
        kept = json.dumps(json.dumps([draft.base, draft.answers]))
        ui.run_javascript(f"sessionStorage.setItem({_key(here)}, {kept})")


def take_up(here: Visit, use: Callable[[Draft], None]) -> None:
    """While a page is built: give what was kept for it to `use`, once."""

    async def look() -> None:
        key = _key(here)
        found = await ui.run_javascript(
            f"const kept = sessionStorage.getItem({key}); sessionStorage.removeItem({key}); return kept", timeout=5
        )
        if isinstance(found, str):
            base, answers = json.loads(found)
            use(Draft(base, answers))
            ui.notify(BACK, type="info")

    ui.timer(0, look, once=True)


def _key(here: Visit) -> str:
    return json.dumps(f"knowledge:{here.staff.id}:{here.path}")
