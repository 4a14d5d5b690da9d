"""The pieces of the benchmark, which `make bench` puts together: nothing here is timed."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from projects.models import PublishedProject
from tests.bench import subjects
from tests.bench.databases import SEARCHED, Database, flat_file
from tests.bench.figures import Timing, milliseconds, ratio, table
from tests.bench.measuring import File, Lists
from tests.bench.peers import rows
from tests.bench.peers import settings as peer_settings
from tests.bench.servers import HOST, Server, running
from tests.bench.tables import files_told, lists_told
from tests.bench.works import Work, pages

# Figures and tables.


def test_the_median_stands_in_the_middle_and_p95_is_a_time_really_measured():
    timing = Timing([number / 1000 for number in range(20, 0, -1)])
    assert timing.median == pytest.approx(0.0105)
    assert timing.p95 == 0.019
    assert Timing([3.0]).p95 == 3.0
    assert milliseconds(timing) == "10 / 19"


def test_a_ratio_says_how_many_times_as_long_a_peer_takes():
    assert ratio(0.35, 0.1) == " (×3.5)"
    assert ratio(12, 1) == " (×12)"
    assert ratio(12, None) == ratio(None, 12) == ratio(12, 0) == ""
    assert milliseconds(Timing([0.2]), Timing([0.1])) == "200 / 200 (×2.0)"


def test_a_table_has_as_many_cells_in_each_line():
    assert table(["page", "ms"], [["a|b", 1]]).splitlines() == ["| page | ms |", "| --- | ---: |", "| a\\|b | 1 |"]


def test_a_list_that_fails_or_finds_nothing_is_told_and_not_compared():
    failed = Timing()
    failed.fail("answered 500")
    lists = Lists(
        timings={
            ("search", "tracker"): Timing([0.1]),
            ("search", "blind"): Timing([0.01]),
            ("search", "broken"): failed,
            ("search", "slow"): Timing([0.3]),
        },
        found={("search", "tracker"): 7, ("search", "blind"): 0, ("search", "slow"): 6},
        complaints={("search", "slow"): "These facets timed out: type"},
        peaks={"tracker": 90_000_000, "slow": 0},
    )
    names = ["tracker", "blind", "broken", "slow", "absent"]
    told = "\n".join(lists_told(lists, [Work("search")], names, names[1:], rounds=1))
    assert "| search | 7 | 100 / 100 | 10 / 10, finds none | failed | 300 / 300 (×3.0) | – |" in told
    assert "- broken, search: failed once: answered 500" in told
    assert "- slow, search: found 6, the tracker 7" in told
    assert "- slow, search: These facets timed out: type" in told
    assert "tracker 90 MB, slow –" in told


def test_files_are_told_beside_those_of_the_tracker():
    ours = File(Timing([2.0]), Timing([0.1]), size=30_000_000, peak=80_000_000, growth=10_000_000)
    slow = File(Timing([9.0, 8.0, 7.0]), Timing([7.0]), size=31_000_000, peak=700_000_000, growth=600_000_000)
    failed = File()
    failed.timing.fail("holds 1,000 of 5,000 rows")
    told = "\n".join(files_told({"csv": {"tracker": ours, "slow": slow, "short": failed}}, 5_000, rounds=3))
    assert "| CSV, tracker | 2.0 | 2.0 | 0.10 | 30 MB | 10 MB | 80 MB |" in told
    assert "| CSV, slow | 8.0 (×4.0) | 9.0 | 7.00 | 31 MB | 600 MB (×60) | 700 MB |" in told
    assert "| CSV, short | failed | – | – | – | – | – |" in told
    assert "- CSV, short: failed once: holds 1,000 of 5,000 rows" in told


# The same work.


@pytest.fixture(scope="module")
def flat(django_db_setup, django_db_blocker):
    """A sample, and the flat table of what it publishes."""
    with django_db_blocker.unblock():
        rows.make()
        try:
            with transaction.atomic():
                call_command("sample", projects=150, seed=1, verbosity=0)
                rows.fill()
                yield
                transaction.set_rollback(True)
        finally:
            with connection.schema_editor() as editor:
                editor.delete_model(rows.FlatProject)


DATABASE = Database("sqlite://", 150, 140, "")
WORKS = {work.title: work for work in pages(published=140)}


def found(subject, work, client):
    """How many rows the subject's page names."""
    answer = client.get(subject.page(work))
    assert answer.status_code == 200
    return int(subject.found.search(answer.content.decode())[1].replace(",", ""))


