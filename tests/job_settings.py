"""The site's settings with the kinds of work of the tests, for workers that are processes of their own."""

from __future__ import annotations

from samut.web.settings import *  # noqa: F403

SAMUT_JOB_KINDS = {f"test.{name.lower()}": f"job_kinds.{name}" for name in ("COUNT", "FAIL", "BREAK", "SLOW")}
SAMUT_TIDYING = ()
