"""Addresses of changes of the county's numbers, below /desk/number-changes/."""

from django.urls import path

from anmin.web.lawchange import exporting, views

urlpatterns = [
    path("", views.changes, name="lawchanges"),
    path("new", views.new, name="lawchange-new"),
    path("rules", views.rules, name="lawchange-rules"),
    path("<int:pk>/", views.change, name="lawchange"),
    path("<int:pk>/xlsx", exporting.export, name="lawchange-xlsx"),
    path("<int:pk>/confirm", views.confirm, name="lawchange-confirm"),
    path("<int:pk>/withdraw", views.withdraw, name="lawchange-withdraw"),
]
