"""Finding persons and houses by what somebody remembers of them: name, number, telephone, house number."""

from __future__ import annotations

from samut.engine.search.alike import Match
from samut.engine.search.asking import Kind, Question, question
from samut.engine.search.building import BuiltIndex, build
from samut.engine.search.finding import MOST_HITS, Answer, Hit, find
from samut.engine.search.opening import OpenedIndex, opened_index

__all__ = [
    "MOST_HITS",
    "Answer",
    "BuiltIndex",
    "Hit",
    "Kind",
    "Match",
    "OpenedIndex",
    "Question",
    "build",
    "find",
    "opened_index",
    "question",
]
