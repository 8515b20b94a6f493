"""A question of an event as answers of a form, and back. Pure."""

from collections.abc import Iterable

from union.events.entering.reader import Answers, Reader, Wrong, switch_answer
from union.events.terms import EventQuestion

KINDS = {
    "text": "写几个字",
    "choice": "从几个里选一个",
    "number": "一个数字",
    "yes_no": "是或否",
    "date": "日期",
    "phone": "手机号",
}
VIEWERS = {"organiser": "活动负责人", "agent": "接待人员", "all": "所有工作人员"}
MOST = 10  # questions of an event: more, and members give up
MOST_CHOICES = 10


def read_question(answers: Answers, id_: str) -> EventQuestion | Wrong:
    """The question."""
    read = Reader(answers)
    label = read.text("label", 100, "请写要问的话。")
    kind = read.chosen("kind", KINDS, "请选怎么回答。") or "text"
    who_sees = read.chosen("who_sees", VIEWERS) or "organiser"
    choices = read.many("choices") if kind == "choice" else ()
    if kind == "choice" and not 2 <= len(choices) <= MOST_CHOICES:
        read.say("choices", f"请写 2 到 {MOST_CHOICES} 个选项，一行一个。")
    if any(len(one) > 30 for one in choices):
        read.say("choices", "每个选项请不要超过 30 个字。")
    if read.wrong:
        return Wrong(read.wrong)
    said = {"id": id_, "label": label, "kind": kind, "choices": choices, "who_sees": who_sees}
    return EventQuestion.model_validate({**said, "required": read.is_on("required")})


def question_answers(question: EventQuestion) -> dict[str, str]:
    return {
        "label": question.label,
        "kind": question.kind,
        "choices": "\n".join(question.choices),
        "required": switch_answer(question.required),
        "who_sees": question.who_sees,
    }


def free_id(taken: Iterable[str]) -> str:
    """q1, q2 …: one that no question has, also none that was asked before and may have answers."""
    numbers = [int(id_[1:]) for id_ in taken if id_[:1] == "q" and id_[1:].isdecimal()]
    return f"q{max(numbers, default=0) + 1}"
