"""Commands that run a process: `serve` and the parts one by one."""

import asyncio
from typing import Annotated

import typer

from base.logging import configure_logging
from base.settings import Settings, load_settings

PORT_HELP = "Port to listen on."


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    for command in (serve, web, engine, console, worker):
        cli.command()(command)


def serve(
    port: Annotated[int | None, typer.Option(help=PORT_HELP, envvar="PORT")] = None,
    engines: Annotated[int, typer.Option(help="How many engine processes.", min=1)] = 1,
) -> None:
    """Serve everything on one machine: web, console, worker and engines; restarts what dies."""
    from app.serve import run

    settings = _settings(port)
    asyncio.run(run(settings, engines))


def web(
    port: Annotated[int | None, typer.Option(help=PORT_HELP, envvar="PORT")] = None,
    with_console: Annotated[bool, typer.Option(help="Serve the staff console here too.")] = False,
    with_worker: Annotated[bool, typer.Option(help="Do the durable work here too.")] = False,
) -> None:
    """The WeChat webhook."""
    from app.web import run

    run(_settings(port), with_console=with_console, with_worker=with_worker)


def engine(
    port: Annotated[int, typer.Option(help=PORT_HELP)] = 5005,
    host: Annotated[str, typer.Option(help="Loopback or a private network, never the internet.")] = "127.0.0.1",
) -> None:
    """The dialogue engine."""
    from app.engine import run

    run(_settings(None), host, port)


def console(port: Annotated[int, typer.Option(help=PORT_HELP)] = 8001) -> None:
    """The staff console as a process of its own."""
    from app.console import run

    run(_settings(None), port)


def worker() -> None:
    """The worker that delivers notices."""
    from app.worker import run

    asyncio.run(run(_settings(None)))


def _settings(port: int | None) -> Settings:
    settings = load_settings()
    if port is not None:
        settings = settings.model_copy(update={"port": port})
    configure_logging(settings.log_level)
    return settings
