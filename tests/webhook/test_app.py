"""The app around the callback: health, metrics, nothing more to be seen, and nothing of Rasa in the process."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx

from base.database import Database
from tests.platform import FakePlatform
from tests.webhook.parts import StandInEngine
from webhook.app import create_app
from webhook.dependencies import Dependencies

ROOT = Path(__file__).parents[2]


async def test_it_is_ready_only_when_a_message_would_get_a_real_answer(
    client: httpx.AsyncClient, engine: StandInEngine, deps: Dependencies
) -> None:
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).status_code == 200
    engine.status = 503
    answer = await client.get("/readyz")
    assert answer.status_code == 503 and "status 503" in answer.json()["reason"]
    assert (await client.get("/healthz")).status_code == 200


async def test_it_is_not_ready_without_its_database(deps: Dependencies) -> None:
    gone = Database("sqlite+aiosqlite:////no/such/folder/a.db", deps.database.keyring)
    app = create_app(replace(deps, database=gone))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web") as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "the database cannot be reached")
    await gone.close()


async def test_messages_repeats_and_refusals_are_counted(client: httpx.AsyncClient, platform: FakePlatform) -> None:
    message = platform.text("o-1", "你好")
    for _ in range(2):
        await platform.post(client, message)
    await client.post("/wechat", content=b"x")
    page = (await client.get("/metrics")).text
    assert 'unionbot_messages_total{kind="Text",outcome="reply"} 2.0' in page
    assert "unionbot_duplicates_total 1.0" in page
    assert 'unionbot_refused_total{reason="signature"} 1.0' in page
    assert "unionbot_turn_seconds_count 3.0" in page
    assert "o-1" not in page


async def test_there_is_nothing_else_to_see(client: httpx.AsyncClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/"):
        assert (await client.get(path)).status_code == 404
    assert (await client.put("/wechat")).status_code == 405


def test_the_web_process_imports_no_rasa() -> None:
    check = (
        "import sys, webhook.app, webhook.outbound;"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'rasa', 'rasa_sdk', 'tensorflow', 'sklearn', 'sanic'}))"
    )
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
