import re
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from projects.search import search_text, search_words, slug, sort_key

TOWN = "阳泉市康养小镇2期"


@pytest.fixture(scope="module", autouse=True)
def dictionaries():
    """Load the pinyin dictionaries before hypothesis looks at the clock."""
    sort_key(TOWN, "")


def is_found(query, *texts):
    """Whether a record that holds the texts matches the query."""
    text = search_text(*texts)
    return all(word in text for word in search_words(query))


@pytest.mark.parametrize(
    ("zh", "en", "key"),
    [
        ("阳泉市", "Yangquan", "yang quan shi"),
        ("重庆路", "", "chong qing lu"),
        ("长春", "", "chang chun"),
        ("银行行长", "", "yin hang hang zhang"),
        ("绿色", "", "lv se"),
        (TOWN, "", "yang quan shi kang yang xiao zhen 2 qi"),
        ("康养（ＡＢ）·一期", "", "kang yang ab yi qi"),
        ("", "Zhōngyuán Town", "zhongyuan town"),
        (None, "Xi'an", "xian"),
        ("☆", "Star", "star"),
        ("", "", ""),
        (None, None, ""),
    ],
)
def test_names_sort_by_pinyin_and_else_by_their_english(zh, en, key):
    assert sort_key(zh, en) == key


@given(st.text(), st.text())
def test_a_sort_key_holds_nothing_that_collations_order_differently(zh, en):
    key = sort_key(zh, en)
    assert re.fullmatch("(?:[a-z0-9]+(?: [a-z0-9]+)*)?", key)
    assert len(key) <= 200


def test_a_long_name_has_a_sort_key_of_bounded_length():
    assert len(sort_key("康养" * 500, "")) <= 200


@pytest.mark.parametrize(
    "query",
    [
        *(
            "阳泉",
            "康养 小镇",
            "小镇，阳泉",
            "小镇、2期",
            "yangquan",
            "YangQuan",
            "yang quan",
            "yqskyxz2q",
            "kyxz",
            "ＫＹＸＺ",
        ),
        *(
            "Zhongyuan",
            "zhongyuan theme",
            "theme;town",
            "café",
            "cafe",
            "CAFÉ",
            "2105-140302",
            "2105–140302",
            "\u200b康养",
        ),
    ],
)
def test_either_language_pinyin_and_initials_find_a_record(query):
    assert is_found(query, TOWN, "Zhongyuan  Theme Town", "Café", "2105-140302-04-01-123456")


@pytest.mark.parametrize("query", ["太原", "阳泉 太原", "taiyuan", "zhenyang", "townzhong"])
def test_words_that_are_not_there_find_nothing(query):
    assert not is_found(query, TOWN, "Zhongyuan Theme Town")


def test_initials_keep_numbers_and_latin_words_whole():
    assert "hy2025abxm" in search_text("会议2025ＡＢ项目").split("\n")


def test_search_text_has_every_entry_once_on_its_own_line():
    assert search_text("阳泉", None, "", "Yang Quan", "阳 泉", " 阳泉 ").split("\n") == [
        "阳泉",
        "yangquan",
        "yang quan",
        "yq",
        "阳 泉",
    ]


@given(st.lists(st.text(), max_size=4))
def test_search_text_can_be_stored_and_has_no_empty_line(texts):
    text = search_text(*texts)
    assert "\x00" not in text
    assert text.encode().decode() == text
    assert text == "" or all(text.split("\n"))


@given(st.text(max_size=100))
def test_a_text_is_found_by_each_of_its_own_words(text):
    try:
        words = search_words(text)
    except ValidationError:
        return
    assert all(word in search_text(text) for word in words)


def test_a_query_has_each_word_once():
    assert search_words(" 康养，小镇 、ＹＡＮＧ; yang ") == ["康养", "小镇", "yang"]
    assert search_words(" ，、") == []


@pytest.mark.parametrize("query", ["1 2 3 4 5 6 7 8 9", "x" * 201, "9" * 5000, "a\x00b", "\ud800"])
def test_a_query_that_no_database_should_be_asked_is_refused(query):
    with pytest.raises(ValidationError) as refusal:
        search_words(query)
    assert refusal.value.code == "invalid_search"


def test_a_query_may_have_eight_words():
    assert len(search_words("1 2 3 4 5 6 7 8")) == 8


@pytest.mark.parametrize(
    ("zh", "en", "address"),
    [
        ("康养小镇", "Zhongyuan Healthcare Theme Town", "zhongyuan-healthcare-theme-town"),
        ("康养小镇", "", "kang-yang-xiao-zhen"),
        ("康养小镇", "—", "kang-yang-xiao-zhen"),
        ("", "Café & King's", "cafe-kings"),
        ("☆", None, ""),
    ],
)
def test_an_address_is_ascii_from_english_or_pinyin(zh, en, address):
    assert slug(zh, en) == address


def test_a_long_name_has_an_address_of_bounded_length():
    assert slug("", "a " * 500) == "-".join("a" * 40)


@given(st.text(), st.text())
def test_an_address_is_always_one(zh, en):
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(zh, en))
    assert len(slug(zh, en)) <= 80


def test_the_pinyin_dictionaries_are_loaded_only_when_a_text_is_read():
    seen = "import sys, projects.search; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], check=False).returncode == 0


def test_prose_is_found_by_its_words_and_not_by_its_initials():
    found = search_text("康养小镇", prose=["依山而建"])
    assert "依山而建" in found
    assert "kyxz" in found
    assert "ysej" not in found
