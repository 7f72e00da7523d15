"""Addresses of roster imports, below /desk/imports/."""

from django.urls import path

from anmin.web.imports import views

urlpatterns = [
    path("", views.mine, name="imports"),
    path("<str:service>/template.xlsx", views.template, name="imports-template"),
    path("<int:pk>/", views.one, name="import"),
    path("<int:pk>/columns", views.columns, name="import-columns"),
    path("<int:pk>/start", views.start, name="import-start"),
    path("<int:pk>/drop", views.drop, name="import-drop"),
    path("<int:pk>/progress", views.progress, name="import-progress"),
    path("<int:pk>/errors.xlsx", views.errors, name="import-errors"),
]
