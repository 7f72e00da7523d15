"""Addresses of figures."""

from django.urls import path

from anmin.web.insight import views

urlpatterns = [
    path("county/", views.county, name="county"),
    path("county/compute", views.recompute, name="county-compute"),
    path("county/export.xlsx", views.export, name="county-export"),
    path("county/rows/<str:name>/", views.behind, name="county-rows"),
]
