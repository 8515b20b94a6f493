"""Commands around the bot that need no running server: `train`, `chat`, `ask`, `bench`."""

import asyncio
import sys
from typing import Annotated

import typer
from rich.console import Console

from base.logging import configure_logging
from base.settings import load_settings


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    for command in (train, chat, ask, bench):
        cli.command()(command)


def train() -> None:
    """Train the model, if it is older than what it is made of."""
    from bot.train import model_path
    from bot.train import train as train_model

    settings = load_settings()
    configure_logging("WARNING")
    target = model_path(settings.ensure_var())
    if target.exists():
        print(f"The model is up to date: {target}")
        return
    with Console(stderr=True).status("Training the model, about a minute …"):
        train_model(settings.var)
    print(f"Trained: {target}")


def chat(
    message: Annotated[list[str] | None, typer.Argument(help="Messages to send; without any you are asked.")] = None,
    explain: Annotated[bool, typer.Option(help="Show intent, slots, action and programs of each turn.")] = False,
) -> None:
    """Talk to the bot in the terminal. Nothing is booked for real."""
    from app.chat import run

    configure_logging("ERROR")
    asyncio.run(run(load_settings(), message or [], explain=explain))


def ask() -> None:
    """Answer JSON lines from standard input on standard output (docs/ask.md). Leaves no trace."""
    from app.ask import run

    configure_logging("ERROR")
    asyncio.run(run(load_settings(), sys.stdin, sys.stdout))


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Benchmarks to run; all of them without a name.")] = None,
) -> None:
    """Run benchmarks (as `make bench`): a table, and bench/results.json."""
    from bench import main

    raise typer.Exit(main(names or []))
