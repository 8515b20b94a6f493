"""The engine's HTTP side, on loopback or a private network: `POST /turn`, `/healthz`, `/readyz`.

The server answers from its first moment; the model loads in a thread meanwhile.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field, ValidationError

from base.logging import get_logger
from bot.engine import Engine, TurnFailedError

log = get_logger("engine")

Load = Callable[[], Awaitable[Engine]]


class TurnRequest(BaseModel):
    """One message of a member; `key` names it, so that a repeat is not a second turn."""

    member: str = Field(min_length=1, max_length=64)
    text: str = Field(max_length=20_000)
    key: str = Field(min_length=1, max_length=64)


class Loading:
    """The engine once it is there, or why it is not."""

    engine: Engine | None = None
    reason: str = "the model is loading"

    async def load(self, load: Load) -> None:
        try:
            self.engine = await load()
        except Exception as error:
            self.reason = f"the model cannot be loaded: {type(error).__name__}: {error}"
            log.error("engine_load_failed", error=str(error))


def create_app(load: Load) -> FastAPI:
    """The engine's app.

    Args:
        load: makes the engine; awaited in the background after start.
    """
    state = Loading()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(state.load(load))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        if state.engine:
            await state.engine.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz(response: Response) -> dict[str, str]:
        response.status_code = 200 if state.engine else 503
        return {"status": "ready"} if state.engine else {"reason": state.reason}

    @app.post("/turn")
    async def turn(request: Request) -> Response:
        if state.engine is None:
            return Response(status_code=503)
        try:
            # Parsed here: FastAPI's own answer to half a surrogate pair in the JSON would be a 500.
            asked = TurnRequest.model_validate_json(await request.body())
        except ValidationError:
            return Response(status_code=422)
        try:
            taken = await state.engine.turn(asked.member, asked.text, asked.key)
        except TurnFailedError as error:
            log.error("turn_failed", reason=str(error))
            return Response(status_code=500)
        return Response(taken.model_dump_json(), media_type="application/json")

    return app
