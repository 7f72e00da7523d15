"""Addresses of the month's close, its roll, its bank files and its books."""

from django.urls import path

from anmin.web.funds import acts, views
from anmin.web.funds.answering import answer_page
from anmin.web.funds.budgets import budgets, template
from anmin.web.funds.follow import follow_home, follow_page
from anmin.web.funds.payees import payee_page
from anmin.web.funds.recovering import recovery_page

urlpatterns = [
    path("follow/", follow_home, name="follow-home"),
    path("follow/<slug:programme>/", follow_page, name="follow"),
    path("budgets/", budgets, name="budgets"),
    path("budgets/template.xlsx", template, name="budgets-template"),
    path("omissions/<int:pk>/payee", payee_page, name="omission-payee"),
    path("month-findings/<int:pk>/answer", answer_page, name="month-finding-answer"),
    path("recoveries/<int:pk>/", recovery_page, name="recovery"),
    path("rolls/begin", views.begin, name="month-begin"),
    path("rolls/begin/<int:pk>", views.progress, name="month-progress"),
    path("rolls/<int:pk>/", views.roll_page, name="roll"),
    path("rolls/<int:pk>/make", acts.make, name="roll-make"),
    path("rolls/<int:pk>/review", acts.review_act, name="roll-review"),
    path("rolls/<int:pk>/back", acts.back, name="roll-back"),
    path("rolls/<int:pk>/approve", acts.approve_act, name="roll-approve"),
    path("rolls/<int:pk>/send", acts.send_act, name="roll-send"),
    path("rolls/<int:pk>/answer", acts.answer, name="roll-answer"),
    path("rolls/<int:pk>/lock", acts.lock_act, name="roll-lock"),
    path("rolls/<int:pk>/reopen", acts.reopen, name="roll-reopen"),
    path("rolls/<int:pk>/report.xlsx", views.report, name="roll-report"),
    path("remittances/<int:pk>/roll", views.of_remittance, name="remittance-roll"),
    path("batches/<str:number>/file.<str:form>", views.bank_file, name="bank-file"),
]
