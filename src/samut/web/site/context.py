"""What every page knows: whose workspace it is, and whether its people are synthetic."""

from __future__ import annotations

from django.http import HttpRequest

from samut.web.accounts.policies import may_manage_accounts, may_read_logs, may_see_imports
from samut.web.administration.queries import may_stand_in
from samut.web.administration.setting_up import is_to_be_set_up
from samut.web.areas.queries import workspace_config
from samut.web.linkage.policies import may_review
from samut.web.search.policies import may_search


def every_page(request: HttpRequest) -> dict[str, object]:
    """Variables of base.html."""
    config = workspace_config()
    user = getattr(request, "user", None)
    return {
        "workspace_name": config.name if config else "",
        "is_to_be_set_up": config is None and is_to_be_set_up(),
        "demo": bool(config and config.demo),
        "public": bool(config and config.site.public),
        "may_read_logs": user is not None and may_read_logs(user),
        "may_review": user is not None and may_review(user),
        "may_search": user is not None and may_search(user),
        "may_manage_accounts": user is not None and may_manage_accounts(user),
        "may_stand_in": user is not None and may_stand_in(user),
        "may_see_imports": user is not None and may_see_imports(user),
    }
