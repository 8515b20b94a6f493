"""Finds the rules that can match without asking each of them.

For every prediction Rasa's RulePolicy holds every rule against the conversation, up to three times. A rule matches
only where its last state has the same previous action and, if it names one, the same intent: rules are looked up by
these two, and only those found are held against the conversation, by Rasa's own code.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, USER

State = dict[str, Any]
Place = tuple[str | None, str | None]  # previous action, intent

possible_keys_of_rasa: Callable[[RulePolicy, dict[str, str], list[State]], set[str]] = RulePolicy._get_possible_keys


def possible_keys(policy: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
    """Keys of the rules in `lookup` that the conversation's states satisfy; stands for RulePolicy's method."""
    if not states:
        return possible_keys_of_rasa(policy, lookup, states)
    action, intent = _place(states[-1])
    index = _index(policy, lookup)
    near = [*index.get((action, None), ()), *(index.get((action, intent), ()) if intent else ())]
    return possible_keys_of_rasa(policy, {key: lookup[key] for key in near}, states)


def _index(policy: RulePolicy, lookup: dict[str, str]) -> dict[Place, list[str]]:
    """The rules by the place of their last state; made once for each of the policy's look-up tables."""
    made: dict[int, tuple[int, dict[Place, list[str]]]] = policy.__dict__.setdefault("_rules_by_place", {})
    size, index = made.get(id(lookup), (-1, {}))
    if size != len(lookup):  # while training the tables still grow
        index = defaultdict(list)
        for key in lookup:
            index[_place(policy._rule_key_to_state(key)[-1])].append(key)
        made[id(lookup)] = (len(lookup), index)
    return index


def _place(state: State) -> Place:
    return state.get(PREVIOUS_ACTION, {}).get("action_name"), state.get(USER, {}).get("intent")
