"""A list of grants as clerks bring it: a table with a card or phone a row, and what each row comes to.

Nothing is granted while a row is wrong: all of them are named at once, so that the table is mended once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.excursions.finding import bound_to, is_on_roster
from union.staff.scope import EVERYTHING, Scope

WHO = "会员卡号或手机号"
NUMBERS = {"天数": "days", "补贴（元）": "yuan", "次数": "segments"}
HEADER = (WHO, *NUMBERS)
LIMITS = {"days": 366, "yuan": 1_000_000, "segments": 20}
MOST_LINES = 1_000  # granted in one transaction, all or none


@dataclass(frozen=True)
class Line:
    """A row that can be read: its number in the file (the header is the first), whom it names, and how much."""

    number: int
    who: str
    days: int
    yuan: int
    segments: int


@dataclass(frozen=True)
class Problem:
    """A row that cannot be granted, and why, as a clerk reads it."""

    number: int
    why: str


@dataclass(frozen=True)
class GrantList:
    """What `grant_many` takes, and the rows that stand in its way. The sums are of the good rows."""

    entries: tuple[Mapping[str, object], ...]
    problems: tuple[Problem, ...]

    def total(self, name: str) -> int:
        return sum(int(str(entry[name])) for entry in self.entries)


def read_lines(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[Line], list[Problem]]:
    """The rows of a table with the columns of HEADER; cells are texts. Pure."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in rows:
        if len(lines) + len(problems) >= MOST_LINES:
            problems.append(Problem(number, f"一次最多 {MOST_LINES} 行，请分成几份"))
            break
        read = _line(number, row)
        lines.append(read) if isinstance(read, Line) else problems.append(read)
    return lines, problems


async def resolve(
    session: AsyncSession, keyring: Keyring, lines: Sequence[Line], scope: Scope = EVERYTHING
) -> GrantList:
    """Whom each row names: the one WeChat user within the scope who is bound to the entry."""
    entries: list[Mapping[str, object]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line in lines:
        ids = await bound_to(session, keyring, line.who, scope)
        why = "" if len(ids) == 1 else await _why(session, keyring, line, len(ids), scope)
        if not why and ids[0] in seen:
            why = f"和第 {seen[ids[0]]} 行是同一位会员"
        if why:
            problems.append(Problem(line.number, why))
            continue
        seen[ids[0]] = line.number
        amounts = {"days": line.days, "yuan": line.yuan, "segments": line.segments}
        entries.append({"member_id": ids[0], **amounts})
    return GrantList(tuple(entries), tuple(problems))


async def _why(session: AsyncSession, keyring: Keyring, line: Line, bound: int, scope: Scope) -> str:
    if bound > 1:
        return f"绑定了 {bound} 个微信，请在“会员额度”里逐个发放"
    if await is_on_roster(session, keyring, line.who, scope):
        return "名册里有这位会员，但还没有绑定微信"
    return "名册里没有这个卡号或手机号"


def _line(number: int, row: Mapping[str, str]) -> Line | Problem:
    who = "".join(row.get(WHO, "").split())
    if not who:
        return Problem(number, f"没有填{WHO}")
    amounts: dict[str, int] = {}
    for label, name in NUMBERS.items():
        text = row.get(label, "").strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) <= LIMITS[name]):
            return Problem(number, f"{label}要写 0 到 {LIMITS[name]} 的整数")
        amounts[name] = int(text or 0)
    if not any(amounts.values()):
        return Problem(number, "天数、补贴和次数都没有填")
    return Line(number, who, **amounts)
