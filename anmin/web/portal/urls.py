"""Addresses of what everyone may see without signing in."""

from django.urls import path, re_path

from anmin.web.portal import notices

urlpatterns = [
    path("", notices.places, name="public-notices-home"),
    re_path(r"^(?P<area>\d{12})/$", notices.notices, name="public-notices"),
    path("<int:notice>/object", notices.objection, name="public-objection"),
]
