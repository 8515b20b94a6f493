"""What operators ask: does it live, would a message get a real answer, how is it going."""

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from base.errors import UserError
from base.logging import get_logger
from webhook.dependencies import Dependencies
from webhook.failures import describe

log = get_logger("health")


class Health:
    """The operators' endpoints."""

    def __init__(self, deps: Dependencies) -> None:
        self._deps = deps

    async def alive(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(self, _: Request) -> Response:
        """200 when the database is reachable and an engine is loaded, otherwise 503 with the reasons."""
        reasons = [reason for reason in (await self._database_problem(), await self._deps.engines.problem()) if reason]
        if not reasons:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "not ready", "reason": "; ".join(reasons)}, 503)

    async def metrics(self, _: Request) -> Response:
        return Response(self._deps.metrics.page(), headers={"content-type": CONTENT_TYPE_LATEST})

    async def _database_problem(self) -> str | None:
        try:
            await self._deps.database.check()
        except UserError:
            return "the database cannot be reached"  # the line itself names hosts: it is for the log of the start
        except Exception as error:
            log.error("database_check_failed", **describe(error))
            return "the database cannot be reached"
        return None
