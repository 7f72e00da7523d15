"""What every page's frame shows."""

from django.http import HttpRequest

from anmin.kernel.access.api import ROLES
from anmin.web.nav import navigation


def frame(request: HttpRequest) -> dict:
    """Context for the layout: who is signed in, in which posts, and where they may go."""
    who = getattr(request, "who", None)
    if who is None:
        return {"who": None}
    posts = [f"{ROLES[p.role]} · {p.place or p.area}" for p in who.posts]
    return {
        "who": who,
        "nav": navigation(request),
        "posts": posts,
        "post": posts[0] if posts else "没有岗位",
        "county": next((p.county or p.place for p in who.posts), ""),
    }
