"""What was measured as lines of Markdown: a table, and under it whatever failed or is not the same work."""

from itertools import chain

from tests.bench.figures import megabytes, milliseconds, ratio, table


def lists_told(lists, works, names, peers, rounds):
    """Tell of the lists: the tracker's name is the first of the `names`; `peers` should find the same rows as it."""
    ours = names[0]
    rows = []
    for work in works:
        found = lists.found.get((work.title, ours))
        row = [work.title, "–" if found is None else f"{found:,}"]
        for name in names:
            timing = lists.timings.get((work.title, name))
            if found and name in peers and lists.found.get((work.title, name)) == 0:
                # Nothing is quickly done: times as long would mislead.
                row.append(f"{milliseconds(timing)}, finds none")
            else:
                row.append(milliseconds(timing, lists.timings.get((work.title, ours)) if name != ours else None))
        rows.append(row)
    yield from (f"Median / p95 of {rounds} rounds in ms (× the tracker's median):", "")
    yield from (table(["page", "found", *names], rows), "")
    yield "Most memory of one process: " + ", ".join(f"{name} {megabytes(size)}" for name, size in lists.peaks.items())
    yield from _failures((f"{name}, {title}", timing) for (title, name), timing in lists.timings.items())
    for work in works:
        expected = lists.found.get((work.title, ours))
        for name in peers:
            found = lists.found.get((work.title, name))
            if None not in {found, expected} and found != expected:
                yield f"- {name}, {work.title}: found {found:,}, the tracker {expected:,}"
    yield from (f"- {name}, {title}: {complaint}" for (title, name), complaint in lists.complaints.items())


FILE_HEADINGS = ["file", "median s", "longest s", "first byte s", "size", "memory growth", "memory at most"]


def files_told(files, published, rounds):
    """Tell of the `files`, by suffix and then by name; the tracker's is the first of each suffix."""
    rows = list(chain.from_iterable(_file_rows(suffix, by_name) for suffix, by_name in files.items()))
    yield from (f"Files of {published:,} rows, {rounds} rounds each (× the tracker's):", "")
    yield table(FILE_HEADINGS, rows)
    yield from _failures(
        (f"{suffix.upper()}, {name}", file.timing)
        for suffix, by_name in files.items()
        for name, file in by_name.items()
    )


def _file_rows(suffix, by_name):
    (_name, ours), *_peers = by_name.items()
    for name, file in by_name.items():
        compared = None if file is ours else ours
        times = ["failed", "–", "–", "–"]
        if file.timing.seconds:
            times = [
                f"{file.timing.median:.1f}{ratio(file.timing.median, compared and compared.timing.median)}",
                f"{max(file.timing.seconds):.1f}",
                f"{file.first.median:.2f}",
                megabytes(file.size),
            ]
        growth = megabytes(file.growth) + ratio(file.growth, compared and compared.growth)
        yield [f"{suffix.upper()}, {name}", *times, growth, megabytes(file.peak)]


def _failures(titled):
    for title, timing in titled:
        for reason, number in timing.failures.items():
            yield f"- {title}: failed {'once' if number == 1 else f'{number} times'}: {reason}"
