"""`python -m bot.check_data`: the dialogue's data fits together.

Rasa's own validator lets a response defined twice pass (one silently wins), and knows nothing of our actions.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
SPOKEN = re.compile(r"[\"'](utter_\w+)[\"']")
# Responses named by rule: an intent's (utter_greet), a refusal's reason, a form's question.
BY_RULE = re.compile(r"utter_(ask_\w+_form_\w+|\w+_refused_\w+|gap_\w+)")


@dataclass
class Domain:
    """Everything the files of bot/domain define, with how often."""

    intents: Counter[str] = field(default_factory=Counter)
    slots: Counter[str] = field(default_factory=Counter)
    forms: dict[str, list[str]] = field(default_factory=dict)
    form_names: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    responses: Counter[str] = field(default_factory=Counter)


def read_domain(folder: Path = ROOT / "bot/domain") -> Domain:
    """Read all domain files; an intent may be a name or a mapping with one key."""
    domain = Domain()
    for path in sorted(folder.glob("*.yml")):
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        domain.intents.update(next(iter(i)) if isinstance(i, dict) else i for i in data.get("intents", []))
        domain.slots.update(list(data.get("slots", {})))
        domain.actions.update(data.get("actions", []))
        domain.responses.update(list(data.get("responses", {})))
        for name, form in data.get("forms", {}).items():
            domain.form_names[name] += 1
            domain.forms[name] = form["required_slots"]
    return domain


def problems(domain: Domain) -> list[str]:
    """One line for everything that does not fit."""
    return [
        *_twice(domain),
        *_intents(domain),
        *_actions(domain),
        *_responses(domain),
        *_forms(domain),
    ]


def rules() -> list[dict[str, Any]]:
    """All rules of bot/rules."""
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "bot/rules").glob("*.yml")):
        found += yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    return found


def trained_intents() -> Counter[str]:
    """Intents that have training sentences, and in how many files."""
    found: Counter[str] = Counter()
    for path in sorted((ROOT / "intents").glob("*/*.yml")):
        found.update(entry["intent"] for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"])
    return found


def _twice(domain: Domain) -> Iterator[str]:
    kinds = {
        "intent": domain.intents,
        "slot": domain.slots,
        "form": domain.form_names,
        "action": domain.actions,
        "response": domain.responses,
    }
    for kind, counted in kinds.items():
        yield from (f"{kind} {name}: defined {count} times" for name, count in counted.items() if count > 1)


def _intents(domain: Domain) -> Iterator[str]:
    trained = trained_intents()
    answered = {step["intent"] for rule in rules() for step in rule["steps"] if "intent" in step}
    for intent in domain.intents:
        if intent != "nlu_fallback" and intent not in trained:
            yield f"intent {intent}: no training sentences in intents/"
        if intent not in answered:
            yield f"intent {intent}: no rule answers it"
    yield from (f"intent {intent}: trained but not in the domain" for intent in trained.keys() - domain.intents.keys())
    yield from (f"intent {intent}: trained in {count} files" for intent, count in trained.items() if count > 1)


def _actions(domain: Domain) -> Iterator[str]:
    from actions.registry import ACTIONS

    registered = {_name(action) for action in ACTIONS}
    declared = set(domain.actions)
    yield from (f"action {name}: declared, but no class is registered" for name in sorted(declared - registered))
    yield from (
        f"action {name}: registered, but not declared in a domain file" for name in sorted(registered - declared)
    )


def _name(action: Any) -> str:
    return action.called if hasattr(action, "called") else f"validate_{action.form}"


def _responses(domain: Domain) -> Iterator[str]:
    speaking = [*(ROOT / "actions").rglob("*.py"), *(ROOT / "knowledge").glob("telling.py")]
    spoken = {name for path in speaking for name in SPOKEN.findall(path.read_text("utf-8"))}
    by_intent = {f"utter_{intent}" for intent in domain.intents}
    for name in domain.responses:
        if name not in spoken and name not in by_intent and not BY_RULE.fullmatch(name):
            yield f"response {name}: nothing says it"
    yield from (f"response {name}: said, but in no domain file" for name in sorted(spoken - domain.responses.keys()))


def _forms(domain: Domain) -> Iterator[str]:
    for form, slots in domain.forms.items():
        for slot in slots:
            if slot not in domain.slots:
                yield f"form {form}: slot {slot} is not defined"
            asked = f"action_ask_{form}_{slot}" in domain.actions or f"utter_ask_{form}_{slot}" in domain.responses
            if not asked:
                yield f"form {form}: nothing asks for {slot}"


def main() -> int:
    """Print the problems; 1 when there are any."""
    found = problems(read_domain())
    print("\n".join(found) or "Dialogue data: fits together.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
