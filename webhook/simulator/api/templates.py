"""The templates of an account, who opted in to them, and what was sent before under the same client_msg_id."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count

REPEATS_WITHIN = timedelta(minutes=10)

# The most characters a typed field holds, and what it must look like.
FIELDS = {
    "thing": re.compile(r".{1,20}", re.DOTALL),
    "number": re.compile(r"\d{1,32}(\.\d+)?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(r"\W{1,5}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "time": re.compile(r".*\d.*"),
    "date": re.compile(r".*\d.*"),
    "amount": re.compile(r"\D?\d{1,10}(\.\d+)?元?"),
    "phone_number": re.compile(r"[\d+\- ]{1,17}"),
    "car_number": re.compile(r".{1,8}"),
    "name": re.compile(r"[^\d]{1,10}|[A-Za-z ]{1,20}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
}
_FIELD = re.compile(r"([a-z_]+?)\d+")


class Templates:
    """One account's. `register` stands for what staff choose in the platform's own pages."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._opt_ins: Counter[tuple[str, str]] = Counter()
        self._sent: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._ids = count(200_163_836)

    def register(self, template_id: str, title: str) -> None:
        self._titles[template_id] = title

    def title(self, template_id: str) -> str | None:
        """None for one that was not registered."""
        return self._titles.get(template_id)

    def opt_in(self, openid: str, template_id: str) -> None:
        """The member allows one more subscribe notice of this template."""
        self._opt_ins[openid, template_id] += 1

    def opt_out(self, openid: str, template_id: str) -> None:
        self._opt_ins.pop((openid, template_id), None)

    def spend_opt_in(self, openid: str, template_id: str) -> bool:
        if self._opt_ins[openid, template_id] < 1:
            return False
        self._opt_ins[openid, template_id] -= 1
        return True

    def sent_before(self, openid: str, client_msg_id: str, now: datetime) -> int | None:
        """The message id of the same sending within ten minutes."""
        message_id, at = self._sent.get((openid, client_msg_id), (0, now))
        return message_id if message_id and now - at < REPEATS_WITHIN else None

    def note_sent(self, openid: str, client_msg_id: str, now: datetime) -> int:
        """A new message id, remembered."""
        message_id = next(self._ids)
        if client_msg_id:
            self._sent[openid, client_msg_id] = (message_id, now)
        return message_id


def values_of(data: object) -> Mapping[str, str] | int:
    """The fields' values by their names, or an errcode where one is malformed."""
    if not isinstance(data, dict) or not data:
        return 47003
    values = {str(name): one.get("value") if isinstance(one, dict) else None for name, one in data.items()}
    if not all(isinstance(value, str) and fits(name, value) for name, value in values.items()):
        return 47003
    return {name: str(value) for name, value in values.items()}


def fits(name: str, value: str) -> bool:
    """Whether a value is within the limits of its field's type; names of no type (keyword1, first) take all."""
    match = _FIELD.fullmatch(name)
    pattern = FIELDS.get(match[1]) if match else None
    return bool(value) and (pattern is None or pattern.fullmatch(value) is not None)
