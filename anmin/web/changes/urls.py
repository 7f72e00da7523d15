"""Addresses of life events, re-reviews, draws and payments kept back."""

from django.urls import path

from anmin.web.changes import drawing, events, holding, labouring, reviewing, stopping, tapering, told

urlpatterns = [
    path("households/<int:pk>/change", events.change, name="household-change"),
    path("households/<int:pk>/hold", holding.hold_page, name="household-hold"),
    path("households/<int:pk>/stop", stopping.stop_page, name="household-stop"),
    path("entitlements/<int:pk>/stop", stopping.of_entitlement, name="entitlement-stop"),
    path("stoppings/<int:pk>/", stopping.stopping_page, name="stopping"),
    path("households/<int:pk>/labour", labouring.labour_page, name="household-labour"),
    path("households/<int:pk>/review", reviewing.open_page, name="review-open"),
    path("events/<int:pk>/", told.event_page, name="life-event"),
    path("event-proposals/<int:pk>/", told.proposal_page, name="event-proposal"),
    path("event-changes/print", told.print_papers, name="event-papers-print"),
    path("event-changes/<int:pk>/", told.change_page, name="event-change"),
    path("event-changes/<int:pk>/issue", told.issue_page, name="event-paper-issue"),
    path("event-changes/<int:pk>/paper.<str:form>", told.paper, name="event-paper"),
    path("reviews/schedule", drawing.schedule_page, name="review-schedule"),
    path("reviews/<int:pk>/", reviewing.review_page, name="review"),
    path("reviews/<int:pk>/declare", reviewing.declare_page, name="review-declare"),
    path("reviews/<int:pk>/paper/<int:paper>.<str:form>", reviewing.paper, name="review-paper"),
    path("holds/new", holding.new_page, name="hold-new"),
    path("holds/<int:pk>/", holding.card, name="hold"),
    path("tapers/running", tapering.running, name="tapers-running"),
    path("draws/new", drawing.draw_page, name="draw-new"),
    path("draws/<int:pk>/", drawing.drawn, name="draw"),
]
