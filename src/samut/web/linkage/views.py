"""Pages of the pairs that wait for a person's answer. Every look is logged, with its purpose."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samut.engine.areas import Area
from samut.engine.linkage.results import REGISTERS
from samut.engine.linkage.review import AskedPair
from samut.rules.errors import Problem, SamutError, Text
from samut.rules.linkage import CONFLICTS, Answer, Conflict
from samut.web.accounts.models import User
from samut.web.accounts.paging import asked_page
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.areas import queries as areas
from samut.web.audit.actions import record_look
from samut.web.households.presenting import REGISTER_LABELS, source_line
from samut.web.linkage import actions, presenting, queries
from samut.web.linkage.queries import PLAIN, Narrowed, QueuePage

# What the person at the page is told beside what they sent; anything else goes on up.
TOLD_ON_PAGE = {"LINK_004", "LINK_005", "LINK_006"}
TOLD_STATUS = 409


@require_safe
@never_cache
@purpose_needed
def queue(request: HttpRequest) -> HttpResponse:
    """The pairs that wait: how many, by register and by what is odd, and a page of them."""
    narrowed = queries.read_narrowed(request.GET.dict())
    page = queries.queue_page(request.user, narrowed, asked_page(request))
    _log_list(request, narrowed, "pairs")
    villages = {each.code: each for each in areas.village_areas(_villages(page.pairs))}
    context = {
        "page": page,
        "narrowed": narrowed,
        "query": narrowed.query(),
        "registers": _registers(page, narrowed),
        "conflicts": _conflicts(page, narrowed),
        "lines": [_line(each, villages) for each in page.pairs],
        "area": areas.area(narrowed.area) if narrowed.area else None,
    }
    return render(request, "linkage/queue.html", context)


@require_safe
@purpose_needed
def start(request: HttpRequest) -> HttpResponse:
    """To the first pair that waits; to the list where none does."""
    narrowed = queries.read_narrowed(request.GET.dict())
    return _to(queries.first_pair(request.user, narrowed), narrowed)


@require_safe
@never_cache
@purpose_needed
def pair(request: HttpRequest, pair: str) -> HttpResponse:
    """One pair: both records beside each other, and the three answers."""
    return _pair(request, pair, queries.read_narrowed(request.GET.dict()))


@require_POST
def answer(request: HttpRequest, pair: str) -> HttpResponse:
    """Record an answer and go on to the next pair. Somebody else's answer in between is told."""
    user: User = request.user  # type: ignore[assignment]
    queries.places_for(user, pair)
    narrowed = queries.read_narrowed(request.POST.dict())
    said, seen, note = (request.POST.get(name, "") for name in ("answer", "seen", "note"))
    if said not in set(Answer):
        raise SamutError("SITE_004", name="answer")
    if not re.fullmatch("[0-9]{1,6}", seen):
        raise SamutError("SITE_004", name="seen")
    if not purpose_of(request):
        # Who answers has looked, and has said what for.
        return _to(pair, narrowed)
    try:
        actions.answer_pair(by=user, pair=pair, answer=Answer(said), seen=int(seen), note=note)
    except SamutError as error:
        if error.code not in TOLD_ON_PAGE:
            raise
        return _pair(request, pair, narrowed, problem=error.problem, note=note)
    if said == Answer.WITHDRAWN:
        return _to(pair, narrowed)
    return _to(queries.following(user, pair, narrowed), narrowed)


@require_safe
@never_cache
@purpose_needed
def answers(request: HttpRequest) -> HttpResponse:
    """What was answered in the user's areas, the newest first, each to be taken back."""
    lines, page, pages = queries.answers(request.user, asked_page(request))
    _log_list(request, Narrowed(), "answers")
    context = {
        "lines": [
            {
                "line": each,
                "word": presenting.ANSWERS[each.decision.answer],
                "register": REGISTER_LABELS[each.decision.key.register],
                "at": queries.moment_of(each.decision),
            }
            for each in lines
        ],
        "page": page,
        "pages": pages,
    }
    return render(request, "linkage/answers.html", context)


