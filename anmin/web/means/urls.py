"""Addresses of checks."""

from django.urls import path

from anmin.web.means import views

urlpatterns = [
    path("loads/new", views.load_page, name="load-source"),
    path("households/<int:pk>/check", views.check_page, name="household-check"),
    path("findings/<int:pk>/", views.finding_page, name="finding"),
]
