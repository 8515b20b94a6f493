"""A table of grants, read and looked up: what can be granted, and every row that is wrong."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from base.database import Database
from base.errors import UserError
from union.excursions.grant_list import WHO, GrantList, read_lines, resolve
from union.places.table import Row, read_table
from union.staff.scope import Scope

MOST_BYTES = 2_000_000
UNREADABLE = "这个文件读不出来。请用模板填写，存成 .xlsx 或 .csv，第一行的标题不要改。"
TOO_BIG = "文件太大了（最多 2 MB，1000 行），请分成几份。"
EMPTY = "表格里没有内容。"


@dataclass(frozen=True)
class Checked:
    """`digest`: of the file, so that the same one grants once a cycle."""

    digest: str
    found: GrantList

    @property
    def said(self) -> str:
        """What it comes to, in a sentence."""
        found = self.found
        if found.problems:
            return f"有 {len(found.problems)} 行不对，改好后重新选择表格。其余 {len(found.entries)} 行没有问题。"
        sums = f"{found.total('days')} 天、{found.total('yuan')} 元、{found.total('segments')} 次"
        return f"检查通过：{len(found.entries)} 位会员，共 {sums}。"


async def check(database: Database, content: bytes, name: str, scope: Scope) -> Checked | str:
    """All of the table, looked up within the scope; or why it cannot be read. Nothing is granted."""
    if len(content) > MOST_BYTES:
        return TOO_BIG
    try:
        rows = await asyncio.to_thread(_rows, content, Path(name).suffix.lower())
    except UserError:
        return UNREADABLE
    if not rows:
        return EMPTY
    lines, wrong = read_lines(rows)
    async with database.read() as session:
        found = await resolve(session, database.keyring, lines, scope)
    problems = sorted((*wrong, *found.problems), key=lambda one: one.number)
    return Checked(sha256(content).hexdigest()[:32], GrantList(found.entries, tuple(problems)))


def _rows(content: bytes, suffix: str) -> list[Row]:
    """The table's rows.

    Raises:
        UserError: it is none, or lacks the column that says whom.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix if suffix in ('.xlsx', '.csv') else '.xlsx'}"
        path.write_bytes(content)
        return list(read_table(path, [WHO]))
