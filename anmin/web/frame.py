"""What every page's frame shows."""

from django.http import HttpRequest

from anmin.kernel.access.api import ROLES
from anmin.kernel.places.api import area_names, codes
from anmin.web.headers import form_token
from anmin.web.kept import for_a_minute
from anmin.web.nav import navigation


def frame(request: HttpRequest) -> dict:
    """Context for the layout: who is signed in, in which posts, and where they may go."""
    who = getattr(request, "who", None)
    if who is None:
        return {"who": None}
    posts, county = _told(tuple((post.role, post.area) for post in who.posts))
    return {
        "who": who,
        "csrf_token": form_token(request),
        "nav": navigation(request),
        "posts": posts,
        "post": posts[0] if posts else "系统管理" if who.account.is_keeper else "没有岗位",
        "county": county,
    }


@for_a_minute
def _told(posts: tuple[tuple[str, str], ...]) -> tuple[list[str], str]:
    """Posts (role, area) in words and the county of the first."""
    counties = {area: codes.at_level(area, "county") or area for _, area in posts}
    names = area_names({*counties, *counties.values()})
    told = [f"{ROLES[role]} · {names.get(area, area)}" for role, area in posts]
    return told, next((names.get(counties[area]) or names.get(area, "") for _, area in posts), "")
