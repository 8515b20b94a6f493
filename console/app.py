"""The console as a part of the web process, or as a process of its own."""

from fastapi import FastAPI
from nicegui import app as pages
from nicegui import background_tasks, ui
from nicegui.storage import Storage

import console.accounts.own
import console.accounts.page
import console.applications.page
import console.appointments.page
import console.audit.page
import console.conversation.page
import console.desk.page
import console.door.page
import console.events.page
import console.examples.page
import console.excursions.page
import console.inbox.page
import console.knowledge.page
import console.login.page
import console.matchmaking.page
import console.members.page
import console.notices.page
import console.numbers.page
import console.pictures
import console.places.page
import console.questions.page
import console.roster.page
import console.rounds.page
import console.talks.page
import console.voices.page
import console.windows.page
from console import errors, nicegui_fixes
from console.deps import ConsoleDeps
from console.layout import styles

MOUNT = "/console"
PAGES = (
    console.login.page,
    console.inbox.page,
    console.conversation.page,
    console.applications.page,
    console.appointments.page,
    console.rounds.page,
    console.voices.page,
    console.door.page,
    console.matchmaking.page,
    console.excursions.page,
    console.windows.page,
    console.members.page,
    console.events.page,
    console.examples.page,
    console.notices.page,
    console.numbers.page,
    console.desk.page,
    console.talks.page,
    console.places.page,
    console.roster.page,
    console.knowledge.page,
    console.questions.page,
    console.pictures,
    console.accounts.page,
    console.accounts.own,
    console.audit.page,
)


def mount(app: FastAPI, deps: ConsoleDeps) -> None:
    """Serve the console at /console of `app`. NiceGUI allows one console a process; call it once.

    A browser holds its session's token in a signed cookie that no script reads; the session itself stands in the
    database. Scripts, styles and fonts are served by this process; nothing is fetched from elsewhere.
    """
    Storage.path = (deps.settings.ensure_var() / "console").resolve()
    pages.colors(primary="#1f5f7a", negative="#b42318", positive="#2e7d4f", warning="#b25e09")
    nicegui_fixes.apply()
    errors.add(pages)
    styles.add()
    for page in PAGES:
        page.add(deps)
    pages.on_startup(lambda: background_tasks.create(deps.live.listen(), name="console listens to the bus"))
    ui.run_with(
        app,
        mount_path=MOUNT,
        title="工会服务台",
        favicon="🤝",
        language="zh-CN",
        tailwind=False,  # a megabyte of script that pages with a stylesheet of their own do not need
        reconnect_timeout=30.0,  # a phone that slept comes back to the same page
        storage_secret=deps.database.keyring.signing_secret,
        session_middleware_kwargs={
            "session_cookie": "unionbot_console",
            "path": MOUNT,
            "same_site": "strict",
            "https_only": deps.settings.public_url.startswith("https://"),
            "max_age": int(deps.settings.limits.staff_session_hours * 3600),
        },
        show_welcome_message=False,
    )


def create_app(deps: ConsoleDeps) -> FastAPI:
    """The console in a process of its own (one process: pages live in its memory)."""
    app = FastAPI(title="unionbot console", openapi_url=None)
    mount(app, deps)
    return app
