"""From the bytes of a file to the text as read."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that cannot be read; its message is one Chinese sentence for the user."""


def text_of(content: bytes, name: str) -> str:
    return content.decode("utf-8", errors="replace")
