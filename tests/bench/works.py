"""What is asked of every subject: the same lists and the same files, in the query string of the tracker."""

from dataclasses import dataclass, field

PER_PAGE = 25


@dataclass(frozen=True)
class Work:
    """One page to ask for: what it is called, and its query; `is_report` where it is no list."""

    title: str
    query: dict = field(default_factory=dict)
    is_report: bool = False


def pages(published):
    """The pages to ask of a tracker that shows so many projects."""
    last = max(1, -(-published // PER_PAGE))
    one_type = {"type": "healthcare-complex"}
    return [
        Work("no filter"),
        Work("one type", one_type),
        Work("type, region and stage", one_type | {"region": "140322", "stage": "construction"}),
        Work("starts from 2025", {"start_after": "2025-01-01"}),
        Work("a role", {"role": "supervisor"}),
        Work("search 康养", {"q": "康养"}),
        Work("search 盂县", {"q": "盂县"}),
        Work("page in the middle", {"page": max(1, last // 2)}),
        Work("last page", {"page": last}),
        Work("report by type", is_report=True),
    ]


FILES = ("csv", "xlsx", "json")
