"""The custom menu as data, in the platform's own format and within its limits.

A file holds `button:`, 1 to 3 of them; each either opens 1 to 5 entries (`sub_button`) or does something itself.
"""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Tag

SAY = "say:"  # prefix of a key that stands for a member's words
BUTTON_NAME_BYTES = 16
ENTRY_NAME_BYTES = 60
EVENTS = (
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)
ARTICLES = ("article_id", "article_view_limited")


def _within(most: int, text: str) -> str:
    if (size := len(text.encode())) > most:
        raise ValueError(f"{size} bytes in UTF-8, at most {most} are allowed")
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _bytes(most: int) -> AfterValidator:
    return AfterValidator(partial(_within, most))


def _says_something(key: str) -> str:
    if key.startswith(SAY) and not key.removeprefix(SAY).strip():
        raise ValueError(f"`{SAY}` must be followed by the member's words")
    return key


def _is_web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")) or any(char.isspace() for char in url):
        raise ValueError("must be a web address, https://… or http://…")
    return url


Key = Annotated[str, _bytes(128), AfterValidator(_says_something)]
Url = Annotated[str, _bytes(1024), AfterValidator(_is_web_address)]
Id = Annotated[str, _bytes(256)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Named(_Strict):
    name: Annotated[str, _bytes(ENTRY_NAME_BYTES)]


class EventEntry(_Named):
    """Sends an event with `key`: a click, a scan, a picture, a place."""

    type: Literal[
        "click",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    ]
    key: Key


class ViewEntry(_Named):
    """Opens a web page."""

    type: Literal["view"]
    url: Url


class MiniProgramEntry(_Named):
    """Opens a mini program; where WeChat is too old for it, `url`."""

    type: Literal["miniprogram"]
    url: Url
    appid: Id
    pagepath: Annotated[str, _bytes(1024)]


class MediaEntry(_Named):
    """Sends a permanent medium."""

    type: Literal["media_id"]
    media_id: Id


class ArticleEntry(_Named):
    """Sends, or opens, a published article."""

    type: Literal["article_id", "article_view_limited"]
    article_id: Id


class Submenu(_Strict):
    """A button that opens entries."""

    name: Annotated[str, _bytes(BUTTON_NAME_BYTES)]
    sub_button: list["Entry"]


def _kind(value: Any) -> str | None:
    """Which model an entry is checked by."""
    given = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    if given in EVENTS:
        return "event"
    return "article" if given in ARTICLES else given if isinstance(given, str) else None


def _kind_of_button(value: Any) -> str | None:
    has_entries = "sub_button" in value if isinstance(value, dict) else isinstance(value, Submenu)
    return "submenu" if has_entries else _kind(value)


_EVENT = Annotated[EventEntry, Tag("event")]
_VIEW = Annotated[ViewEntry, Tag("view")]
_PROGRAM = Annotated[MiniProgramEntry, Tag("miniprogram")]
_MEDIA = Annotated[MediaEntry, Tag("media_id")]
_ARTICLE = Annotated[ArticleEntry, Tag("article")]
_TYPE = f"type must be one of {', '.join((*EVENTS, 'view', 'miniprogram', 'media_id', *ARTICLES))}"


def _choose(by: Any) -> Discriminator:
    return Discriminator(by, custom_error_type="type", custom_error_message=_TYPE)


def _short_name(button: Any) -> Any:
    _within(BUTTON_NAME_BYTES, button.name)
    return button


Entry = Annotated[_EVENT | _VIEW | _PROGRAM | _MEDIA | _ARTICLE, _choose(_kind)]
Button = Annotated[
    Annotated[Submenu, Tag("submenu")] | _EVENT | _VIEW | _PROGRAM | _MEDIA | _ARTICLE,
    _choose(_kind_of_button),
    AfterValidator(_short_name),
]


class Menu(_Strict):
    """The whole menu."""

    button: list[Button]

    def lines(self) -> Iterator[str]:
        """One line a button and entry, for people and for comparing two menus."""
        for button in self.button:
            if isinstance(button, Submenu):
                yield button.name
                yield from (f"  {_line(entry)}" for entry in button.sub_button)
            else:
                yield _line(button)


def _line(entry: Any) -> str:
    values = [value for key, value in entry.model_dump().items() if key not in ("name", "type")]
    return " ".join([entry.name, f"[{entry.type}]", *values])
