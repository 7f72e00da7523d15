"""Which address leads where. Every view declares its permission; see `anmin.web.gate`."""

from django.shortcuts import redirect
from django.urls import include, path

from anmin.kernel.access.declare import PUBLIC
from anmin.web.gate import opens
from anmin.web.portal.open import open_page

handler400 = "anmin.web.doors.views.bad_request"
handler404 = "anmin.web.doors.views.not_found"
handler500 = "anmin.web.doors.views.broken"

urlpatterns = [
    path("", opens(PUBLIC)(lambda request: redirect("desk")), name="root"),
    path("", include("anmin.web.doors.urls")),
    path("desk/cases/", include("anmin.web.cases.urls")),
    path("desk/imports/", include("anmin.web.imports.urls")),
    path("desk/plans/", include("anmin.web.plans.urls")),
    path("desk/", include("anmin.web.insight.urls")),
    path("desk/", include("anmin.web.means.urls")),
    path("desk/", include("anmin.web.funds.urls")),
    path("desk/", include("anmin.web.changes.urls")),
    path("desk/", include("anmin.web.package.urls")),
    path("desk/whatif/", include("anmin.web.whatif.urls")),
    path("desk/number-changes/", include("anmin.web.lawchange.urls")),
    path("desk/", include("anmin.web.desk.urls")),
    path("check/", include("anmin.web.package.public_urls")),
    path("notices/", include("anmin.web.portal.urls")),
    path("open/<slug:name>/", open_page, name="open-page"),
    path("api/", include("anmin.web.api.urls")),
]
