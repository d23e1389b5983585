"""Agendas to begin from, read from policy/meetings."""

from __future__ import annotations

from dataclasses import dataclass

from samut.rules.errors.entry import Text
from samut.rules.policy_files import read_table

KICK_OFF = "kick_off"


@dataclass(frozen=True)
class AgendaTemplate:
    """A title and items in two languages."""

    label: Text
    items: tuple[Text, ...]


def agenda_template(name: str = KICK_OFF) -> AgendaTemplate:
    """Raises: POLICY_002 when there is none of that name."""
    table = read_table("meetings", name)
    table.only("id", "label", "source", "status", "item")
    return AgendaTemplate(table.text("label"), tuple(item.text("label") for item in table.tables("item")))
