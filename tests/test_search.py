import re
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from projects.search import MAX_TOKEN, search_terms, search_tokens, search_words, slug, sort_key

TOWN = "阳泉市康养小镇2期"


@pytest.fixture(scope="module", autouse=True)
def dictionaries():
    """Load the pinyin dictionaries before hypothesis looks at the clock."""
    sort_key(TOWN, "")


def is_found(query, *texts):
    """Whether a record that holds the texts matches the query."""
    return holds(search_tokens(*texts), search_terms(search_words(query)))


def holds(tokens, terms):
    """What both databases are to find: every term is a token, or the beginning of one where it may go on."""
    return all(
        any(token.startswith(term) if may_go_on else token == term for token in tokens.split(" "))
        for term, may_go_on in terms
    )


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
    assert {"hy2025abxm", "2025abxm", "xm"} <= set(search_tokens("会议2025ＡＢ项目").split(" "))


def test_a_text_gives_every_token_once_in_order():
    assert search_tokens("阳泉市", None, "", "Yang Quan", " 阳泉市 ").split(" ") == [
        *("qs", "quan", "quanshi", "s", "shi", "yang", "yangquanshi", "yqs", "市", "泉市", "阳泉")
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *[("阳", True), ("泉", True), ("市", True), ("泉市", True), ("阳市", False)],
        *[("quanshi", True), ("uanshi", False), ("qs", True), ("140302-04", True), ("302", False)],
        *[("2105-140302-04", True), ("140302-2105", False), ("xian", True), ("xi’an", True), ("an", False)],
    ],
)
def test_a_name_is_found_from_every_syllable_and_a_code_from_every_hyphen_on(query, found):
    assert is_found(query, "阳泉市", "2105-140302-04-01-123456", "Xi'an") is found


def test_a_long_word_is_found_by_what_fits_a_token():
    assert max(map(len, search_tokens("x" * 500, "康养" * 300).split(" "))) == MAX_TOKEN
    assert is_found("x" * 150, "x" * 500)


@given(st.lists(st.text(), max_size=4))
def test_tokens_hold_nothing_that_a_database_reads_as_its_own(texts):
    tokens = search_tokens(*texts)
    assert not re.search(r"[\x00-\x1f\"'&|!():*\\_]|  |^ | $", tokens)
    assert tokens == tokens.casefold()
    assert tokens.encode().decode() == tokens


@given(st.text(max_size=100))
def test_a_text_is_found_by_each_of_its_own_words(text):
    try:
        words = search_words(text)
    except ValidationError:
        return
    assert holds(search_tokens(text), search_terms(words))


def test_a_query_has_each_word_once():
    assert search_words(" 康养，小镇 、ＹＡＮＧ; yang ") == ["康养", "小镇", "yang"]
    assert search_words(" ，、") == search_words("!!! - _") == []


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
    found = search_tokens("康养小镇", prose=["依山而建"]).split(" ")
    assert {"依山", "而建", "kyxz"} <= set(found)
    assert "ysej" not in found
