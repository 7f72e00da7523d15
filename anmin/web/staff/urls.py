"""Addresses of accounts and posts, below /desk/."""

from django.urls import path

from anmin.web.staff import acts, own, roster, second, views

urlpatterns = [
    path("account/", own.mine, name="my-account"),
    path("account/sessions", own.end, name="my-sessions-end"),
    path("account/second", second.mine, name="my-second"),
    path("accounts/", views.accounts, name="accounts-list"),
    path("accounts/export.xlsx", views.export, name="accounts-export"),
    path("accounts/new", acts.new, name="account-new"),
    path("accounts/import", roster.take, name="accounts-import"),
    path("accounts/template.xlsx", roster.template, name="accounts-template"),
    path("accounts/first-passwords.xlsx", roster.first_passwords, name="accounts-first-passwords"),
    path("accounts/second", second.required, name="second-required"),
    path("accounts/second/<int:pk>/end", second.required_end, name="second-required-end"),
    path("accounts/<int:pk>/second/clear", second.clear, name="account-second-clear"),
    path("accounts/<int:pk>/", views.one, name="account"),
    path("accounts/<int:pk>/edit", acts.edit, name="account-edit"),
    path("accounts/<int:pk>/posts/new", acts.appoint, name="account-appoint"),
    path("accounts/<int:pk>/posts/<int:post>/finish", acts.finish, name="account-finish"),
    path("accounts/<int:pk>/handover", acts.handover, name="account-handover"),
    path("accounts/<int:pk>/leave", acts.leave, name="account-leave"),
    path("accounts/<int:pk>/password", acts.password, name="account-password"),
    path("accounts/<int:pk>/switch", acts.switch, name="account-switch"),
    path("accounts/<int:pk>/sign-out", acts.sign_out, name="account-sign-out"),
]
