"""Every address of the site and who may open it. An address nobody declared here fails the tests.

`may` names the people of web_world.PEOPLE; `path` is an example, {poor} being the household 2/1 of
village 22050602. Everybody else who is logged in gets `otherwise`; without login one is sent to
the login page, unless "anonymous" may.
"""

from __future__ import annotations

from dataclasses import dataclass

from web_world import PEOPLE

LOGGED_IN = frozenset(PEOPLE)
EVERYBODY = LOGGED_IN | {"anonymous"}
SEE_PERSONS_OF_CHAMAN_2 = frozenset({"volunteer_somchai", "officer_malee", "provincial_officer"})
OFFICERS_OF_CHAMAN = frozenset({"officer_malee", "provincial_officer"})
SEE_PERSONS_SOMEWHERE = SEE_PERSONS_OF_CHAMAN_2 | {"officer_of_other_tambon"}
OFFICERS_SOMEWHERE = OFFICERS_OF_CHAMAN | {"officer_of_other_tambon"}
# Tables are counted within the areas of one's roles.
COUNT_CHAMAN = frozenset(
    {
        "officer_malee",
        "provincial_officer",
        "agency_officer",
        "analyst",
        "data_protection_officer",
        "administrator",
    }
)
READ_LOGS = frozenset({"data_protection_officer"})
KEEP_ACCOUNTS = frozenset({"administrator"})
MAY_IMPORT = frozenset({"provincial_officer"})
SEE_IMPORTS = frozenset({"officer_malee", "officer_of_other_tambon", "provincial_officer", "administrator"})


@dataclass(frozen=True)
class Access:
    """One address: an example of it, who may open it, and what those get who may."""

    path: str
    may: frozenset[str]
    answers: int = 200
    method: str = "get"
    otherwise: int = 403
    to_login: bool = True
    anonymous: int | None = None


def _api(path: str, may: frozenset[str], answers: int = 200, method: str = "get") -> Access:
    """An operation of the API: it never leads to the login page."""
    return Access(path, may, answers, method, to_login=False, anonymous=401)


