"""Custom actions without an action server: rasa-sdk's executor called in the engine's own process."""

import json
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from base.logging import get_logger

log = get_logger("actions")


@dataclass
class Ran:
    """The actions of one turn, and those that failed: Rasa swallows an action's exception and goes on."""

    actions: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


ran: ContextVar[Ran] = ContextVar("ran")


class InProcessEndpoint(EndpointConfig):
    """Stands where Rasa expects the HTTP address of an action server."""

    def __init__(self, executor: ActionExecutor) -> None:
        # With `enable_selective_domain` Rasa does not serialise the whole domain for every action.
        super().__init__(url="in-process:", enable_selective_domain=True)
        self.executor = executor

    async def request(self, *_args: Any, json: dict[str, Any] | None = None, **_kwargs: Any) -> Any:
        """Run one action; a rejection travels as the status 400 that Rasa expects of a server."""
        call = json or {}
        action = str(call.get("next_action"))
        watched = ran.get(None) or Ran()
        watched.actions.append(action)
        try:
            return await self.executor.run(call)
        except ActionExecutionRejection as rejection:
            raise _as_response(rejection) from rejection
        except Exception as error:
            watched.failed.append(action)
            # The message may quote what a member wrote: only the error's kind and place are logged.
            log.error("action_failed", action=action, error=type(error).__name__, at=_place(error))
            raise


def _as_response(rejection: ActionExecutionRejection) -> ClientResponseError:
    body = json.dumps({"action_name": rejection.action_name, "error": rejection.message})
    return ClientResponseError(400, "rejected", body)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
