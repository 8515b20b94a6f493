"""A picture from staff to the member: chosen, checked, drawn anew, sent."""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import events, ui

from console.refusals import why_no_picture
from union.attachments.picture import Picture, clean_picture

MOST_BYTES = 10 * 1024 * 1024
_DRAWING = asyncio.Semaphore(2)  # decoding takes tenths of a second and much memory


class PictureField:
    """A field that nobody sees; `pick` opens the browser's own choice of files."""

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self.send = send
        self.upload = ui.upload(
            on_upload=self.take, on_rejected=self.reject, auto_upload=True, max_file_size=MOST_BYTES, max_files=1
        )
        self.upload.props('accept="image/*"').classes("unseen").mark("picture-file")

    def pick(self) -> None:
        self.upload.run_method("pickFiles")

    async def take(self, event: events.UploadEventArguments) -> None:
        """What is no picture, whatever it calls itself, is not sent."""
        data = await event.file.read()
        self.upload.reset()
        async with _DRAWING:
            found = await asyncio.to_thread(clean_picture, data)
        if isinstance(found, Picture):
            await self.send(found.jpeg)
        else:
            ui.notify(why_no_picture(found), type="warning")

    def reject(self) -> None:
        ui.notify(why_no_picture("too_big"), type="warning")
