"""What happens to every request before a page answers it."""

from django.conf import settings
from django.utils import translation


class PathLanguage:
    """Let the path alone decide the language: English under `/en/`, Chinese everywhere else.

    Django's LocaleMiddleware would also ask cookie and headers, and add `Vary: Accept-Language` to every answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_english = request.path_info == "/en" or request.path_info.startswith("/en/")
        language = "en" if is_english else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if is_english else "zh-Hans")
        return response
