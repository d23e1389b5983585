"""The one long work of the search: building its index beside the lake."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from samut.engine.search import build
from samut.rules.errors import Text
from samut.web.areas.queries import workspace
from samut.web.jobs.kinds import Kind, Progress
from samut.web.jobs.models import Job


def _build(job: Job, progress: Progress) -> dict[str, Any]:
    """Begun anew it finds the index that was finished, or builds it from the beginning."""
    held = workspace()
    built = build(held, held.config.edition, progress)
    names = ("index_id", "edition", "persons", "households")
    return {name: getattr(built, name) for name in names}


def _page(job: Job) -> str:
    return reverse("search:start")


BUILD = Kind(Text("เตรียมการค้นหา", "Preparing the search"), _build, _page)
