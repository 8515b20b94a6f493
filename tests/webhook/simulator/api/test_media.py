"""Temporary media at the stand-in: by kind and size, for three days, for its own account."""

from datetime import timedelta

import pytest

from base.clock import FixedClock
from tests.webhook.simulator.api.conftest import Calls
from webhook.simulator.api.media import KINDS
from webhook.simulator.api.sides import Side

PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_file_can_be_had_for_three_days(calls: Calls, clock: FixedClock) -> None:
    uploaded = await calls.upload("image", PNG)
    assert uploaded["type"] == "image" and uploaded["created_at"] == int(clock.now().timestamp())
    file = await calls.raw_get("/media/get", media_id=uploaded["media_id"])
    assert (file.content, file.headers["content-type"]) == (PNG, "image/png")
    clock.move(timedelta(days=3))
    calls.known = ""
    assert (await calls.get("/media/get", media_id=uploaded["media_id"]))["errcode"] == 40007


async def test_a_file_belongs_to_its_account(calls: Calls, unverified: Calls) -> None:
    media_id = (await calls.upload("image", PNG))["media_id"]
    assert (await unverified.get("/media/get", media_id=media_id))["errcode"] == 40007


async def test_a_film_lies_elsewhere(calls: Calls, side: Side) -> None:
    media_id = side.media.add("video", b"film", "video/mp4")
    assert (await calls.get("/media/get", media_id=media_id))["video_url"].startswith("http://")


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("film", PNG, 40004),
        ("", PNG, 40004),
        ("image", b"", 44001),
        ("image", b"<html>", 40005),
        ("voice", PNG, 40005),
        *((kind, b"x" * (most + 1), code) for kind, (most, code, _) in KINDS.items()),
    ],
    ids=str,
)
async def test_a_wrong_file_has_its_errcode(kind: str, content: bytes, errcode: int, calls: Calls) -> None:
    assert (await calls.upload(kind, content))["errcode"] == errcode


async def test_an_upload_needs_its_field_and_its_token(calls: Calls) -> None:
    assert (await calls.upload("image", PNG, field="file"))["errcode"] == 41005
    calls.known = "made-up"
    assert (await calls.upload("image", PNG))["errcode"] == 40001


async def test_the_day_has_only_so_many_uploads(calls: Calls, side: Side) -> None:
    side.limits = side.limits.model_copy(update={"uploads_a_day": 1})
    assert "media_id" in await calls.upload("image", PNG)
    assert (await calls.upload("image", PNG))["errcode"] == 45009
