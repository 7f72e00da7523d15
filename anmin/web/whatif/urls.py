"""Addresses of what-ifs, below /desk/whatif/."""

urlpatterns: list = []
