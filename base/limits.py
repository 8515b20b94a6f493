"""The platform's limits and our own manners, in one place: what the platform changes, a user corrects here.

Nothing of it was checked against the live platform. Each is set by `UNIONBOT_LIMITS__<NAME>`.
"""

from datetime import time, timedelta

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """Numbers are counts unless the name says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message_replies: int = Field(default=5, ge=0, description="customer-service messages a member's message allows")
    message_hours: float = Field(default=48, ge=0, description="for so long")
    moment_replies: int = Field(default=3, ge=0, description="customer-service messages a click, follow or scan allows")
    moment_seconds: float = Field(default=60, ge=0, description="for so long")
    text_bytes: int = Field(default=2047, ge=200, le=2047, description="UTF-8 bytes of one text")
    custom_sends_a_day: int = Field(default=500_000, ge=0, description="customer-service messages of an account")
    template_sends_a_day: int = Field(default=100_000, ge=0, description="template messages of an account")
    subscribe_sends_a_day: int = Field(default=100_000, ge=0, description="subscribe notices of an account")
    uploads_a_day: int = Field(default=100_000, ge=0, description="temporary media of an account")
    forced_tokens_a_day: int = Field(default=20, ge=0)
    media_days: float = Field(default=3, gt=0, description="how long temporary media live")
    image_bytes: int = Field(default=10 * 1024 * 1024, gt=0)
    notices_a_minute: int = Field(default=600, gt=0, description="notices all workers send together")
    binding_tries: int = Field(default=5, gt=0, description="a day: how often one WeChat user may try to be bound")
    binding_tries_entry: int = Field(default=5, gt=0, description="a day: tries that name one phone, or one card")
    login_tries: int = Field(default=5, gt=0, description="failed log-ins of one account before it must wait")
    login_tries_address: int = Field(
        default=30, gt=0, description="failed log-ins from one address before it must wait"
    )
    login_wait_seconds: float = Field(default=30, gt=0, description="the first wait; each further one is twice as long")
    login_longest_wait_minutes: float = Field(default=15, gt=0)
    staff_idle_hours: float = Field(default=2, gt=0, description="a session of staff ends when nothing is done so long")
    staff_session_hours: float = Field(default=8, gt=0, description="and after so long in any case")
    quiet_from: time = Field(default=time(22, 0), description="notices that can wait are not sent from here (Shanghai)")
    quiet_until: time = Field(default=time(7, 30), description="to here")

    desk_remind_minutes: int = Field(
        default=5, gt=0, description="a case nobody takes is marked; a silence of staff too"
    )
    desk_escalate_minutes: int = Field(default=15, gt=0, description="a case nobody takes goes to the next group")
    desk_gone_minutes: int = Field(default=5, gt=0, description="staff whose last open page is so old are gone")
    desk_capacity: int = Field(default=5, gt=0, description="cases one of staff has at once, unless they say otherwise")
    desk_silent_minutes: int = Field(default=30, gt=0, description="a talk in which the member is silent ends")
    desk_taken_seconds: int = Field(
        default=20, ge=0, description="a first answer within them says that staff are there"
    )
    desk_kept_replies: int = Field(default=2, ge=0, description="messages that are kept for answers of staff")

    erase_after_hours: float = Field(default=0, ge=0, description="hours after leaving until a member is erased")

    @property
    def message_window(self) -> timedelta:
        return timedelta(hours=self.message_hours)

    @property
    def unfollowed_grace(self) -> timedelta:
        return timedelta(hours=self.erase_after_hours)

    @property
    def moment_window(self) -> timedelta:
        return timedelta(seconds=self.moment_seconds)
