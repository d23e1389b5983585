"""What kinds of long work there are: the apps above say so in the settings; this one knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from samut.rules.errors import SamutError, Text
from samut.web.jobs.models import Job

Progress = Callable[[int, int | None, str], None]
# Does the work, tells how far it is through the second argument, and returns the job's result. It must
# be able to begin anew after any end, and let whatever the progress raises pass.
Work = Callable[[Job, Progress], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of work. `page` is the address of the page its owner follows it on; "" is the job's own."""

    label: Text
    work: Work
    page: Callable[[Job], str] = lambda job: ""


def kind_of(name: str) -> Kind:
    """Raises: JOB_005 when no app has work of that kind."""
    path = settings.SAMUT_JOB_KINDS.get(name)
    if path is None:
        raise SamutError("JOB_005", kind=name)
    found: Kind = import_string(path)
    return found
