"""Writing an entry: a new one or another wording of one, alone or as the answer to questions that waited."""

from typing import get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.knowledge.editor import Editor, Task
from console.knowledge.sheet import GONE, ID, LIST
from console.knowledge.shelf import Shelf, within
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.opening import nowhere, open_page
from console.session import Visit
from knowledge.content import EntryKind
from knowledge.editing.desk import open_entry
from knowledge.editing.fields import to_answers
from knowledge.editing.review import this_month
from knowledge.editing.service import NEW
from knowledge.entries import WHOLE_PROVINCE
from knowledge.learning.service import QuestionGroup, group_of
from knowledge.store import as_data

MADE_HERE: tuple[EntryKind, ...] = ("guide", "program", "right")  # hotlines are named in replies: only changed
QUESTIONS = "/questions"
SETTLED = "这些问题刚才已有同事处理了，或者不在您负责的地区。"
MOST_TAKEN = 12  # wordings put into a new entry


def add(deps: ConsoleDeps, shelf: Shelf) -> None:
    """Add the pages to the console; before the page of one entry, whose path would take the first."""

    @console_page(LIST + "/new/{kind}", title="写新条目 · 工会服务台")
    async def new(request: Request, kind: str, question: str = "") -> RedirectResponse | None:
        made = kind if kind in MADE_HERE else "guide"
        path = with_question(f"{LIST}/new/{made}", question)
        return await open_page(deps, request, path, "knowledge", lambda here: show(deps, here, shelf, path))

    @console_page(LIST + "/{kind}/{entry_id}/edit", title="修改条目 · 工会服务台")
    async def edit(request: Request, kind: str, entry_id: str, question: str = "") -> RedirectResponse | None:
        is_right = kind in get_args(EntryKind) and ID.fullmatch(entry_id)
        path = with_question(f"{LIST}/{kind}/{entry_id}/edit" if is_right else f"{LIST}/guide/-/edit", question)
        return await open_page(deps, request, path, "knowledge", lambda here: show(deps, here, shelf, path))


def with_question(path: str, question: str) -> str:
    """The path with the number of a group of questions, where one is given."""
    return f"{path}?question={question}" if question.isascii() and question.isdecimal() else path


async def show(deps: ConsoleDeps, here: Visit, shelf: Shelf, path: str) -> None:
    """Build the page."""
    address, _, question = path.partition("?question=")
    group: QuestionGroup | None = None
    if question:
        async with deps.database.read() as session:
            group = await group_of(session, int(question[:18]), within(here))
        if group is None:
            nowhere(here, "没有等答复的问题", SETTLED, path=QUESTIONS, label="待答问题")
            return
    task = await _task(deps, here, address, group)
    if task is None:
        nowhere(here, "没有找到这一条", GONE, path=LIST, label="知识库")
        return
    with frame(here, here=QUESTIONS if group else LIST), box("inbox"):
        Editor(deps, here, shelf, task)


async def _task(deps: ConsoleDeps, here: Visit, address: str, group: QuestionGroup | None) -> Task | None:
    """What is to be written; None where the entry to be changed is not there."""
    parts = address.removeprefix(f"{LIST}/").split("/")
    asked = list(group.texts[:MOST_TAKEN]) if group else []
    if parts[0] == "new":
        kind: EntryKind = parts[1]  # type: ignore[assignment]  # checked where the path was made
        return Task(kind, "", NEW, _first(deps, here, kind, asked), group)
    async with deps.database.read() as session:
        found = await open_entry(session, parts[0], parts[1], within(here))  # type: ignore[arg-type]
    if found is None or found.is_retired:
        return None
    answers = to_answers(found.kind, as_data(found.entry))
    if "questions" in answers:
        known = answers["questions"].splitlines()
        answers["questions"] = "\n".join([*known, *(text for text in asked if text not in known)])
    return Task(found.kind, found.entry.id, found.version, answers, group)


def _first(deps: ConsoleDeps, here: Visit, kind: EntryKind, asked: list[str]) -> dict[str, str]:
    """What stands in a new entry's form."""
    limits = within(here)
    city, district = (limits.city, limits.district) if limits else (WHOLE_PROVINCE, "")
    name = "name" if kind == "program" else "title"
    return {
        name: asked[0] if asked else "",
        "questions": "\n".join(asked),
        "area.city": city,
        "area.district": district,
        "reviewed": this_month(deps.clock.now()),
    }
