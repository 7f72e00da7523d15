"""Addresses of signing in and out."""

from django.urls import path

from anmin.web.doors import views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("password/", views.password, name="password"),
    path("healthz", views.healthz, name="healthz"),
]
