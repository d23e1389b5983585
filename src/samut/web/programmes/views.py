"""The programmes of a household's members. Every look is logged, with its purpose."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samut.rules.errors import Text
from samut.rules.programmes import Eligibility, Programme, programme_facts
from samut.rules.status import Answer
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.areas import queries as areas
from samut.web.audit.actions import record_look
from samut.web.households.masking import asked_to_show, log_shown, name_as_shown
from samut.web.households.presenting import value_words
from samut.web.programmes import queries

# Yes, no and unknown as the pills that show them: here "yes" is good news.
PILLS = {
    Answer.YES: ("not_deprived", Text("เข้าเกณฑ์", "eligible")),
    Answer.NO: ("not_applicable", Text("ไม่เข้าเกณฑ์", "not eligible")),
    Answer.UNKNOWN: ("unknown", Text("ยังไม่ทราบ", "not known yet")),
}
RECEIVES = {
    Answer.YES: Text("ได้รับอยู่แล้ว", "receives it already"),
    Answer.NO: Text("ยังไม่ได้รับ", "does not receive it"),
    Answer.UNKNOWN: Text("ไม่ทราบว่าได้รับอยู่หรือไม่", "not known whether it is received"),
}


@dataclass(frozen=True)
class AnswerLine:
    """One programme's answer for one member, in words. `facts` decided, or are missing."""

    programme: Programme
    status: str
    word: Text
    is_unknown: bool
    facts: tuple[tuple[Text, Text], ...]
    baht_month: int | None
    receives: Text


def answer_line(answer: Eligibility) -> AnswerLine:
    status, word = PILLS[answer.answer]
    labels = programme_facts()
    return AnswerLine(
        answer.programme,
        status,
        word,
        answer.answer is Answer.UNKNOWN,
        tuple((labels[name], value_words(value)) for name, value in answer.facts),
        answer.baht_month,
        RECEIVES[answer.already_receives],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@purpose_needed
def household(request: HttpRequest, household_id: str) -> HttpResponse:
    """Each programme for each member: yes, no or not known yet, with the facts that decided.

    Names are covered; a POST shows them on the page it answers with.
    """
    on, show = timezone.localdate(), asked_to_show(request)
    found = queries.household_programmes(request.user, household_id, on)
    area_code = found.household.village_code
    if show.is_anything:
        numbers = [each.member.member_no for each in found.members]
        log_shown(request, household_id=household_id, area_code=area_code, shown=show, members=numbers)
    else:
        record_look(
            by=request.user,
            household_id=household_id,
            area_code=area_code,
            page="programmes",
            purpose=purpose_of(request),
        )
    members = [
        (
            each.member,
            name_as_shown(each.member.identity, show),
            [answer_line(answer) for answer in each.answers],
        )
        for each in found.members
    ]
    context = {
        "household": found.household,
        "shown_names": show.names,
        "trail": areas.trail(found.household.village_code),
        "members": members,
        "on": on,
    }
    return render(request, "programmes/household.html", context)
