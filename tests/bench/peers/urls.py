"""The addresses of the stock application."""

from django.urls import path

from tests.bench.peers.views import ProjectList, project_file

urlpatterns = [
    path("", ProjectList.as_view()),
    path("projects.<str:suffix>", project_file),
]
