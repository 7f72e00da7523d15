"""Addresses of the JSON interface; its description is /api/openapi.json."""

from anmin.web.api.views import endpoints

app_name = "api"
urlpatterns = endpoints()
