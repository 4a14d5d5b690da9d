"""The measurements: lists asked in turn by all subjects, files taken one by one."""

import http.client
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.bench.figures import Timing
from tests.bench.servers import running

# Enough connections for every worker to have answered before the clock runs.
WARM_UPS = 6
FILE_ROUNDS = 3


@dataclass
class Lists:
    """By title of the work and name of the subject: times, rows found, complaints; by subject: bytes at most."""

    timings: dict = field(default_factory=dict)
    found: dict = field(default_factory=dict)
    complaints: dict = field(default_factory=dict)
    peaks: dict = field(default_factory=dict)


def measure_lists(asked, rounds, folder):
    """Ask all pages of all subjects, round by round, so that what else the machine does slows all of them alike.

    `asked` are pairs of a subject and its works; `folder` takes the servers' logs.
    """
    lists = Lists()
    with ExitStack() as stack:
        readers = []
        for number, (subject, works) in enumerate(asked):
            log = folder / f"lists-{number}.log"
            server = stack.enter_context(running(subject.command, subject.environment, log))
            pages = [(work.title, path) for work in works if (path := subject.page(work))]
            readers.append((subject, server, stack.enter_context(server.client()), pages))
        for subject, server, _client, pages in readers:
            _warm_up(server, pages)
            lists.found |= _found(subject, server, pages, lists.complaints)
        for _round in range(rounds):
            for subject, _server, client, pages in readers:
                for title, path in pages:
                    _ask(client, path, lists.timings.setdefault((title, subject.name), Timing()))
        for subject, server, _client, _pages in readers:
            lists.peaks[subject.name] = max(server.memory("VmHWM").values(), default=0)
    return lists


def _warm_up(server, pages):
    for _warm_up in range(WARM_UPS):
        with server.client() as client:
            for _title, path in pages:
                _ask(client, path, Timing())


def _found(subject, server, pages, complaints):
    """How many rows each page names; what a page complains of goes to `complaints`."""
    found = {}
    for title, path in pages:
        with server.client() as client:
            answer = _ask(client, path, Timing())
        text = answer.text if answer else ""
        if number := subject.found.search(text):
            found[title, subject.name] = int(number[1].replace(",", ""))
        if subject.complaint and (complaint := subject.complaint.search(text)):
            complaints[title, subject.name] = " ".join(complaint[0].split())
    return found


def _ask(client, path, timing, **options):
    """Add the time of one request, or the reason why it failed; returns the answer where there is a good one."""
    try:
        answer = client.get(path, **options)
    except (OSError, http.client.HTTPException) as error:
        client.close()
        timing.fail(repr(error))
        return None
    if answer.status != 200:
        timing.fail(f"answered {answer.status}")
        return None
    timing.seconds.append(answer.seconds)
    return answer


@dataclass
class File:
    """A file taken several times: the times to its end and to its first byte, its bytes, and the server's memory.

    Memory is that of the process that took most: how much the first file added, and the peak of all rounds.
    """

    timing: Timing = field(default_factory=Timing)
    first: Timing = field(default_factory=Timing)
    size: int = 0
    peak: int = 0
    growth: int = 0


def measure_file(subject, suffix, rows, folder):
    """Take a file from a server that has just begun; a CSV without all of the `rows` counts as failed."""
    file = File()
    log = folder / f"file-{suffix}.log"
    with running(subject.command, subject.environment, log) as server:
        for _warm_up in range(WARM_UPS):
            # Any page: what a server loads once is no part of the file.
            with server.client() as client:
                client.get("/")
        before = server.memory()
        server.forget_peaks()
        for number in range(FILE_ROUNDS):
            with server.client() as client:
                answer = _ask(client, subject.files[suffix], file.timing, keeps=False)
            if answer and suffix == "csv" and answer.lines <= rows:
                file.timing.seconds.pop()
                file.timing.fail(f"holds {answer.lines - 1:,} of {rows:,} rows")
            elif answer:
                file.first.seconds.append(answer.first)
                file.size = answer.size
            peaks = server.memory("VmHWM")
            file.peak = max(peaks.values(), default=0)
            if number == 0:
                file.growth = max((peak - before.get(pid, 0) for pid, peak in peaks.items()), default=0)
    return file
