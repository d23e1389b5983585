"""The pages of saved views: the list, keeping one, opening it, naming it anew, deleting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samut.rules.errors import Text
from samut.web.accounts.models import User
from samut.web.analysis import actions, queries
from samut.web.analysis.place import policy

SAVED = Text("บันทึกมุมมองแล้ว", "The view is saved.")
CHANGED = Text("แก้ไขมุมมองแล้ว", "The view is changed.")
DELETED = Text("ลบมุมมองแล้ว", "The view is deleted.")


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):  # never: every page asks for a login
        raise TypeError("nobody is signed in")
    return user


def _say(request: HttpRequest, text: Text) -> None:
    messages.success(request, text.in_language(request.LANGUAGE_CODE))


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """One's own views, and those that colleagues share."""
    context = {
        "mine": queries.my_views(request.user),
        "shared": queries.shared_views(request.user),
        "most": policy().most_saved_views,
    }
    return render(request, "analysis/views.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the address of a page under a name, and show it again."""
    address = request.POST.get("address", "")
    title, shared = request.POST.get("title", ""), request.POST.get("shared") == "1"
    view = actions.save_view(by=_user(request), title=title, address=address, shared=shared)
    _say(request, SAVED)
    return redirect(view.address)


@require_safe
def open_view(request: HttpRequest, token: str) -> HttpResponse:
    """To the page of a view: it asks again who looks."""
    return redirect(queries.view_for(request.user, token).address)


@require_POST
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Another name, or shared or not."""
    user = _user(request)
    view = queries.own_view(user, token)
    title, shared = request.POST.get("title", ""), request.POST.get("shared") == "1"
    actions.change_view(by=user, view=view, title=title, shared=shared)
    _say(request, CHANGED)
    return redirect("analysis:views")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Ask first, then delete."""
    user = _user(request)
    view = queries.own_view(user, token)
    if request.method == "POST":
        actions.delete_view(by=user, view=view)
        _say(request, DELETED)
        return redirect("analysis:views")
    return render(request, "analysis/view_delete.html", {"view": view})
