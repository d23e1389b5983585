"""Addresses for administrators: accounts, roles, invitations, and the first run."""

from __future__ import annotations

from django.urls import path

from samut.web.administration import (
    delegating_views,
    inviting_views,
    looking_as,
    people_views,
    setting_up_views,
)

app_name = "administration"
urlpatterns = [
    path("", people_views.people, name="people"),
    path("areas/", people_views.areas, name="areas"),
    path("person/<int:pk>/", people_views.person, name="person"),
    path("person/<int:pk>/role/", people_views.give_role, name="give_role"),
    path("person/<int:pk>/close/", people_views.close, name="close"),
    path("person/<int:pk>/open/", people_views.open_again, name="open"),
    path("person/<int:pk>/end-sessions/", people_views.end_sessions, name="end_sessions"),
    path("person/<int:pk>/second-factor/", people_views.forget_factors, name="forget_factors"),
    path("person/<int:pk>/code/", people_views.one_time_code, name="one_time_code"),
    path("person/<int:pk>/sees/", looking_as.sees, name="sees"),
    path("role/<int:pk>/end/", people_views.end_role, name="end_role"),
    path("invite/", inviting_views.invite, name="invite"),
    path("invitations/", inviting_views.invitations, name="invitations"),
    path("invitations/<int:pk>/withdraw/", inviting_views.withdraw, name="withdraw"),
    path("invitations/<int:pk>/renew/", inviting_views.renew, name="renew"),
    path("invitation/", inviting_views.accept, name="accept"),
    path("invitation/<str:code>/", inviting_views.accept_link, name="accept_link"),
    path("new-password/", inviting_views.new_password, name="new_password"),
    path("delegations/", delegating_views.delegations, name="delegations"),
    path("standing-in/", delegating_views.stand_in, name="stand_in"),
    path("standing-in/<int:pk>/end/", delegating_views.end_standing_in, name="end_standing_in"),
    path("setup/", setting_up_views.setup, name="setup"),
    path("setup/<str:code>/", setting_up_views.setup_link, name="setup_link"),
    path("first-steps/", setting_up_views.walk, name="first_steps"),
]
