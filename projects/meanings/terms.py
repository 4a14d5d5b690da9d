"""The glossary: what the words mean that stand on many pages."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.localized import LocalText


@dataclass(frozen=True)
class Term:
    """A word and what it means; `chinese` is what it is in Chinese, `standard` the text that lays it down.

    A standard that is known by a Chinese title has that title, which an English page marks as Chinese.
    """

    key: str
    word: Promise
    meaning: Promise
    chinese: LocalText = ""
    standard: str | LocalText = ""


def _zh(text):
    return LocalText(text, "zh")


TERMS = [
    Term(
        "reference",
        pgettext_lazy("term", "Reference"),
        _(
            "The public number of a record, such as PRJ-0001. It is kept for ever: cite records by it. The address of "
            "a page may change with the name, and then leads on to the new one; an address with the reference always "
            "works."
        ),
    ),
    Term(
        "publication",
        pgettext_lazy("term", "Publication"),
        _(
            "A dated copy of a record as it was made public. Pages and files show publications and nothing else: what "
            "staff are still working on is not among them, and what was public on an earlier day is kept."
        ),
    ),
    Term(
        "stated-on",
        pgettext_lazy("term", "Stated on, as of"),
        _(
            "The day on which a source says something. A fact is shown as of that day: what a newspaper wrote in 2021 "
            "is a fact of 2021, whatever has become of it since. A raised number behind a fact leads to its source."
        ),
    ),
    Term(
        "unsourced",
        pgettext_lazy("term", "Unsourced"),
        _(
            "A fact for which no source is recorded. It may be right; nobody can check it yet. It carries no source "
            "mark, and the page says which facts these are."
        ),
    ),
    Term(
        "not-recorded",
        pgettext_lazy("term", "Not recorded"),
        _(
            "Nobody has entered anything. That is not the same as none or zero: a project without an amount is not "
            "one that costs nothing. Filters can be asked for what is not recorded."
        ),
    ),
    Term(
        "withdrawn",
        pgettext_lazy("term", "Withdrawn"),
        _("Taken off the site from one day on. Its page says so, and that it was public until then."),
    ),
    Term(
        "retracted",
        pgettext_lazy("term", "Retracted"),
        _(
            "Taken out of every day, because of the law, of somebody's privacy or of an error; two people have to "
            "agree. Only the line remains that says so."
        ),
    ),
    Term(
        "benchmark",
        pgettext_lazy("term", "Benchmark project"),
        _(
            "A project that a source holds up as an example for others. It is not among the sites that a plan calls "
            "for unless the plan says so."
        ),
    ),
    Term(
        "stage",
        pgettext_lazy("term", "Stage"),
        _("How far a project has come in its life: in reserve, preliminary work, tendering, construction and so on."),
    ),
    Term(
        "condition",
        pgettext_lazy("term", "Condition"),
        _(
            "How well a project fares within its stage: on track, delayed, suspended or cancelled. A project under "
            "construction that stands still is at the stage of construction and in the condition suspended."
        ),
    ),
    Term(
        "dates",
        pgettext_lazy("term", "Baseline, planned, actual"),
        _(
            "The date promised first, the date planned now, and the date on which it happened. The first stays when "
            "the plan moves, so that delay can be seen. Where only one date is shown, it is the actual one if there "
            "is one, else the planned one, marked as planned."
        ),
    ),
    Term(
        "phase",
        pgettext_lazy("term", "Phase"),
        _("A project that is part of a larger one. Totals count the whole or its phases, never both."),
    ),
    Term(
        "planned-site",
        pgettext_lazy("term", "Planned site"),
        _("A site that a public plan calls for and that nobody has yet confirmed or dropped."),
    ),
    Term(
        "coverage",
        pgettext_lazy("term", "Coverage of a total"),
        _(
            "A total says how much it knows: “5 of 7 projects state an amount” means that two projects are not in "
            "the sum, because no amount is known, not because it is zero. The true total may be higher."
        ),
    ),
    Term(
        "money",
        pgettext_lazy("term", "Amounts of money"),
        _(
            "Chinese pages give amounts in ten thousands or hundred millions of yuan, English ones in millions or "
            "billions, never rounded; files hold the exact figure. Totals add up Chinese yuan only: amounts in other "
            "currencies are listed apart and not converted."
        ),
        _zh("万元、亿元"),
    ),
    Term(
        "region-code",
        pgettext_lazy("term", "Division code"),
        _(
            "The six digits that name an administrative division: two for the province, two for the prefecture, two "
            "for the county or district. A filter by a prefecture finds what lies in its counties too."
        ),
        _zh("行政区划代码"),
        "GB/T 2260",
    ),
    Term(
        "project-code",
        pgettext_lazy("term", "National project code"),
        _(
            "The number of a project in the national system, 24 characters with hyphens: year and month of coding, "
            "region, central department, kind of project, five random digits and a check digit."
        ),
        _zh("全国投资项目统一代码"),
        "GB/T 40058-2021",
    ),
    Term(
        "credit-code",
        pgettext_lazy("term", "Unified social credit code"),
        _("The 18 characters under which an organisation in China is registered, the last of them a check."),
        _zh("统一社会信用代码"),
        "GB 32100-2015",
    ),
    Term(
        "wgs-84",
        pgettext_lazy("term", "WGS-84"),
        _(
            "The system of longitude and latitude in which places are given here; satellite navigation uses it. Many "
            "Chinese maps are shifted against it (GCJ-02): convert before you put places on such a map."
        ),
    ),
    Term(
        "key-projects",
        pgettext_lazy("term", "List of key projects"),
        _(
            "A list of projects to which a tier of government gives priority, drawn up for a year. A project may "
            "stand on several, and on one in several years."
        ),
        _zh("重点项目名单"),
    ),
    Term(
        "disclosure",
        pgettext_lazy("term", "Disclosure categories"),
        _(
            "The eight categories of information on major construction projects that authorities in China have to make "
            "public, from approval services to completion. The table of documents lists them with their codes."
        ),
        _zh("重大建设项目信息公开"),
        _zh("国办发〔2017〕94号"),
    ),
    Term(
        "deadline",
        pgettext_lazy("term", "Deadline of disclosure"),
        _(
            "20 working days from when the information came to be; 7 working days for permits and penalties. An "
            "item that is due and not public is overdue."
        ),
        _zh("公开时限"),
        _zh("基层政务公开标准目录"),
    ),
]
