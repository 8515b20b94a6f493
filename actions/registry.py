"""All actions, registered with rasa-sdk's executor."""

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions import (
    cancel_form,
    chat,
    event_form,
    events,
    fallback,
    knowledge,
    legal_form,
    matchmaking,
    matchmaking_form,
    matchmaking_submit,
    staff,
)
from actions.services import Services

ACTIONS: tuple[type[Action], ...] = (
    chat.Chat,
    chat.Idle,
    chat.CancelTask,
    chat.StartOver,
    chat.AskWhy,
    fallback.NotUnderstood,
    fallback.OutOfScope,
    fallback.NotYet,
    fallback.Stations,
    fallback.PickOffered,
    knowledge.AnswerProgram,
    knowledge.AnswerLabourRight,
    knowledge.FollowUp,
    events.ListEvents,
    events.MyBookings,
    event_form.EventSignUpForm,
    event_form.AskEvent,
    event_form.AskPlaces,
    event_form.AskConfirm,
    event_form.SubmitEventSignUp,
    cancel_form.CancelBookingForm,
    cancel_form.AskBooking,
    cancel_form.AskConfirmCancel,
    cancel_form.SubmitCancel,
    legal_form.LegalBookingForm,
    legal_form.AskTopic,
    legal_form.AskSlot,
    legal_form.AskConfirmLegal,
    legal_form.SubmitLegal,
    matchmaking_form.MatchmakingForm,
    matchmaking_submit.AskGender,
    matchmaking_submit.AskConfirmMatchmaking,
    matchmaking_submit.SubmitMatchmaking,
    matchmaking.Matchmaking,
    matchmaking.MatchmakingWithdrawForm,
    matchmaking.SubmitWithdrawal,
    staff.RequestStaff,
    staff.NoStaffHere,
    staff.Urgent,
    staff.Crisis,
)


def build_executor(services: Services) -> ActionExecutor:
    """An executor that knows every action of ours."""
    executor = ActionExecutor()
    for action in ACTIONS:
        executor.register_action(action(services))
    return executor
