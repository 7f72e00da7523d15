"""Addresses of cases on the desk."""

from django.urls import path, re_path

from anmin.web.cases import acts, declaring, files, intake, page

urlpatterns = [
    path("new", intake.new, name="case-new"),
    path("identity", intake.identity, name="case-identity"),
    path("<int:pk>/", page.case, name="case"),
    path("<int:pk>/move/<slug:name>", acts.move, name="case-move"),
    path("<int:pk>/record/<slug:name>", acts.record, name="case-record"),
    path("<int:pk>/reckon", acts.reckon_now, name="case-reckon"),
    path("<int:pk>/consent/<int:person>", acts.consent, name="case-consent"),
    path("<int:pk>/declare", declaring.declare_anew, name="case-declare"),
    path("<int:pk>/objection", acts.objection, name="case-objection"),
    path("<int:pk>/answer/<int:objection>", acts.answer, name="case-answer"),
    path("<int:pk>/receipt", files.receipt, name="case-receipt"),
    re_path(r"^(?P<pk>\d+)/papers/(?P<paper>\d+)\.(?P<form>docx|pdf)$", files.paper, name="case-paper"),
]
