"""Addresses of what-ifs, below /desk/whatif/."""

from django.urls import path

from anmin.web.whatif import views

urlpatterns = [
    path("", views.studies, name="whatif-studies"),
    path("new", views.trial, name="whatif-new"),
    path("ready", views.ready, name="whatif-ready"),
    path("keep", views.keep, name="whatif-keep"),
    path("compare", views.compare, name="whatif-compare"),
    path("export.xlsx", views.export, name="whatif-export"),
    path("<int:pk>/", views.study, name="whatif-study"),
]
