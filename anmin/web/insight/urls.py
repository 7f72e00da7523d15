"""Addresses of figures."""

from django.urls import path

from anmin.web.insight import officers, views, years

urlpatterns = [
    path("county/", views.county, name="county"),
    path("county/compute", views.recompute, name="county-compute"),
    path("county/export.xlsx", views.export, name="county-export"),
    path("county/officers/", officers.officers, name="county-officers"),
    path("county/officers/export.xlsx", officers.export, name="county-officers-export"),
    path("county/years/", years.years, name="county-years"),
    path("county/years/export.xlsx", years.export, name="county-years-export"),
    path("county/rows/<str:name>/", views.behind, name="county-rows"),
]
