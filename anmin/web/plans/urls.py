"""Addresses of plans, below /desk/plans/; list, export and form of the register are beside them."""

from django.urls import path

from anmin.web.plans import items, revise, views

urlpatterns = [
    path("new", views.receive, name="plan-new"),
    path("<int:pk>/", views.wall, name="plan"),
    path("<int:pk>/undo", items.undo, name="plan-undo"),
    path("<int:pk>/same", items.same, name="plan-same"),
    path("<int:pk>/add", items.add, name="plan-add"),
    path("<int:pk>/revise/<slug:part>", revise.revise, name="plan-revise"),
    path("items/<int:pk>/", items.find, name="plan-item"),
    path("items/<int:pk>/do", items.do, name="plan-item-do"),
    path("items/<int:pk>/correct", items.correct, name="plan-item-correct"),
]
