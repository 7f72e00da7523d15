"""Addresses of checks."""

from django.urls import path

from anmin.web.means import households, together, views

urlpatterns = [
    path("loads/new", views.load_page, name="load-source"),
    path("households/<int:pk>/check", households.check_page, name="household-check"),
    path("checks/new", households.new_page, name="check-new"),
    path("checks/<int:pk>/", households.report_page, name="check"),
    path("findings/together/", together.together, name="findings-together"),
    path("findings/<int:pk>/", views.finding_page, name="finding"),
]
