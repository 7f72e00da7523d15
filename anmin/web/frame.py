"""What every page's frame shows."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict:
    """Context for the layout: who is signed in."""
    return {"who": getattr(request, "who", None)}
