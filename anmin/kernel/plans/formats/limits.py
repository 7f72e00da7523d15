"""What a file may be at most, and the one error a reader raises."""

LARGEST_FILE = 32 * 2**20  # bytes
LONGEST_TEXT = 500_000  # characters, about 500 pages
LARGEST_PART = 64 * 2**20  # bytes of one unpacked part of a docx
LARGEST_ARCHIVE = 200 * 2**20  # bytes of a docx unpacked
HIGHEST_RATIO = 200  # unpacked to packed; a text is rarely above 20
MOST_PARTS = 5_000
MOST_PAGES = 600
DEEPEST_PAGE = 5_000  # tags open at once; the parser takes quadratic time in depth


class Unreadable(Exception):
    """A file that cannot be read; its message is one Chinese sentence for the user."""
