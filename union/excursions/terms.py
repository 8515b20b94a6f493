"""What members are entitled to, as data: how much, in which cycle, and what becomes of the rest. Pure."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field, TypeAdapter

from base.clock import SHANGHAI, to_shanghai
from union.events.terms import Checked, EventRules, Terms


class EntitlementTerms(Terms):
    """The entitlement to one kind of event. `days` and `yuan` are what everybody gets in a cycle; staff may grant more.

    A cycle is `cycle_years` calendar years, the same for everybody (2 years: 2026 and 2027). At its end so much is
    carried into the next as `carry_…` allows, and the rest expires.
    """

    cycle_years: int = Field(default=1, ge=1, le=10)
    days: int = Field(default=0, ge=0, le=366)
    yuan: int = Field(default=0, ge=0)
    segments: int = Field(default=2, ge=1, le=20, description="into how many trips a cycle's days may be split")
    carry_days: int = Field(default=0, ge=0)
    carry_yuan: int = Field(default=0, ge=0)


TERMS_TYPE = Checked(TypeAdapter(EntitlementTerms), "entitlement_terms")


@dataclass(frozen=True)
class Amount:
    """Days, yuan and segments: what there is, or what a trip takes."""

    days: int = 0
    yuan: int = 0
    segments: int = 0

    def __neg__(self) -> "Amount":
        return Amount(-self.days, -self.yuan, -self.segments)

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.days + other.days, self.yuan + other.yuan, self.segments + other.segments)

    def covers(self, other: "Amount") -> bool:
        """Whether all three are enough."""
        return self.days >= other.days and self.yuan >= other.yuan and self.segments >= other.segments


def subsidy(rules: EventRules) -> int:
    """What the union pays for a member, in yuan: the price, up to so much a day."""
    price = rules.yuan or 0
    return price if rules.yuan_per_day is None or not rules.days else min(price, rules.yuan_per_day * rules.days)


def needed(rules: EventRules) -> Amount | None:
    """What a booking takes of the member's entitlement, whoever comes along; None: nothing."""
    return Amount(rules.days or 0, subsidy(rules), 1) if rules.days or rules.yuan else None


def cycle_of(moment: datetime, years: int) -> int:
    """The first year of the cycle."""
    year = to_shanghai(moment).year
    return year - year % years


def cycle_ends(cycle: int, years: int) -> datetime:
    """The moment the next cycle begins."""
    return datetime(cycle + years, 1, 1, tzinfo=SHANGHAI)
