"""Addresses of life events, re-reviews, draws and payments kept back."""

from django.urls import path

from anmin.web.changes import drawing, events, holding, reviewing

urlpatterns = [
    path("households/<int:pk>/change", events.change, name="household-change"),
    path("households/<int:pk>/hold", holding.hold_page, name="household-hold"),
    path("households/<int:pk>/labour", holding.labour_page, name="household-labour"),
    path("households/<int:pk>/review", reviewing.open_page, name="review-open"),
    path("reviews/schedule", drawing.schedule_page, name="review-schedule"),
    path("reviews/<int:pk>/", reviewing.review_page, name="review"),
    path("reviews/<int:pk>/declare", reviewing.declare_page, name="review-declare"),
    path("reviews/<int:pk>/paper/<int:paper>.<str:form>", reviewing.paper, name="review-paper"),
    path("draws/new", drawing.draw_page, name="draw-new"),
    path("draws/<int:pk>/", drawing.drawn, name="draw"),
]
