"""安民: an open platform for county civil-affairs work."""

__version__ = "0.1.0"
