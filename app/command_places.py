"""Commands on the list of places: rest stations, mother-and-baby rooms, workers' homes, windows."""

from pathlib import Path
from typing import Annotated

import typer

from app.command_data import with_parts
from app.parts import Parts
from base.errors import UserError

MOST_SHOWN = 20  # bad rows; the rest is counted

place_commands = typer.Typer(help="Places members can go to.", no_args_is_help=True)


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.add_typer(place_commands, name="places")


@place_commands.command("import")
def places_import(
    file: Annotated[Path, typer.Argument(help="An xlsx or csv table; see docs/places.md for its columns.")],
    replace: Annotated[bool, typer.Option(help="Places of the same source that the file lacks are removed.")] = False,
) -> None:
    """Bring a list of places in; rows with mistakes are named and left out."""
    from union.places.entry import NEEDED
    from union.places.service import Imported, import_places
    from union.places.table import read_table

    rows = list(read_table(file, NEEDED))
    if not rows:
        raise UserError(f"{file}: there is no row below the header.")

    async def work(parts: Parts) -> Imported:
        now = parts.clock.now()
        return await parts.database.transact(
            lambda session: import_places(session, file.name, rows, now, replace=replace)
        )

    result = with_parts(work)
    for number, reason in result.bad[:MOST_SHOWN]:
        print(f"第 {number} 行：{reason}")
    if len(result.bad) > MOST_SHOWN:
        print(f"还有 {len(result.bad) - MOST_SHOWN} 行有问题")
    print(
        f"新增 {result.added}，更新 {result.changed}，不变 {result.same}，删去 {result.removed}，"
        f"跳过 {len(result.bad)} 行"
    )
    if replace and result.bad:
        print("有跳过的行，所以没有删去文件里没有的地点")
    if len(result.bad) == len(rows):
        raise UserError(f"{file}: no row could be taken.")


@place_commands.command("list")
def places_list() -> None:
    """Sources of the places that are listed, with their date and number."""
    from union.places.service import count_places

    async def work(parts: Parts) -> list[tuple[str, str, int]]:
        async with parts.database.read() as session:
            return list(await count_places(session))

    for source, as_of, count in with_parts(work):
        print(f"{source}（截至 {as_of}）：{count} 个")
