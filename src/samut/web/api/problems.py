"""How the API says no: the one JSON shape of the catalogue, declared for every operation."""

from __future__ import annotations

from ninja import Schema


class Words(Schema):
    """A text in both languages."""

    th: str
    en: str


class ProblemOut(Schema):
    """Why there is no answer, and what to do. `code` stays the same for ever."""

    code: str
    message: Words
    where: str
    do: Words


# A program that reads the description is told of each; 5xx come from us, not from the question.
REFUSALS = frozenset({400, 401, 403, 404, 409, 422, 429, 503})


def answers(schema: object) -> dict[object, object]:
    """The answer of an operation, and that any refusal has the one shape."""
    return {200: schema, REFUSALS: ProblemOut}
