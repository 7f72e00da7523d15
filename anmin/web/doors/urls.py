"""Addresses of signing in and out."""

from django.urls import path

from anmin.web.doors import second, views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("login/second/", second.second_step, name="login-second"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("password/", views.password, name="password"),
    path("healthz", views.healthz, name="healthz"),
]
