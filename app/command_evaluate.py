"""`unionbot evaluate`: how well the bot understands and finds, on sentences nobody trained on, beside baselines."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from base.logging import configure_logging
from base.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.evaluate.figures import Section
    from bot.evaluate.sets import FollowUp, HeldOut
    from knowledge.content import Content
    from knowledge.search import Index

LECOQA = Path("../shared/data/lecoqa/queries.json")
STOCK_EPOCHS = 50


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command()(evaluate)


def evaluate(
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures there.")] = None,
    lecoqa: Annotated[Path, typer.Option(help="LeCoQA's queries.json, the outside check of search.")] = LECOQA,
    stock: Annotated[bool, typer.Option(help="Also the stock Rasa pipeline: 2 GB, most of an hour.")] = False,
    stock_epochs: Annotated[int, typer.Option(min=1, help="Epochs of its DIET.")] = STOCK_EPOCHS,
) -> None:
    """Print accuracy on held-out sentences beside baselines: intents, safety, entities, search, follow-ups."""
    configure_logging("ERROR")
    settings, screen = load_settings(), Console()
    settings.ensure_var()
    from bot.evaluate.figures import as_json, as_table

    started = time.perf_counter()
    sections = []
    for section in _sections(settings, lecoqa, stock_epochs if stock else 0):
        sections.append(section)
        screen.print(as_table(section))
        screen.print()
    seconds = time.perf_counter() - started
    screen.print(f"{seconds:.0f} s")
    if json_file is not None:
        written = {"seconds": seconds, "sections": as_json(sections)}
        json_file.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _sections(settings: Settings, lecoqa: Path, stock_epochs: int) -> "Iterator[Section]":
    """Each table as soon as it is known."""
    from app.knowledge import KNOWLEDGE
    from bot.evaluate import intents
    from bot.evaluate.sentences import read_intents
    from bot.evaluate.sets import read_sets
    from bot.train import train
    from knowledge.loader import load_content
    from knowledge.search import Index

    sets, (texts, names) = read_sets(), read_intents()
    ours = intents.as_engine(intents.from_archive(train(settings.var)))
    baseline = intents.words_and_logistic(texts, names)
    for held_out in sets:
        yield from intents.measure(held_out, ours, baseline, texts)
    content = load_content(KNOWLEDGE)
    index = Index(content.programs)
    yield from _of_search(sets, content, index)
    yield from asyncio.run(_of_follow_ups(settings, sets, index))
    yield from _of_lecoqa(lecoqa)
    if stock_epochs:
        from bot.evaluate import stock

        yield stock.measure(settings.var, sets, texts, names, stock_epochs)


def _of_search(sets: "Sequence[HeldOut]", content: "Content", index: "Index") -> "Iterator[Section]":
    from bot.evaluate import intents, searching

    for held_out in sets:
        if held_out.entities:
            yield intents.entities(held_out)
        yield searching.measure(held_out, index)
        if held_out.rights:
            yield searching.measure_rights(held_out, content.rights)


async def _of_follow_ups(settings: Settings, sets: "Sequence[HeldOut]", index: "Index") -> "list[Section]":
    """Conversations through the whole engine."""
    from app.scratch import scratch_engine
    from bot.evaluate.follow_ups import measure

    async with scratch_engine(settings) as scratch:

        async def last(name: str, case: "FollowUp") -> tuple[str | None, str | None]:
            member_id = await scratch.new_member(name)
            for position, text in enumerate(case.turns):
                turn = await scratch.engine.turn(member_id, text, f"{member_id}-{position}")
            heard = turn.understanding
            return heard.programs[0] if heard.programs else None, heard.attribute

        return [await measure(held_out, last, index) for held_out in sets if held_out.follow_ups]


def _of_lecoqa(file: Path) -> "Iterator[Section]":
    from bot.evaluate import lecoqa
    from bot.evaluate.figures import Section

    if file.is_file():
        yield lecoqa.measure(file)
    else:
        yield Section("Outside check: LeCoQA", note=f"skipped: there is no {file} (`--lecoqa` names another place)")
