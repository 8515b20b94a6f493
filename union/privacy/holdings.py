"""All that the union's features keep about members, in the order in which it is erased.

Each folder of union/ with a `holding.py` is found by itself, so that no feature is forgotten: its HOLDING, or its
HOLDINGS where they stand under consents of their own.
"""

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from itertools import chain

import union
from union.conversations.holding import DIALOGUE
from union.privacy.holding import Holding
from union.privacy.own_holding import HOLDING as OWN

# What others wait for is given back first; bookings before the entitlements they reserve.
FIRST = ("matchmaking", "events", "excursions")
# What the others write codes, notices and lines into; at last the member, to whom all refer.
LAST = ("coded", "notices", "conversations", "members")


def _holdings(feature: str) -> tuple[Holding, ...]:
    module = import_module(f"union.{feature}.holding")
    found: tuple[Holding, ...] = getattr(module, "HOLDINGS", None) or (module.HOLDING,)
    return found


def _features() -> list[str]:
    folders = sorted(module.name for module in pkgutil.iter_modules(union.__path__) if module.ispkg)
    keeping = [name for name in folders if name != "privacy" and find_spec(f"union.{name}.holding")]
    return [*FIRST, *(name for name in keeping if name not in (*FIRST, *LAST)), *LAST]


HOLDINGS: tuple[Holding, ...] = (
    *chain.from_iterable(map(_holdings, _features()[:-1])),
    DIALOGUE,
    OWN,
    *_holdings(LAST[-1]),
)
