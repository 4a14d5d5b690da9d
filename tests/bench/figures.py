"""Many measured times as few figures, and figures as tables in Markdown."""

import math
import statistics
from dataclasses import dataclass, field


@dataclass
class Timing:
    """What one work took one subject, round by round in seconds; and in how many rounds it failed, by the reason."""

    seconds: list = field(default_factory=list)
    failures: dict = field(default_factory=dict)

    def fail(self, reason):
        """Count a round that came to nothing."""
        self.failures[reason] = self.failures.get(reason, 0) + 1

    @property
    def median(self):
        """The time that half of the rounds stayed within; None where all failed."""
        return statistics.median(self.seconds) if self.seconds else None

    @property
    def p95(self):
        """The time that 95 of 100 rounds stayed within, one that was really measured."""
        return sorted(self.seconds)[math.ceil(0.95 * len(self.seconds)) - 1]


def milliseconds(timing, ours=None):
    """Median and p95 in milliseconds, with how many times as long as `ours` it took."""
    if timing is None:
        return "–"
    if not timing.seconds:
        return "failed"
    shown = f"{timing.median * 1000:,.0f} / {timing.p95 * 1000:,.0f}"
    if timing.failures:
        shown += f", failed {sum(timing.failures.values())} times"
    return shown + ratio(timing.median, ours and ours.median)


def ratio(theirs, ours):
    """How many times `ours` `theirs` is, in brackets; nothing where there is nothing to compare."""
    if not (theirs and ours):
        return ""
    times = theirs / ours
    return f" (×{times:,.0f})" if times >= 10 else f" (×{times:.1f})"


def table(headings, rows):
    """The rows of text under their headings as a table in Markdown: the first column to the left, figures right."""
    rule = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in [headings, rule, *rows])


def _cell(value):
    return str(value).replace("|", "\\|")


def megabytes(size):
    """Bytes in MB; a dash where the system does not tell."""
    return f"{size / 1_000_000:,.0f} MB" if size else "–"
