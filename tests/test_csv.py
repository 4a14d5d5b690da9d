import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from projects.exports import FORMATS, TABLE_FORMATS, ExportConverter, TableConverter
from projects.exports.csv import CHUNK, guard, respond, unguard, write

RISKY = [
    *(
        "=1+1",
        "+86 353",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1+1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b=1",
        "\x01=1",
    ),
    *("＝1+1", "＋1", "－5", "＠x", "﹦1", "﹢1", "﹣1", "﹫x", "−5", "'", "'x", "''=1", "\t", "\r\n"),
]
storable = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@dataclass
class Taken:
    """An extract of a few rows."""

    name: str
    headings: list
    values: list

    def rows(self):
        return iter(self.values)


def read(data):
    """The cells as they stand in the file, its byte order mark taken off."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", RISKY)
def test_a_text_that_might_run_has_one_apostrophe_before_it(text):
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "阳泉", "1-2", "a=b", "00１", "(=)", "\u202b康养", "🏥", "http://x/?a=1"])
def test_other_text_stays_as_it_is(text):
    assert guard(text) == text


@given(st.lists(st.lists(storable | st.sampled_from(RISKY), min_size=1), max_size=5))
def test_every_text_comes_back_unchanged(rows):
    cells = read(b"".join(write(rows)))
    assert [[unguard(cell) for cell in row] for row in cells] == rows


@given(st.text())
def test_no_cell_begins_with_what_a_program_might_run(text):
    [[cell]] = read(b"".join(write([[text]])))
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_file_is_marked_as_utf_8_and_quotes_every_field():
    assert b"".join(write([["名称", 1], ['a"b', None]])) == '\ufeff"名称","1"\r\n"a""b",""\r\n'.encode()


def test_a_file_without_rows_is_only_its_mark():
    assert b"".join(write([])) == b"\xef\xbb\xbf"


def test_numbers_are_written_plainly():
    row = [-5, Decimal("-3.20"), Decimal("1E+3"), Decimal("0.00000001"), 0, -1.5]
    assert read(b"".join(write([row]))) == [["-5", "-3.20", "1000", "0.00000001", "0", "-1.5"]]


def test_other_values_are_written_as_guarded_text():
    row = [date(2021, 6, 1), gettext_lazy("=1+1"), True]
    assert read(b"".join(write([row]))) == [["2021-06-01", "'=1+1", "True"]]


def test_characters_that_no_text_file_holds_are_replaced():
    assert read(b"".join(write([["a\x00b\ud800c"]]))) == [["a\ufffdb\ufffdc"]]


def test_a_file_is_sent_before_its_last_row_is_read():
    read_so_far = []

    def rows():
        for number in range(10_000):
            read_so_far.append(number)
            yield ["康养" * 20]

    chunks = write(rows())
    sent = [next(chunks)]
    assert read_so_far == []
    sent.append(next(chunks))
    assert 0 < len(read_so_far) < 10_000
    sent += chunks
    assert all(len(chunk) < 4 * CHUNK for chunk in sent)
    assert read(b"".join(sent)) == [["康养" * 20]] * 10_000


def test_a_download_is_named_in_the_readers_language():
    response = respond(Taken("项目 2021/06", ["a"], [["b"]]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''%E9%A1%B9%E7%9B%AE%202021-06.csv")
    assert b"".join(response) == b'\xef\xbb\xbf"a"\r\n"b"\r\n'


@pytest.mark.parametrize("name", ["a\r\nX-Evil: 1", 'a"b', "../../etc", "\ud800", ""])
def test_no_name_breaks_out_of_its_header(name):
    header = respond(Taken(name, [], []))["Content-Disposition"]
    assert header.startswith('attachment; filename="')
    assert header.endswith('.csv"')
    assert not {"\r", "\n", "/", "\\"} & set(header)


@pytest.mark.parametrize(("converter", "formats"), [(ExportConverter, FORMATS), (TableConverter, TABLE_FORMATS)])
def test_each_suffix_leads_to_its_writer_and_back(converter, formats):
    converter = converter()
    assert {suffix: converter.to_python(suffix) for suffix in converter.regex.split("|")} == {
        suffix: module.respond for suffix, module in formats.items()
    }
    assert converter.to_url("csv") == "csv"
