"""What every page's frame shows."""

from django.core.cache import cache
from django.http import HttpRequest

from anmin.kernel.access.api import ROLES, Post
from anmin.kernel.places.api import area_names, codes
from anmin.web.nav import navigation

SECONDS_KEPT = 60


def frame(request: HttpRequest) -> dict:
    """Context for the layout: who is signed in, in which posts, and where they may go."""
    who = getattr(request, "who", None)
    if who is None:
        return {"who": None}
    key = hash(tuple((post.role, post.area) for post in who.posts))
    posts, county = cache.get_or_set(f"posts:{key}", lambda: _told(who.posts), SECONDS_KEPT)
    return {
        "who": who,
        "nav": navigation(request),
        "posts": posts,
        "post": posts[0] if posts else "系统管理" if who.account.is_keeper else "没有岗位",
        "county": county,
    }


def _told(posts: tuple[Post, ...]) -> tuple[list[str], str]:
    """Posts in words and the county of the first. Names of places seldom change, and every page asks."""
    counties = {post.area: codes.at_level(post.area, "county") or post.area for post in posts}
    names = area_names({*counties, *counties.values()})
    told = [f"{ROLES[post.role]} · {names.get(post.area, post.area)}" for post in posts]
    return told, next((names.get(counties[post.area]) or names.get(post.area, "") for post in posts), "")
