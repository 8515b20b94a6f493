"""The file a member downloads: everything that is kept about them, for people (HTML) and for machines (JSON)."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from io import BytesIO
from pathlib import Path, PurePosixPath
from string import Template
from zipfile import ZIP_DEFLATED, ZipFile

from base.clock import to_shanghai
from union.privacy.export import Copy
from union.privacy.holding import Record
from union.wording import day_and_time

PAGE = Template(Path(__file__).parent.joinpath("static", "archive.html").read_text(encoding="utf-8"))
NOT_MINE = "没听懂的问题会去掉提问人后留作改进，对应不到您，所以不在这里。"


def archive(account: str, copy: Copy, now: datetime) -> bytes:
    """A zip of two files that hold the same, and of the pictures."""
    kept = copy.records
    made = to_shanghai(now)
    told = {"来源": account, "导出时间": made.isoformat(timespec="seconds"), "说明": NOT_MINE, "数据": dict(kept)}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("my-data.json", json.dumps(told, ensure_ascii=False, indent=2))
        zipped.writestr("my-data.html", _readable(account, kept, now))
        for name, data in copy.files.items():
            zipped.writestr(f"files/{PurePosixPath(name).name}", data)
    return packed.getvalue()


def _readable(account: str, kept: Mapping[str, Sequence[Record]], now: datetime) -> str:
    parts = "".join(f"<h2>{escape(name)}</h2>{''.join(map(_record, records))}" for name, records in kept.items())
    return PAGE.substitute(account=escape(account), when=escape(day_and_time(now)), note=NOT_MINE, parts=parts)


def _record(record: Record) -> str:
    rows = "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in record.items())
    return f"<table>{rows}</table>"