ACCESS: dict[str, Access] = {
    "site:start": Access("/", LOGGED_IN, answers=302),
    "site:healthz": Access("/healthz", EVERYBODY),
    "site:language": Access("/language/", EVERYBODY, answers=302, method="post"),
    "accounts:login": Access("/login/", frozenset({"anonymous"}), otherwise=302),
    "accounts:logout": Access("/logout/", EVERYBODY, answers=302, method="post"),
    "account_login": Access("/login/", frozenset({"anonymous"}), otherwise=302),
    "mfa_authenticate": Access("/login/second-step/", frozenset(), otherwise=302),
    "account_passkey_login": Access("/login/passkey/", frozenset({"anonymous"}), otherwise=302),
    # No provider is told of in the small world.
    "account_provider_login": Access("/login/provider/", EVERYBODY, answers=404),
    "account_provider_callback": Access("/login/provider/callback/", EVERYBODY, answers=404),
    # One's own alone: nobody names a user in these addresses.
    "mfa_index": Access("/my-sign-in/", LOGGED_IN),
    "account_reauthenticate": Access("/my-sign-in/again/", LOGGED_IN),
    "mfa_activate_totp": Access("/my-sign-in/app/", LOGGED_IN),
    "mfa_deactivate_totp": Access("/my-sign-in/app/remove/", LOGGED_IN, answers=302),
    "mfa_add_webauthn": Access("/my-sign-in/passkey/", LOGGED_IN),
    "mfa_remove_webauthn": Access("/my-sign-in/passkey/0/remove/", frozenset(), otherwise=404),
    "mfa_view_recovery_codes": Access("/my-sign-in/codes/", LOGGED_IN, answers=302),
    "mfa_generate_recovery_codes": Access("/my-sign-in/codes/new/", LOGGED_IN, answers=302),
    "account_change_password": Access("/my-sign-in/password/", LOGGED_IN, answers=302),
    "account_end_sessions": Access("/my-sign-in/sessions/end-others/", LOGGED_IN, answers=302, method="post"),
    "account_end_session": Access("/my-sign-in/sessions/0/end/", frozenset(), method="post", otherwise=404),
    "account_provider_unlink": Access("/my-sign-in/provider/unlink/", LOGGED_IN, answers=302, method="post"),
    "accounts:purpose": Access("/purpose/", SEE_PERSONS_SOMEWHERE),
    "accounts:looks": Access("/audit/looks/", READ_LOGS, answers=302),
    "oversight:start": Access("/oversight/", READ_LOGS),
    "oversight:looks": Access("/oversight/looks/", READ_LOGS),
    "oversight:looks_file": Access("/oversight/looks.csv", READ_LOGS),
    "oversight:person": Access("/oversight/person/", READ_LOGS),
    "oversight:household": Access("/oversight/households/{poor}/", READ_LOGS),
    "oversight:officers": Access("/oversight/users/", READ_LOGS),
    # Of a user who never looked at anybody there is nothing to tell.
    "oversight:officer": Access("/oversight/users/0/", READ_LOGS, answers=404),
    "oversight:day": Access("/oversight/users/0/2026-11-25/", READ_LOGS, answers=404),
    "oversight:unusual": Access("/oversight/unusual/", READ_LOGS),
    "oversight:look_into": Access("/oversight/unusual/look-into/", READ_LOGS, answers=400, method="post"),
    "insight:area": Access("/area/220506/", LOGGED_IN),
    "insight:map": Access("/area/220506/map.json", LOGGED_IN),
    "target_lists:area": Access("/targets/220506/", LOGGED_IN),
    "target_lists:counts": Access("/targets/220506/counts/", LOGGED_IN, answers=302),
    "target_lists:group": Access("/targets/220506/group/elderly/", LOGGED_IN),
    "target_lists:members": Access("/targets/22050602/group/elderly/members/", SEE_PERSONS_OF_CHAMAN_2),
    "target_lists:members_file": Access(
        "/targets/22050602/group/elderly/members.csv", SEE_PERSONS_OF_CHAMAN_2
    ),
    "target_lists:keep": Access(
        "/targets/220506/group/elderly/keep/", OFFICERS_OF_CHAMAN, answers=400, method="post"
    ),
    # Lists that do not exist: whoever may see the persons is told so, everybody else nothing.
    "target_lists:kept": Access("/targets/22050602/kept/none/", SEE_PERSONS_OF_CHAMAN_2, answers=404),
    "target_lists:kept_file": Access(
        "/targets/22050602/kept/none/members.csv", SEE_PERSONS_OF_CHAMAN_2, answers=404
    ),
    "target_lists:comparison": Access("/targets/22050602/compare/", SEE_PERSONS_OF_CHAMAN_2, answers=404),
    "target_lists:comparison_file": Access(
        "/targets/22050602/compare/changes.csv", SEE_PERSONS_OF_CHAMAN_2, answers=404
    ),
    "analysis:what_if": Access("/analysis/220506/what-if/", LOGGED_IN),
    "analysis:compare": Access("/analysis/compare/?a=220506&b=220501", LOGGED_IN),
    "analysis:pivot": Access("/analysis/pivot/?area=220506&row=poor", COUNT_CHAMAN),
    "analysis:pivot_csv": Access("/analysis/pivot/table.csv?area=220506&row=poor", COUNT_CHAMAN),
    "analysis:pivot_workbook": Access("/analysis/pivot/table.xlsx?area=220506&row=poor", COUNT_CHAMAN),
    # Without an area there is nothing to prepare.
    "analysis:prepare": Access("/analysis/prepare/", LOGGED_IN, answers=404, method="post"),
    "analysis:views": Access("/analysis/views/", LOGGED_IN),
    "analysis:save_view": Access("/analysis/views/save/", LOGGED_IN, answers=400, method="post"),
    # A view nobody saved: whoever asks for it is told so.
    "analysis:open_view": Access("/analysis/views/0/", LOGGED_IN, answers=404),
    "analysis:change_view": Access("/analysis/views/0/change/", LOGGED_IN, answers=404, method="post"),
    "analysis:delete_view": Access("/analysis/views/0/delete/", LOGGED_IN, answers=404),
    "missed:area": Access("/missed/220506/", LOGGED_IN),
    "missed:unlisted": Access("/missed/220506/unlisted/", OFFICERS_OF_CHAMAN),
    "missed:workbook": Access("/missed/220506/missed.xlsx", LOGGED_IN),
    "missed:not_printed": Access("/missed/not-printed/", LOGGED_IN),
    "missed:several": Access("/missed/lists/", LOGGED_IN),
    "missed:start": Access("/missed/", LOGGED_IN, answers=302),
    "target_lists:start": Access("/targets/", LOGGED_IN, answers=302),
    "search:start": Access("/search/", SEE_PERSONS_SOMEWHERE),
    "search:ask": Access("/search/ask/", SEE_PERSONS_SOMEWHERE, answers=302, method="post"),
    # A search that this session did not ask: whoever may search is told so, everybody else nothing.
    "search:found": Access("/search/none/", SEE_PERSONS_SOMEWHERE, answers=404),
    "households:list": Access("/area/22050602/households/", SEE_PERSONS_OF_CHAMAN_2),
    "households:household": Access("/household/{poor}/", SEE_PERSONS_OF_CHAMAN_2),
    "tables:export": Access("/tables/households/22050602/export/", SEE_PERSONS_OF_CHAMAN_2, method="post"),
    "tables:page": Access("/tables/children/220506/", LOGGED_IN),
    # Files that do not exist: nobody gets them.
    "tables:file": Access("/tables/file/none/", frozenset(), otherwise=404),
    "tables:fetch": Access("/tables/file/none/fetch/", frozenset(), otherwise=404),
    "tables:remove": Access("/tables/file/none/remove/", frozenset(), method="post", otherwise=404),
    "programmes:household": Access("/programmes/{poor}/", SEE_PERSONS_OF_CHAMAN_2),
    "fieldwork:area": Access("/fieldwork/220506/", LOGGED_IN),
    "fieldwork:targets": Access("/fieldwork/22050602/targets.xlsx", SEE_PERSONS_OF_CHAMAN_2),
    # Examples that do not exist: nobody gets them. Positive answers are in the tests of the app.
    "fieldwork:move": Access("/fieldwork/campaign/0/move/", frozenset(), method="post"),
    "openrosa:form_list": Access("/key/wrong/formList", frozenset(), to_login=False),
    "openrosa:form": Access("/key/wrong/forms/follow_up_visit.xml", frozenset(), to_login=False),
    "openrosa:submission": Access("/key/wrong/submission", frozenset(), method="post", to_login=False),
    "openrosa:elsewhere": Access("/key/wrong/x", frozenset(), to_login=False),
    "openrosa:base": Access("/key/wrong/", frozenset(), to_login=False),
    "openrosa:keys": Access("/collectors/220506/", OFFICERS_OF_CHAMAN),
    "openrosa:revoke": Access("/collectors/key/0/revoke/", frozenset(), method="post"),
    "linkage:queue": Access("/linkage/", OFFICERS_SOMEWHERE),
    "linkage:start": Access("/linkage/start/", OFFICERS_SOMEWHERE, answers=302),
    "linkage:answers": Access("/linkage/answers/", OFFICERS_SOMEWHERE),
    "linkage:numbers": Access("/linkage/numbers/", OFFICERS_SOMEWHERE),
    # A pair that does not exist: an officer is told so, as of one that lies elsewhere.
    "linkage:pair": Access("/linkage/pair/0000000000000000/", OFFICERS_SOMEWHERE, answers=404),
    "linkage:answer": Access(
        "/linkage/pair/0000000000000000/answer/", OFFICERS_SOMEWHERE, answers=404, method="post"
    ),
    "logbook:board": Access("/logbook/220506/", OFFICERS_OF_CHAMAN),
    "logbook:household": Access("/logbook/household/{poor}/", SEE_PERSONS_OF_CHAMAN_2),
    "logbook:open": Access("/logbook/household/0/open/", frozenset(), method="post"),
    "logbook:case": Access("/logbook/case/0/", frozenset()),
    "logbook:move": Access("/logbook/case/0/move/", frozenset(), method="post"),
    "meetings:area": Access("/meetings/220506/", OFFICERS_OF_CHAMAN),
    "meetings:meeting": Access("/meetings/meeting/0/", frozenset()),
    "api:area": _api("/api/v1/areas/220506", LOGGED_IN),
    "api:children": _api("/api/v1/areas/220506/children", LOGGED_IN),
    "api:below": _api("/api/v1/areas?parent=2205", LOGGED_IN),
    "api:indicators": _api("/api/v1/areas/220506/indicators", LOGGED_IN),
    "api:aggregates": _api("/api/v1/aggregates?area=220506&level=village", LOGGED_IN),
    "api:measures": _api("/api/v1/measures", LOGGED_IN),
    "api:measure": _api("/api/v1/measures/tpmap-2561", LOGGED_IN),
    "api:households": _api("/api/v1/households?area=22050602", SEE_PERSONS_OF_CHAMAN_2),
    "api:household": _api("/api/v1/households/{poor}", SEE_PERSONS_OF_CHAMAN_2),
    "api:members": _api("/api/v1/households/{poor}/persons", SEE_PERSONS_OF_CHAMAN_2),
    "api:persons": _api("/api/v1/persons?area=22050602", SEE_PERSONS_OF_CHAMAN_2),
    "api:lists": _api("/api/v1/lists?area=22050602", SEE_PERSONS_OF_CHAMAN_2),
    "api:list_members": _api(
        "/api/v1/lists/none/members?area=22050602", SEE_PERSONS_OF_CHAMAN_2, answers=404
    ),
    "api:jobs": _api("/api/v1/jobs", LOGGED_IN),
    "api:job": _api("/api/v1/jobs/1", LOGGED_IN, answers=404),
    "api:cancel": _api("/api/v1/jobs/1/cancel", LOGGED_IN, answers=404, method="post"),
    "api_tokens": Access("/tokens/", LOGGED_IN),
    "api_token_revoke": Access("/tokens/0/revoke/", frozenset(), method="post", otherwise=404),
    "api:openapi-json": Access("/api/v1/openapi.json", EVERYBODY),
    "api:api-root": Access("/api/v1/", EVERYBODY, answers=404),
    "api_elsewhere": Access("/api/nothing", EVERYBODY, answers=404),
    "open_data:start": Access("/open/", EVERYBODY, answers=302),
    "open_data:home": Access("/open/th/", EVERYBODY),
    "open_data:dictionary": Access("/open/en/dictionary/", EVERYBODY),
    "open_data:area": Access("/open/th/area/220506/", EVERYBODY),
    "open_data:map": Access("/open/en/area/220506/map.json", EVERYBODY),
    "open_data:chart": Access("/open/th/chart/dimensions/220506/", EVERYBODY),
    "open_data:file": Access("/open/data/2561/areas.csv", EVERYBODY),
    "open_data:newest_file": Access("/open/data/areas.csv", EVERYBODY, answers=302),
    "jobs:list": Access("/jobs/", LOGGED_IN),
    "jobs:job": Access("/jobs/0/", frozenset(), otherwise=404),
    "jobs:cancel": Access("/jobs/0/cancel/", frozenset(), method="post", otherwise=404),
    "jobs:again": Access("/jobs/0/again/", frozenset(), method="post", otherwise=404),
    "administration:people": Access("/administration/", KEEP_ACCOUNTS),
    "administration:areas": Access("/administration/areas/", KEEP_ACCOUNTS),
    # People and things that do not exist: an administrator is told so, everybody else that they may not.
    "administration:person": Access("/administration/person/0/", KEEP_ACCOUNTS, answers=404),
    "administration:give_role": Access(
        "/administration/person/0/role/", KEEP_ACCOUNTS, answers=404, method="post"
    ),
    "administration:close": Access("/administration/person/0/close/", KEEP_ACCOUNTS, answers=404),
    "administration:open": Access("/administration/person/0/open/", KEEP_ACCOUNTS, answers=404),
    "administration:end_sessions": Access(
        "/administration/person/0/end-sessions/", KEEP_ACCOUNTS, answers=404
    ),
    "administration:forget_factors": Access(
        "/administration/person/0/second-factor/", KEEP_ACCOUNTS, answers=404
    ),
    "administration:one_time_code": Access("/administration/person/0/code/", KEEP_ACCOUNTS, answers=404),
    "administration:sees": Access("/administration/person/0/sees/", KEEP_ACCOUNTS, answers=404),
    "administration:end_role": Access("/administration/role/0/end/", KEEP_ACCOUNTS, answers=404),
    "administration:invite": Access("/administration/invite/", KEEP_ACCOUNTS),
    "administration:invitations": Access("/administration/invitations/", KEEP_ACCOUNTS),
    "administration:withdraw": Access("/administration/invitations/0/withdraw/", KEEP_ACCOUNTS, answers=404),
    "administration:renew": Access(
        "/administration/invitations/0/renew/", KEEP_ACCOUNTS, answers=404, method="post"
    ),
    "administration:delegations": Access("/administration/delegations/", KEEP_ACCOUNTS),
    "administration:first_steps": Access("/administration/first-steps/", KEEP_ACCOUNTS),
    # One's own alone: what one passes on, and what was passed on to oneself.
    "administration:stand_in": Access("/administration/standing-in/", LOGGED_IN),
    "administration:end_standing_in": Access("/administration/standing-in/0/end/", frozenset()),
    # For whoever has no account yet, or no password any more. The codes of these examples are wrong.
    "administration:accept": Access("/administration/invitation/", EVERYBODY),
    "administration:accept_link": Access("/administration/invitation/wrong/", EVERYBODY, answers=302),
    "administration:new_password": Access("/administration/new-password/", EVERYBODY),
    "administration:setup": Access("/administration/setup/", frozenset(), otherwise=404, to_login=False),
    "administration:setup_link": Access("/administration/setup/wrong/", EVERYBODY, answers=302),
    "registers:imports": Access("/registers/", SEE_IMPORTS),
    "registers:send": Access("/registers/send/", MAY_IMPORT),
    "registers:upload": Access("/registers/upload/0/", frozenset(), otherwise=404),
    "registers:register": Access("/registers/upload/0/register/", frozenset(), method="post", otherwise=404),
    "registers:columns": Access("/registers/upload/0/columns/", frozenset(), method="post", otherwise=404),
    "registers:preview": Access("/registers/upload/0/preview/", frozenset(), method="post", otherwise=404),
    "registers:import": Access("/registers/upload/0/import/", frozenset(), method="post", otherwise=404),
    "registers:discard": Access("/registers/upload/0/discard/", frozenset(), method="post", otherwise=404),
    "registers:workbook": Access("/registers/bmn/2561/quarantine.xlsx", MAY_IMPORT),
    "registers:quarantine": Access("/registers/bmn/2561/quarantine/", SEE_IMPORTS),
}