@require_safe
@never_cache
@purpose_needed
def numbers(request: HttpRequest) -> HttpResponse:
    """Odd numbers that nobody is asked about: they are put right in the register, not here."""
    shared, odd = queries.odd_ones(request.user)
    _log_list(request, Narrowed(), "numbers")
    codes = {each.area_code for one in shared for each in one.holders} | {each.area_code for each in odd}
    villages = {each.code: each for each in areas.village_areas(tuple(sorted(codes - {""})))}
    context = {
        "shared": [
            (each.elsewhere, [(holder, villages.get(holder.area_code)) for holder in each.holders])
            for each in shared
        ],
        "odd": [
            (each, REGISTER_LABELS[each.register], CONFLICTS[each.conflict], villages.get(each.area_code))
            for each in odd
        ],
    }
    return render(request, "linkage/numbers.html", context)


def _pair(
    request: HttpRequest, pair_id: str, narrowed: Narrowed, *, problem: Problem | None = None, note: str = ""
) -> HttpResponse:
    """The page of a pair; with a problem, what was typed stays."""
    user: User = request.user  # type: ignore[assignment]
    page = queries.pair_page(user, pair_id, narrowed)
    record_look(
        by=user,
        household_id=page.details.key.household_id,
        area_code=page.places.area_code,
        page="pair",
        purpose=purpose_of(request),
    )
    details, last = page.details, queries.last_answer(user)
    names = queries.names_of({each.by for each in details.decisions})
    context = {
        "page": page,
        "details": details,
        "trail": areas.trail(page.places.area_code),
        "narrowed": narrowed,
        "query": narrowed.query(),
        "register": REGISTER_LABELS[details.key.register],
        "sides": [source_line(each.source) for each in (details.census, details.register)],
        "parts": presenting.part_lines(details, page.parts),
        "chance": presenting.chance_words(details.probability),
        "conflict": CONFLICTS.get(details.conflict),
        "conflict_note": presenting.CONFLICT_NOTES.get(details.conflict),
        "answer": presenting.ANSWERS[page.answer.answer] if page.answer else None,
        "said": [
            (each, presenting.ANSWERS[each.answer], names[each.by], queries.moment_of(each))
            for each in details.decisions
        ],
        "last": last,
        "last_word": presenting.ANSWERS[last.decision.answer] if last else None,
        "problem": problem,
        "note": note,
    }
    return render(request, "linkage/pair.html", context, status=TOLD_STATUS if problem else 200)


def _to(pair_id: str | None, narrowed: Narrowed) -> HttpResponse:
    address = reverse("linkage:pair", kwargs={"pair": pair_id}) if pair_id else reverse("linkage:queue")
    return redirect(address + narrowed.query())


def _log_list(request: HttpRequest, narrowed: Narrowed, page: str) -> None:
    record_look(
        by=request.user,
        household_id="",
        area_code=queries.logged_area(request.user, narrowed),
        page=page,
        purpose=purpose_of(request),
    )


def _villages(pairs: tuple[AskedPair, ...]) -> tuple[str, ...]:
    return tuple(sorted({each.area_code for each in pairs} - {""}))


def _line(pair: AskedPair, villages: Mapping[str, Area]) -> dict[str, object]:
    return {
        "pair": pair,
        "register": REGISTER_LABELS[pair.register],
        "village": villages.get(pair.area_code),
        "conflict": CONFLICTS.get(pair.conflict),
        "chance": presenting.chance_words(pair.probability),
    }


def _registers(page: QueuePage, narrowed: Narrowed) -> list[tuple[str, Text, int]]:
    """The registers to narrow to, with how many pairs each has under the kind that is chosen."""
    kinds = {queries.CONFLICTS[narrowed.conflict]} if narrowed.conflict else set(Conflict)
    return [
        (
            name,
            REGISTER_LABELS[name],
            sum(count for (of, kind), count in page.by_kind.items() if of == name and kind in kinds),
        )
        for name in REGISTERS
    ]


def _conflicts(page: QueuePage, narrowed: Narrowed) -> list[tuple[str, Text, int]]:
    """The kinds to narrow to, with how many pairs each has in the register that is chosen."""
    return [
        (
            name,
            presenting.CONFLICT_LABELS[name],
            sum(
                count
                for (of, each), count in page.by_kind.items()
                if each is kind and narrowed.register in ("", of)
            ),
        )
        for name, kind in sorted(queries.CONFLICTS.items(), key=lambda each: each[0] != PLAIN)
    ]
