"""The calls of one account, against the platform's stand-in."""

import pytest

from base.settings import DEMO_UNVERIFIED
from tests.webhook.platform.conftest import api_of
from tests.webhook.platform.parts import PNG, SEND, StandIn, text_for
from webhook.platform.apis import PlatformApis
from webhook.platform.client import PlatformApi
from webhook.platform.errors import MediaError, PlatformError, UnreachableError
from webhook.simulator.api.faults import Fault
from webhook.simulator.api.routes import PREFIX

TYPING = "/cgi-bin/message/custom/typing"


async def test_a_message_reaches_the_member_once(api: PlatformApi, stand_in: StandIn) -> None:
    phone = stand_in.phone()
    assert (await api.post(SEND, text_for(phone, "律师已确认😀")))["errcode"] == 0
    assert [line.text for line in phone.lines] == ["律师已确认😀"]


async def test_an_errcode_in_a_200_is_a_failure(api: PlatformApi, stand_in: StandIn) -> None:
    phone = stand_in.phone()
    phone.grants = ()
    with pytest.raises(PlatformError, match="45015"):
        await api.post(SEND, text_for(phone))
    assert not phone.lines


async def test_an_openid_means_nothing_to_another_account(apis: PlatformApis, stand_in: StandIn) -> None:
    stranger = api_of(apis, DEMO_UNVERIFIED.appid)
    with pytest.raises(PlatformError, match="40003"):
        await stranger.post(SEND, text_for(stand_in.phone()))
    with pytest.raises(PlatformError, match="48001"):
        await stranger.post(SEND, text_for(stand_in.phone("小李", 1)))


async def test_typing_is_shown_and_where_it_cannot_be_nothing_happens(api: PlatformApi, stand_in: StandIn) -> None:
    phone = stand_in.phone()
    await api.typing(phone.openid)
    assert phone.typing_until
    await api.typing(phone.openid)  # 45081
    await api.cancel_typing(phone.openid)
    assert phone.typing_until is None
    phone.last_action = None
    await api.typing(phone.openid)  # 45080
    assert stand_in.sent(TYPING) == 4
    with pytest.raises(PlatformError, match="40003"):
        await api.typing("o-nobody")


async def test_typing_that_gets_no_answer_does_no_harm(api: PlatformApi, stand_in: StandIn) -> None:
    stand_in.simulator.faults.set(Fault("html", path=TYPING))
    with pytest.raises(UnreachableError):
        await api.typing(stand_in.phone().openid)


async def test_what_was_uploaded_can_be_had_again(api: PlatformApi, stand_in: StandIn) -> None:
    media_id = await api.upload("image", "照片.png", PNG, "image/png")
    assert await api.download(media_id) == (PNG, "image/png")
    with pytest.raises(PlatformError, match="40007"):
        await api.download("nothing")
    with pytest.raises(MediaError, match="太大"):
        await api.download(media_id, len(PNG) - 1)


async def test_what_a_member_sent_can_be_had_and_a_film_cannot(api: PlatformApi, stand_in: StandIn) -> None:
    media = stand_in.side().media
    assert await api.download(media.add("voice", b"#!AMR\n", "audio/amr")) == (b"#!AMR\n", "audio/amr")
    with pytest.raises(MediaError, match="视频"):
        await api.download(media.add("video", b"film", "video/mp4"))
    hosts = {request.url.host for request in stand_in.requests}
    assert hosts == {"platform"}  # the film's own address was not asked


@pytest.mark.parametrize("path", ["/media/upload", "/media/get"])
async def test_files_too_get_a_new_token_once(api: PlatformApi, stand_in: StandIn, path: str) -> None:
    media_id = await api.upload("image", "a.png", PNG, "image/png")
    before = stand_in.sent(f"/cgi-bin{path}")
    stand_in.side().tokens.revoke()
    if path == "/media/get":
        assert await api.download(media_id) == (PNG, "image/png")
    else:
        assert await api.upload("image", "a.png", PNG, "image/png")
    assert stand_in.sent(f"/cgi-bin{path}") == before + 2


async def test_asking_goes_with_its_parameters(api: PlatformApi, stand_in: StandIn) -> None:
    ticket = await api.get("/cgi-bin/ticket/getticket", {"type": "jsapi"})
    assert ticket["ticket"] == stand_in.side().ticket
    asked = stand_in.requests[-1].url
    assert asked.path == f"{PREFIX}/cgi-bin/ticket/getticket" and asked.params["type"] == "jsapi"


async def test_an_account_that_is_not_served_has_no_client(apis: PlatformApis) -> None:
    assert apis.of("wx-other") is None
    assert await apis.problem("wx-other") == "公众号已停用"
