import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.plain import plain, visible


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  two \t words\n", "two words"),
        ("\u200b阳\u2060泉\ufeff", "阳泉"),
        ("ＡＢ　１２", "AB 12"),
        ("2105–140302—04−01", "2105-140302-04-01"),
        ("", ""),
    ],
)
def test_look_alikes_invisible_marks_and_stray_spaces_are_folded(typed, meant):
    assert plain(typed) == meant


def test_visible_text_keeps_its_own_characters():
    assert visible(" ２０２１ 年–\u200e六月 ") == "２０２１ 年–六月"


@given(st.text())
def test_plain_text_has_no_space_at_its_ends_nor_two_together(text):
    assert plain(text) == " ".join(plain(text).split())
