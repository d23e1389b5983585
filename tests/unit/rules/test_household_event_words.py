"""What can become of a household has its words in both languages."""

from __future__ import annotations

from samut.rules.household_events import EVENTS, Event


def test_every_event_has_its_own_words() -> None:
    assert set(EVENTS) == set(Event)
    for words in ({text.th for text in EVENTS.values()}, {text.en for text in EVENTS.values()}):
        assert len(words) == len(Event) and all(words)
