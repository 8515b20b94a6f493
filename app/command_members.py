"""Commands on unions, their rosters, and binding codes."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from app.command_data import with_parts
from app.parts import Parts
from base.clock import to_shanghai
from base.errors import UsageError

if TYPE_CHECKING:
    from union.roster.entering import Problem
    from union.roster.files.importing import Imported
    from union.roster.models import Union
    from union.roster.service import Issued

CODES_AT_ONCE = 500

members_commands = typer.Typer(help="Unions, their rosters, and binding codes.", no_args_is_help=True)
UnionOption = Annotated[str, typer.Option("--union", help="Id or name of the union.")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.add_typer(members_commands, name="members")


@members_commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A roster: .xlsx, or .csv in UTF-8 or GB18030.")],
    union: UnionOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be done.")] = False,
    full: Annotated[bool, typer.Option("--full", help="A full list: who is missing from it has left.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the bad lines to this .xlsx or .csv.")] = None,
) -> None:
    """Bring a roster into the database. Known cards are updated; the same file again changes nothing."""
    from app.members_report import problems_to, progress_bar
    from union.roster.files.importing import Wish, import_roster

    async def work(parts: Parts) -> "tuple[Imported, Sequence[Problem]]":
        chosen = await _union(parts, union)
        wish, now = Wish(chosen, full=full, only_look=dry_run), parts.clock.now()
        with problems_to(report) as problems, progress_bar() as on_progress:
            done = await import_roster(
                parts.database, file, wish, now=now, on_problem=problems.add, on_progress=on_progress
            )
        return done, problems.first

    done, problems = with_parts(work)
    for problem in problems:
        print(f"第 {problem.line} 行 {problem.column}：{problem.why}")
    if done.refused and report:
        print(f"没有导入的行都写进了 {report}。")
    print(_in_words(done, dry_run))


@members_commands.command("template")
def template(file: Annotated[Path, typer.Argument(help="The .xlsx to write.")]) -> None:
    """Write an empty roster with our headings, its cells kept as text."""
    from app.members_report import write_template

    write_template(file)
    print(f"空白名册：{file}")


@members_commands.command("unions")
def unions(
    file: Annotated[Path | None, typer.Argument(help="A YAML file of unions; without: shows the tree.")] = None,
) -> None:
    """Write the tree of unions from a file (docs/members.md), or show it."""
    from app.members_files import read_unions
    from union.roster.service import Misplaced, all_unions, put_unions

    if file is None:

        async def show(parts: Parts) -> list[str]:
            async with parts.database.read() as session:
                return [f"{'  ' * (u.path.count('/') - 1)}{u.name}（{u.id}）" for u in await all_unions(session)]

        print("\n".join(with_parts(show)) or "还没有工会。")
        return
    places, alliances = read_unions(file)
    written = with_parts(lambda parts: parts.database.transact(lambda s: put_unions(s, places, alliances)))
    if isinstance(written, Misplaced):
        raise UsageError(f"{file}: {written.why}")
    print(f"工会：{written} 家")


@members_commands.command("code")
def code(
    card: Annotated[str, typer.Option(help="The card number of one member.")] = "",
    union: Annotated[str, typer.Option("--union", help="All of this union who are not bound yet.")] = "",
    out: Annotated[Path | None, typer.Option(help="With --union: the .csv to write, to be printed.")] = None,
    days: Annotated[int, typer.Option(min=1, max=365, help="How long the codes are good.")] = 30,
    release: Annotated[
        bool, typer.Option("--release", help="With --card: end its bindings to a WeChat first.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who gives the codes out.")] = "命令行",
) -> None:
    """Give out binding codes: each is good once, and makes earlier ones of its member void."""
    if bool(card) == bool(union):
        raise UsageError("Give either --card or --union.")
    if card:
        one = with_parts(lambda parts: _one_code(parts, card, days, by, release))
        until = f"{to_shanghai(one.expires_at):%Y-%m-%d}"
        print(f"{one.name}（{one.union}）的绑定码：{one.printed}，{until} 前有效，只能用一次")
        return
    if out is None:
        raise UsageError("--union needs --out: the file for the list of codes.")
    count = with_parts(lambda parts: _list_of_codes(parts, union, out, days, by))
    print(f"绑定码：{count} 个，写进了 {out}（这些码只在这个文件里，请妥善保管）")


async def _one_code(parts: Parts, card: str, days: int, by: str, release_first: bool) -> "Issued":
    from union.roster.rules import card_number
    from union.roster.service import entry_of_card, issue_codes, release

    keyring, now = parts.database.keyring, parts.clock.now()
    async with parts.database.read() as session:
        entry = await entry_of_card(session, keyring, card_number(card) or "")
    if entry is None or entry.left_at is not None:
        raise UsageError(f"No member on a roster has the card {card}.")

    async def work(session: AsyncSession) -> "list[Issued]":
        if release_first:
            await release(session, entry.id, staff=by, now=now)
        return await issue_codes(session, keyring, [entry.id], staff=by, days=days, now=now)

    return (await parts.database.transact(work))[0]


async def _list_of_codes(parts: Parts, said: str, out: Path, days: int, by: str) -> int:
    """Page by page; returns how many."""
    from app.members_report import csv_file
    from union.roster.service import issue_codes, unbound_entries

    union, now, after, count = await _union(parts, said), parts.clock.now(), "", 0
    with csv_file(out, ["工会", "姓名", "绑定码", "有效期至"]) as write:
        while True:
            async with parts.database.read() as session:
                page = await unbound_entries(session, union, after=after, most=CODES_AT_ONCE)
            if not page:
                return count
            after = page[-1]
            give = partial(issue_codes, keyring=parts.database.keyring, entry_ids=page, staff=by, days=days, now=now)
            issued = await parts.database.transact(give)
            for one in issued:
                write([one.union, one.name, one.printed, f"{to_shanghai(one.expires_at):%Y-%m-%d}"])
            count += len(issued)


async def _union(parts: Parts, said: str) -> "Union":
    from union.roster.service import find_union

    async with parts.database.read() as session:
        union = await find_union(session, said)
    if union is None:
        raise UsageError(f"There is no union {said}, or several of this name: `members unions` lists them.")
    return union


def _in_words(done: "Imported", dry_run: bool) -> str:
    said = [f"共 {done.lines} 行", f"新增 {done.added}", f"更新 {done.changed}", f"没有变化 {done.unchanged}"]
    said += [f"没有导入 {done.refused}"] if done.refused else []
    said += [f"标为离会 {done.left}"] if done.left else []
    said += ["有没导入的行，所以没有标任何人离会"] if done.spared else []
    said += [f"没用到的列：{'、'.join(done.unknown)}"] if done.unknown else []
    return ("（试运行，什么都没有写入）" if dry_run else "") + "，".join(said) + "。"
