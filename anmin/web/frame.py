"""What every page's frame shows."""

from django.http import HttpRequest

from anmin.kernel.access.api import ROLES
from anmin.kernel.places.api import area_names, codes
from anmin.web.nav import navigation


def frame(request: HttpRequest) -> dict:
    """Context for the layout: who is signed in, in which posts, and where they may go."""
    who = getattr(request, "who", None)
    if who is None:
        return {"who": None}
    counties = {p.area: codes.at_level(p.area, "county") or p.area for p in who.posts}
    names = area_names({*counties, *counties.values()})
    posts = [f"{ROLES[p.role]} · {names.get(p.area, p.area)}" for p in who.posts]
    return {
        "who": who,
        "nav": navigation(request),
        "posts": posts,
        "post": posts[0] if posts else "没有岗位",
        "county": next((names.get(code, "") for code in counties.values()), ""),
    }
