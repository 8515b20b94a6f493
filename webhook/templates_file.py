"""Reading an account's registry of templates, with everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from base.accounts import Account
from base.errors import UsageError
from base.settings import Settings
from webhook.fields import fit, type_of
from webhook.menu import Problem
from webhook.templates import FACT, Registry, SubscribeTemplate

NOTICES_FILE = Path(__file__).with_name("notices.yml")  # the demo account's

# The facts that notices carry (docs/menus.md): a pattern may name no other.
FACTS = (
    "title",
    "when",
    "place",
    "code",
    "places",
    "lawyer",
    "name",
    "status",
    "reason",
    "deadline",
    "amount",
    "number",
    "phone",
    "text",
    "account",
)
# What stands for a fact in a field of this type, to see whether the rest of the pattern is within its limits.
SAMPLES: Mapping[str, str] = {
    "thing": "活",
    "number": "1",
    "letter": "A",
    "symbol": "-",
    "character_string": "A1",
    "time": "11月25日 14:00",
    "date": "11月25日",
    "amount": "1",
    "phone_number": "13800000000",
    "car_number": "浙A12345",
    "name": "王",
    "phrase": "成",
    "const": "活",
    "enum": "活",
    "untyped": "活",
}


def registry_of(account: Account, settings: Settings) -> Registry:
    """The account's registry: its file's, the built-in one for the demo account, else an empty one.

    Raises:
        UsageError: the file cannot be read or is wrong.
    """
    path = notices_file_of(account, settings)
    if path is None:
        return Registry()
    try:
        registry = read_notices(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    if isinstance(registry, list):
        raise UsageError(f"{path}: {registry[0]} (`unionbot notices check` says all).")
    return registry


def notices_file_of(account: Account, settings: Settings) -> Path | None:
    """Which file the account's registry is read from."""
    is_demo = settings.uses_demo_account and account == settings.accounts[0]
    return account.notices or (NOTICES_FILE if is_demo else None)


def parse_notices(raw: Any) -> Registry | list[Problem]:
    """The registry, or everything that is wrong with it."""
    try:
        registry = Registry.model_validate(raw)
    except ValidationError as error:
        return [Problem(_place(one["loc"]), one["msg"]) for one in error.errors(include_input=False)]
    return list(_problems(registry)) or registry


def read_notices(path: Path = NOTICES_FILE) -> Registry | list[Problem]:
    """The registry in a YAML file, or everything that is wrong with it.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        return parse_notices(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        return [Problem(f"line {mark.line + 1}" if mark else "", "not YAML in UTF-8")]


def _problems(registry: Registry) -> Iterator[Problem]:
    lasting: dict[str, bool] = {}
    for kind, way, template in registry.templates():
        for name, pattern in template.fields.items():
            what = _wrong_field(name, pattern, way)
            if what:
                yield Problem(f"{kind}, {way}, {name}", what)
        if isinstance(template, SubscribeTemplate) and lasting.setdefault(template.id, template.long_term) != (
            template.long_term
        ):
            yield Problem(f"{kind}, {way}, long_term", f"another kind says otherwise of {template.id}")


def _wrong_field(name: str, pattern: str, way: str) -> str:
    kind = type_of(name)
    if kind is None:
        return "no type of field is called so"
    if kind == "untyped" and way == "subscribe":
        return "subscribe notices have typed fields only (thing1, time2 …)"
    unknown = sorted(set(FACT.findall(pattern)) - set(FACTS))
    if unknown:
        return f"there is no fact {', '.join(unknown)} (there are {', '.join(FACTS)})"
    if "{" in FACT.sub("", pattern) or "}" in FACT.sub("", pattern):
        return "a fact is written {title}, in small letters"
    sample = FACT.sub(SAMPLES[kind], pattern)
    return "" if fit(kind, sample) == sample else f"what stands beside the facts does not fit a {kind}"


def _place(loc: tuple[int | str, ...]) -> str:
    return ", ".join(str(part) for part in loc[1:] if part != "[key]") or ", ".join(str(part) for part in loc)
