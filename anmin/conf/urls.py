"""Which address leads where. Every view declares its permission; see `anmin.web.gate`."""

from django.shortcuts import redirect
from django.urls import include, path

from anmin.kernel.access.declare import PUBLIC
from anmin.web.addresses import ByFirstPart
from anmin.web.changes import urls as changes
from anmin.web.desk import urls as desk
from anmin.web.funds import urls as funds
from anmin.web.gate import opens
from anmin.web.insight import urls as insight
from anmin.web.means import urls as means
from anmin.web.package import urls as package
from anmin.web.portal.open import open_page
from anmin.web.staff import urls as staff

handler400 = "anmin.web.doors.views.bad_request"
handler404 = "anmin.web.doors.views.not_found"
handler500 = "anmin.web.doors.views.broken"

# Where a page and a register share their first part, the page stands first.
DESK = [
    path("cases/", include("anmin.web.cases.urls")),
    path("imports/", include("anmin.web.imports.urls")),
    path("plans/", include("anmin.web.plans.urls")),
    *insight.urlpatterns,
    *means.urlpatterns,
    *funds.urlpatterns,
    *changes.urlpatterns,
    *package.urlpatterns,
    *staff.urlpatterns,
    path("whatif/", include("anmin.web.whatif.urls")),
    path("number-changes/", include("anmin.web.lawchange.urls")),
    *desk.urlpatterns,
]
urlpatterns = [
    path("", opens(PUBLIC)(lambda request: redirect("desk")), name="root"),
    path("desk/", include([ByFirstPart(DESK)])),
    path("", include("anmin.web.doors.urls")),
    path("check/", include("anmin.web.package.public_urls")),
    path("notices/", include("anmin.web.portal.urls")),
    path("open/<slug:name>/", open_page, name="open-page"),
    path("api/", include("anmin.web.api.urls")),
]
