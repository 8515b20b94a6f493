"""What the account sends about an appointment by itself."""

from union.legal_aid.models import Appointment, Lawyer
from union.wording import period


def confirmation(lawyer: Lawyer, appointment: Appointment) -> str:
    """The notice after a booking. What the talk is about is not repeated: phones are read by others too."""
    return (
        "【律师预约确认】\n"
        f"时间：{period(appointment.starts_at, appointment.ends_at)}\n"
        f"律师：{lawyer.name}\n"
        f"地点：{lawyer.window.name}，{lawyer.window.place}\n"
        f"预约码：{appointment.code}\n"
        "来不了请回复“取消律师预约”，把时间留给别人。"
    )


def facts(lawyer: Lawyer, appointment: Appointment) -> dict[str, str]:
    """For the fields of a template, by their names in docs/glossary.md."""
    when = period(appointment.starts_at, appointment.ends_at)
    return {"lawyer": lawyer.name, "when": when, "place": lawyer.window.name, "code": appointment.code}
