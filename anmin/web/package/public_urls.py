"""The address of the self-check, for everybody."""

from django.urls import path

from anmin.web.package.selfcheck import self_check

urlpatterns = [path("", self_check, name="self-check")]
