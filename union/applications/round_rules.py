"""What a round must be like, said at the field. Pure."""

from dataclasses import dataclass
from datetime import datetime

from union.applications.kinds import kinds
from union.entered import Wrong

LONGEST = {"title": 60, "union": 100, "city": 16, "district": 16, "period": 16}
MOST_YUAN = 1_000_000_000


@dataclass(frozen=True)
class RoundForm:
    """A round as staff enter it. `union`: its name; `outside`: it stands on no roster here.

    None: of quota and budget, that there is none; of a date, that it was not given (`papers_until` follows then).
    """

    kind: str
    title: str
    union: str
    opens_at: datetime | None
    closes_at: datetime | None
    city: str = ""
    district: str = ""
    period: str = ""
    papers_until: datetime | None = None
    quota: int | None = None
    budget_yuan: int | None = None
    open_to_unbound: bool = False
    outside: bool = False


def check_round(form: RoundForm) -> Wrong | None:
    """The first thing that is wrong; None: nothing."""
    kind = kinds().get(form.kind)
    if kind is None:
        return Wrong("kind", "empty")
    for name in ("title", "union"):
        if not getattr(form, name).strip():
            return Wrong(name, "empty")
    for name, longest in LONGEST.items():
        if len(getattr(form, name)) > longest:
            return Wrong(name, "too_long", str(longest))
    return check_dates(form.opens_at, form.closes_at, form.papers_until) or check_numbers(
        form.quota, form.budget_yuan, money=kind.money
    )


def check_dates(opens_at: datetime | None, closes_at: datetime | None, papers_until: datetime | None) -> Wrong | None:
    if opens_at is None or closes_at is None:
        return Wrong("opens_at" if opens_at is None else "closes_at", "empty")
    if closes_at <= opens_at:
        return Wrong("closes_at", "not_after")
    return Wrong("papers_until", "before_end") if papers_until is not None and papers_until < closes_at else None


def check_numbers(quota: int | None, budget_yuan: int | None, *, money: bool) -> Wrong | None:
    """Neither may be below nothing; a budget only where money is given."""
    if quota is not None and quota < 1:
        return Wrong("quota", "number")
    if budget_yuan is not None and not money:
        return Wrong("budget_yuan", "no_money")
    return Wrong("budget_yuan", "number") if budget_yuan is not None and not 0 < budget_yuan <= MOST_YUAN else None
