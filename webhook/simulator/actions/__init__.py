"""What a member can do on the phone, and the XML the platform makes of it.

A new kind is one more class in a module here and in `AnyAction`: the page posts it by its `kind`, the platform sends
its `fields`.
"""

from typing import Annotated

from pydantic import Field

from webhook.simulator.actions.base import Action, Fields, LineKind, Shown
from webhook.simulator.actions.events import (
    Decision,
    LocationReport,
    OptIn,
    OptOut,
    Scan,
    Subscribe,
    UnknownEvent,
    Unsubscribe,
)
from webhook.simulator.actions.menu import Click, LocationSelect, Pictures, ScanCode, View, ViewMiniProgram
from webhook.simulator.actions.messages import File, Image, Link, Location, Text, UnknownMessage, Video, Voice
from webhook.simulator.actions.results import NoticeSent, TemplateSent

AnyAction = Annotated[
    Text
    | Voice
    | Image
    | Video
    | Location
    | Link
    | File
    | UnknownMessage
    | Click
    | View
    | ViewMiniProgram
    | ScanCode
    | Pictures
    | LocationSelect
    | Subscribe
    | Unsubscribe
    | Scan
    | LocationReport
    | OptIn
    | OptOut
    | UnknownEvent,
    Field(discriminator="kind"),
]

__all__ = [
    "Action",
    "AnyAction",
    "Click",
    "Decision",
    "Fields",
    "File",
    "Image",
    "LineKind",
    "Link",
    "Location",
    "LocationReport",
    "LocationSelect",
    "NoticeSent",
    "OptIn",
    "OptOut",
    "Pictures",
    "Scan",
    "ScanCode",
    "Shown",
    "Subscribe",
    "TemplateSent",
    "Text",
    "UnknownEvent",
    "UnknownMessage",
    "Unsubscribe",
    "Video",
    "View",
    "ViewMiniProgram",
    "Voice",
]
