"""The addresses of the public site."""

app_name = "projects"
urlpatterns = []
