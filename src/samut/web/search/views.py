"""The one box. A question comes by POST and is answered under a random address; looks are logged."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samut.engine.search import MOST_HITS
from samut.engine.search.asking import MOST_TYPED
from samut.web.accounts.views import purpose_needed, purpose_of
from samut.web.search import actions, presenting, queries
from samut.web.search.kept import keep, kept
from samut.web.search.policies import searching


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """The empty box, with what can be typed into it."""
    searching(request.user)
    index = queries.opened()
    return render(request, "search/start.html", {"ready": index.index is not None})


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question, and lead to what it finds. A newer index is asked for where one is needed."""
    searching(request.user)
    typed = " ".join(request.POST.get("q", "").split())[:MOST_TYPED]
    if not typed:
        return redirect("search:start")
    index = queries.opened()
    if not index.current:
        actions.ask_for_index(by=request.user)
    return redirect("search:found", keep(request.session, index.keys, typed))


@require_safe
@never_cache
@purpose_needed
def found(request: HttpRequest, search_id: str) -> HttpResponse:
    """What a question finds, at most fifty; or how far the search is from being ready."""
    searching(request.user)
    index = queries.opened()
    typed = kept(request.session, index.keys, search_id)
    result = queries.found(request.user, index, typed)
    actions.log_found(by=request.user, found=result, purpose=purpose_of(request))
    context = {
        "found": result,
        "lines": presenting.lines(result, timezone.localdate()),
        "kind": presenting.KINDS.get(result.asked.kind),
        "most": MOST_HITS,
        "build": None if result.current else queries.open_build(),
        "typed": typed,
        "search_id": search_id,
    }
    return render(request, "search/found.html", context)