@pytest.mark.parametrize("work", [work for work in WORKS.values() if not work.is_report], ids=lambda work: work.title)
def test_every_list_asks_the_tracker_for_something_it_understands(work, flat, db, client):
    assert found(subjects.tracker(DATABASE), work, client) >= 0


def test_the_report_is_where_the_benchmark_asks_for_it(flat, db, client):
    assert client.get(subjects.tracker(DATABASE).page(WORKS["report by type"])).status_code == 200


COMPARED = ["no filter", "one type", "type, region and stage", "starts from 2025", "page in the middle", "last page"]


@pytest.mark.parametrize("with_facets", [False, True], ids=["plain", "with facets"])
@pytest.mark.parametrize("title", COMPARED)
def test_the_stock_list_finds_as_many_as_the_tracker(title, with_facets, flat, db, client, settings):
    ours = found(subjects.tracker(DATABASE), WORKS[title], client)
    settings.ROOT_URLCONF, settings.TEMPLATES = peer_settings.ROOT_URLCONF, peer_settings.TEMPLATES
    peer = subjects.stock(DATABASE, with_facets=with_facets)
    assert found(peer, WORKS[title], client) == ours
    assert ours or title == "type, region and stage"


def test_the_stock_search_finds_names_and_places(flat, db, client, settings):
    settings.ROOT_URLCONF, settings.TEMPLATES = peer_settings.ROOT_URLCONF, peer_settings.TEMPLATES
    number = found(subjects.stock(DATABASE), WORKS["search 盂县"], client)
    assert 0 < number < found(subjects.stock(DATABASE), WORKS["no filter"], client)


def test_the_flat_table_holds_each_published_project_once(flat, db):
    published = PublishedProject.objects.current().by_reference()
    assert list(rows.FlatProject.objects.order_by("reference").values_list("reference", "stage", "investment")) == list(
        published.values_list("reference", "stage", "investment")
    )


def test_the_file_for_datasette_is_searched_and_indexed_like_the_table(tmp_path):
    tracker = tmp_path / "tracker.sqlite3"
    with closing(sqlite3.connect(tracker)) as made:
        made.execute(f"CREATE TABLE bench_project (id integer PRIMARY KEY, {', '.join(SEARCHED)})")
        made.execute("CREATE INDEX by_name ON bench_project (name)")
        made.execute("INSERT INTO bench_project (id, name, region) VALUES (4, 'Spring', '盂县')")
        made.commit()
    path = flat_file(Database(f"sqlite:///{tracker}", 1, 1, ""), tmp_path / "flat.sqlite3")
    with closing(sqlite3.connect(path)) as file:
        hits = "SELECT rowid FROM bench_project_fts WHERE bench_project_fts MATCH ?"
        assert file.execute(hits, ["盂县"]).fetchall() == [(4,)]
        assert file.execute("SELECT name FROM bench_project INDEXED BY by_name").fetchall() == [("Spring",)]


# Servers.


def files_of(folder):
    """The command of a server of the files in a folder."""
    return [sys.executable, "-m", "http.server", "{port}", "--bind", HOST, "--directory", folder]


def test_a_server_answers_until_the_block_ends(tmp_path):
    (tmp_path / "rows.csv").write_bytes(b"a\r\n" * 50_000)
    with running(files_of(tmp_path), None, tmp_path / "log") as server, server.client() as client:
        answer = client.get("/rows.csv", keeps=False)
        assert (answer.status, answer.size, answer.lines, answer.text) == (200, 150_000, 50_000, "")
        assert 0 < answer.first <= answer.seconds
        assert client.get("/rows.csv").text == "a\r\n" * 50_000
        assert client.get("/absent").status == 404
    with pytest.raises(ConnectionRefusedError), closing(HTTPConnection(HOST, server.port)) as late:
        late.request("GET", "/")


def test_a_server_that_does_not_start_says_why(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such table')"]
    with pytest.raises(RuntimeError, match="no such table"), running(command, None, tmp_path / "log"):
        pass


GROW = "input(); held = bytearray(50_000_000); print(flush=True); del held; print(flush=True); input()"


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="left out: this system has no /proc")
def test_the_peak_of_memory_is_that_of_any_process_since_it_was_forgotten():
    # The process that grows is started by the one that is known.
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {GROW!r}])"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.readline()
        server = Server(0, process.pid)
        assert len(server.processes) == 2
        assert max(server.memory("VmHWM").values()) > 50_000_000
        server.forget_peaks()
        assert max(server.memory("VmHWM").values()) < 50_000_000
        process.stdin.write(b"\n")
