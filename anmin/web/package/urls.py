"""Addresses of the package page, below /desk/, and of the self-check."""

from django.urls import path, re_path

from anmin.web.package import views

urlpatterns = [
    path("households/<int:pk>/package", views.household_package, name="household-package"),
    re_path(
        r"^households/(?P<pk>\d+)/package\.(?P<form>docx|pdf)$", views.package_paper, name="household-package-paper"
    ),
]
