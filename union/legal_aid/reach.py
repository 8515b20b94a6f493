"""What of legal aid a union sees: what its own windows do, and what its members do at others."""

from sqlalchemy import ColumnElement, or_, select, true

from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.records import CaseExample
from union.staff.scope import Scope, area_within, members_within


def windows_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `LegalWindow`."""
    return area_within(scope, LegalWindow.city, LegalWindow.district)


def lawyers_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `Lawyer`: who sits at such a window."""
    if scope.is_everything:
        return true()
    return Lawyer.window_id.in_(select(LegalWindow.id).where(windows_within(scope)))


def appointments_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `Appointment`."""
    if scope.is_everything:
        return true()
    here = Appointment.lawyer_id.in_(select(Lawyer.id).where(lawyers_within(scope)))
    return or_(here, members_within(scope, Appointment.member_id))


def examples_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `CaseExample`: of which talk it is."""
    if scope.is_everything:
        return true()
    return CaseExample.appointment_id.in_(select(Appointment.id).where(appointments_within(scope)))
