"""What a window must be like, said at the field. Pure."""

from dataclasses import dataclass

from union.entered import Wrong
from union.legal_aid.services import LEVELS, NAMES
from union.staff.scope import Scope

MINUTES = range(5, 241)
CHANGES = range(0, 11)
OFFER_HOURS = range(1, 73)
WAYS = ("window", "telephone", "both")
LONGEST = {"name": 100, "place": 100, "city": 16, "district": 16, "phone": 40}


@dataclass(frozen=True)
class WindowForm:
    """A window as staff enter it; as the columns of `LegalWindow`. Service and level stay once it is there."""

    name: str
    city: str
    place: str
    district: str = ""
    service: str = "legal"
    level: str = ""
    areas: tuple[str, ...] = ()
    phone: str = ""
    ways: str = "window"
    slot_minutes: int = 30
    max_changes: int = 2
    offer_hours: int = 12


def check_window(form: WindowForm, scope: Scope) -> Wrong | None:
    """The first thing that is wrong; None: nothing."""
    for name in ("name", "city", "place"):
        if not getattr(form, name).strip():
            return Wrong(name, "empty")
    for name, longest in LONGEST.items():
        if len(getattr(form, name)) > longest:
            return Wrong(name, "too_long", str(longest))
    if not in_area(scope, form.city, form.district):
        return Wrong("district", "not_yours", f"{scope.city}{scope.district}")
    if form.service not in NAMES:
        return Wrong("service", "empty")
    if (form.level in LEVELS) != (form.service == "mediation"):
        return Wrong("level", "needs_level" if form.service == "mediation" else "no_level")
    if form.ways not in WAYS:
        return Wrong("ways", "empty")
    numbers = {"slot_minutes": MINUTES, "max_changes": CHANGES, "offer_hours": OFFER_HOURS}
    for name, allowed in numbers.items():
        if getattr(form, name) not in allowed:
            return Wrong(name, "number", f"{allowed.start} 到 {allowed.stop - 1}")
    return None


def in_area(scope: Scope, city: str, district: str) -> bool:
    """Whether something there is within; the same as `area_within` of a column."""
    if scope.is_everything:
        return True
    return bool(scope.city) and city == scope.city and scope.district in ("", district)
