"""The list page of a tambon once more, in FastAPI, SQLAlchemy and Jinja: the least that a rival would do.

A session looked up, its officer and their area, a count, fifty households, one template. It has no
protection of forms, no policy of contents, no two languages, no log of looks: what the site does
besides. WEB_RIVAL names the SQLite file. `fill` writes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from fastapi import Cookie, FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from sqlalchemy import Column, Index, Integer, MetaData, String, Table, create_engine, func, insert, select

PAGE = 50
ABOUT = MetaData()
SESSION = Table("session", ABOUT, Column("key", String, primary_key=True), Column("area", String))
HOUSEHOLD = Table(
    "household",
    ABOUT,
    Column("household_id", String, primary_key=True),
    Column("village_code", String),
    Column("house_no", String),
    Column("member_count", Integer),
    Column("target_count", Integer),
    Column("dimensions", String),
    Index("by_village", "village_code"),
)
TEMPLATE = Environment(autoescape=True).from_string(
    "<!doctype html><html lang=th><title>{{ area }}</title><h1>{{ area }}</h1><p>{{ total }}</p><table>"
    "{% for each in rows %}<tr><th><a href='/household/{{ each.household_id }}/'>{{ each.house_no }}</a></th>"
    "<td>{{ each.village_code }}</td><td>{{ each.member_count }}</td><td>{{ each.target_count }}</td>"
    "<td>{{ each.dimensions }}</td></tr>{% endfor %}</table></html>"
)
engine = create_engine(f"sqlite:///{os.environ.get('WEB_RIVAL', ':memory:')}")
app = FastAPI()


def fill(sessions: Iterable[dict[str, Any]], households: Iterable[dict[str, Any]]) -> None:
    ABOUT.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(SESSION), list(sessions))
        connection.execute(insert(HOUSEHOLD), list(households))


@app.get("/area/{code}/households/", response_class=HTMLResponse)
def households(code: str, sessionid: str = Cookie("")) -> str:
    with engine.connect() as connection:
        area = connection.scalar(select(SESSION.c.area).where(SESSION.c.key == sessionid))
        if area is None or not code.startswith(area):
            raise HTTPException(403)
        inside = (HOUSEHOLD.c.village_code >= code) & (HOUSEHOLD.c.village_code < code + ":")
        total = connection.scalar(select(func.count()).select_from(HOUSEHOLD).where(inside))
        rows = connection.execute(
            select(HOUSEHOLD).where(inside).order_by(HOUSEHOLD.c.target_count.desc()).limit(PAGE)
        ).all()
    return TEMPLATE.render(area=code, total=total, rows=rows)
