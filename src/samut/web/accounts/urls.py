"""Logging in and out, the purpose asked before the first personal page, and the log of looks."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from samut.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", login_not_required(views.LoginView.as_view()), name="login"),
    path("logout/", login_not_required(auth.LogoutView.as_view()), name="logout"),
    path("purpose/", views.purpose, name="purpose"),
    path("audit/looks/", views.looks, name="looks"),
]
