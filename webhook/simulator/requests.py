"""What the page posts, read strictly."""

from typing import Annotated, TypeVar

from fastapi import HTTPException, Request
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from webhook.simulator.actions import AnyAction
from webhook.simulator.crowd import MOST
from webhook.simulator.repeats import How

MemberName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20, pattern=r"^[\w·. -]+$")
]
Appid = Annotated[str, StringConstraints(max_length=64)]


class Sent(BaseModel):
    """Who does what."""

    account: Appid = ""
    member: MemberName
    action: AnyAction


class Crowd(BaseModel):
    """The same words from many."""

    account: Appid = ""
    text: str = Field(min_length=1, max_length=2_000)
    members: int = Field(ge=1, le=MOST)


class Again(BaseModel):
    """A member's last message once more, in some way."""

    account: Appid = ""
    member: MemberName
    how: How


Posted = TypeVar("Posted", bound=BaseModel)


async def read(request: Request, kind: type[Posted]) -> Posted:
    """What was posted. Not left to FastAPI: its answer repeats the input, and fails on half a surrogate pair."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise HTTPException(415, "application/json expected")  # also keeps other sites' forms out
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        raise HTTPException(422, error.errors(include_input=False, include_url=False)[0]["msg"]) from error
