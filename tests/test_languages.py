"""Each page is in one language; what is in the other says so."""

import re
from html.parser import HTMLParser

import pytest

from tests.doors import public_pages

pytestmark = pytest.mark.django_db
WITHOUT_END = {"base", "meta", "link", "input", "br", "hr", "img"}
# Names in these cannot be marked: HTML lets no element stand in them.
PLAIN = {"title", "textarea", "script"}
OTHER = {"en": re.compile("[\u3400-\u9fff]"), "zh-Hans": re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]+){2,}")}


class Reader(HTMLParser):
    """Notes the words of a page that are in another language than they say."""

    def __init__(self):
        super().__init__()
        self.open, self.strange = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in WITHOUT_END:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        language = next((said for _tag, said in reversed(self.open) if said), None)
        if language and self.open[-1][0] not in PLAIN and OTHER[language].search(data):
            self.strange.append(data.strip())


def test_every_page_is_in_one_language_and_marks_what_is_in_the_other(client, seeded):
    for path in public_pages():
        reader = Reader()
        reader.feed(client.get(path).text)
        assert reader.strange == [], path


def test_words_in_the_wrong_language_would_be_noticed():
    reader = Reader()
    reader.feed('<html lang="en"><p>Healthy 康养</p><p lang="zh-Hans">康养 in words of English</p></html>')
    assert reader.strange == ["Healthy 康养", "康养 in words of English"]
