"""An empty roster to fill in."""

import asyncio

from nicegui import ui

from console.parts.downloading import XLSX


async def download_template() -> None:
    """Nothing personal is in it: no log, no role."""
    from union.roster.files.template import template_bytes  # megabytes that only who writes one needs

    ui.download.content(await asyncio.to_thread(template_bytes), "会员名册模板.xlsx", XLSX)
