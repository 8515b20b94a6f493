"""All actions, registered with rasa-sdk's executor."""

from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from actions import (
    cancel_form,
    chat,
    event_asks,
    event_change,
    event_change_asks,
    event_form,
    event_mine,
    event_submit,
    events,
    fallback,
    knowledge,
    legal_form,
    matchmaking,
    matchmaking_form,
    matchmaking_submit,
    news,
    staff,
    stations,
    ticket,
    voices,
    voices_form,
)
from actions.forms import consent
from actions.services import Services

ACTIONS: tuple[type[Action], ...] = (
    consent.AskConsent,
    chat.Chat,
    chat.Idle,
    chat.CancelTask,
    chat.StartOver,
    chat.AskWhy,
    fallback.NotUnderstood,
    fallback.OutOfScope,
    fallback.NotYet,
    fallback.PickOffered,
    knowledge.AnswerProgram,
    knowledge.AnswerLabourRight,
    knowledge.FollowUp,
    events.ListEvents,
    event_mine.MyBookings,
    ticket.ShowTickets,
    event_form.EventSignUpForm,
    event_asks.AskEvent,
    event_asks.AskPlaces,
    event_asks.AskPerson,
    event_asks.AskCompanions,
    event_asks.AskDetails,
    event_asks.AskConfirm,
    event_submit.SubmitEventSignUp,
    event_change.ChangeBookingForm,
    event_change_asks.AskChangedBooking,
    event_change_asks.AskTarget,
    event_change_asks.AskChangePerson,
    event_change_asks.AskConfirmChange,
    event_change_asks.SubmitChange,
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
    stations.FindPlaces,
    voices.Voices,
    voices_form.SuggestionForm,
    voices_form.AskTopic,
    voices_form.AskConfirmSuggestion,
    voices_form.SubmitSuggestion,
    news.News,
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
