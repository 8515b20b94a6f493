"""Faults: what can be made to go wrong, for which calls and for how long."""

from dataclasses import replace

import httpx
import pytest

from tests.webhook.platform.parts import served
from tests.webhook.simulator.api.conftest import CGI, Calls
from webhook.simulator.api.faults import PRESETS, Fault, Faults
from webhook.simulator.phones import Phone
from webhook.simulator.simulator import Simulator

SEND = "/message/custom/send"


def text(phone: Phone) -> dict[str, object]:
    return {"touser": phone.openid, "msgtype": "text", "text": {"content": "您好"}}


async def test_an_errcode_takes_the_place_of_the_call(calls: Calls, simulator: Simulator, phone: Phone) -> None:
    simulator.faults.set(Fault("errcode", 45015, SEND))
    assert await calls.errcode(SEND, text(phone)) == 45015
    assert not phone.lines
    simulator.faults.clear()
    assert await calls.errcode(SEND, text(phone)) == 0


async def test_a_code_that_we_do_not_know_comes_as_it_is(calls: Calls, simulator: Simulator, phone: Phone) -> None:
    await calls.token()
    simulator.faults.set(Fault("errcode", 99999))
    assert await calls.post(SEND, text(phone)) == {"errcode": 99999, "errmsg": "error"}


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [(Fault("html"), 200, "<html>"), (Fault("status"), 500, "Internal"), (Fault("half"), 200, '{"errcode": 0, "errm')],
)
async def test_an_answer_can_be_broken(
    fault: Fault, status: int, body: str, client: httpx.AsyncClient, simulator: Simulator
) -> None:
    simulator.faults.set(fault)
    response = await client.get(f"{CGI}/menu/get")
    assert response.status_code == status and response.text.startswith(body)


async def test_what_takes_effect_is_done_although_its_answer_is_broken(
    calls: Calls, client: httpx.AsyncClient, simulator: Simulator, phone: Phone
) -> None:
    token = await calls.token()
    simulator.faults.set(Fault("status", path=SEND, takes_effect=True))
    response = await client.post(f"{CGI}{SEND}", params={"access_token": token}, json=text(phone))
    assert response.status_code == 500
    assert len(phone.lines) == 1


def test_a_fault_ends_after_its_calls_and_the_newest_goes_first() -> None:
    faults = Faults()
    general, one = Fault("html"), Fault("half", path="/a", calls=2)
    faults.set(general)
    faults.set(one)
    taken = [faults.take(path) for path in ("/x/a", "/b", "/x/a", "/x/a")]
    assert taken == [one, general, replace(one, calls=1), general]
    faults.set(Fault("status"))
    assert faults.current == (Fault("status"),)
    faults.clear()
    assert faults.take("/x/a") is None


def test_the_panel_offers_each_fault_under_a_name_of_its_own() -> None:
    assert len(dict(PRESETS)) == len(PRESETS)
    assert {fault.kind for _, fault in PRESETS} == {"errcode", "html", "status", "half", "hang", "cut"}


async def test_a_connection_can_be_cut_and_an_answer_withheld(calls: Calls, simulator: Simulator, phone: Phone) -> None:
    params = {"access_token": await calls.token()}
    async with served(simulator) as url, httpx.AsyncClient(timeout=0.5, trust_env=False) as client:
        simulator.faults.set(Fault("cut", path=SEND, takes_effect=True))
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(f"{url}/cgi-bin{SEND}", params=params, json=text(phone))
        assert len(phone.lines) == 1
        simulator.faults.set(Fault("hang", path=SEND))
        with pytest.raises(httpx.ReadTimeout):
            await client.post(f"{url}/cgi-bin{SEND}", params=params, json=text(phone))
    assert len(phone.lines) == 1
