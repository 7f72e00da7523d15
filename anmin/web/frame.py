"""What every page's frame shows."""

from django.http import HttpRequest

from anmin.kernel.access.api import ROLES, User
from anmin.kernel.places.api import area_names
from anmin.web.nav import navigation


def frame(request: HttpRequest) -> dict:
    """Context for the layout: who is signed in, in which posts, and where they may go."""
    who = getattr(request, "who", None)
    if who is None:
        return {"who": None}
    posts = posts_in_words(who)
    return {"who": who, "nav": navigation(request), "posts": posts, "post": posts[0] if posts else "没有岗位"}


def posts_in_words(who: User) -> list[str]:
    """乡镇经办 · 孔溪乡, one for each post."""
    names = area_names({p.area for p in who.posts})
    return [f"{ROLES[p.role]} · {names.get(p.area, p.area)}" for p in who.posts]
