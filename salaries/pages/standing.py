"""Where somebody's own pay stands. What was typed is answered and forgotten: nothing here stores or logs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from salaries.imports.numbers import AmountRefused, parse_amount
from salaries.models import Figure, Role
from salaries.models.base import DEFAULT_LOCATION
from salaries.pages.asked import ChosenSide, QuestionRefused
from salaries.pages.cells import EvidenceLine, cell_of, evidence_line
from salaries.pages.forms import Option, SideChoice
from salaries.pages.misspelt import not_found
from salaries.pages.offers import Offers, compare_form, offers_for
from salaries.pages.trail import Trail, from_home
from salaries.pay.cells import Cell
from salaries.pay.choice import choose
from salaries.pay.currencies import NAMES
from salaries.pay.standing import OwnPay, Standing, standing
from salaries.pay.words import PAY_PERIODS, with_article
from salaries.subjects import Missing, Subject, SubjectName, guide_url

URL = "/standing/"
HEADING = "Where does my pay stand?"
FIRST_CURRENCIES = ("USD", "GBP", "EUR", "CAD")


@dataclass(frozen=True, repr=False)
class Typed:
    """The fields of the form as they were typed: texts, never shown when printed."""

    subject: str = ""
    place: str = DEFAULT_LOCATION
    amount: str = ""
    currency: str = "USD"
    pay_period: str = "year"


@dataclass(frozen=True, repr=False)
class Answer:
    """The answer: its sentences, whose figure it is set against, and a way on."""

    standing: Standing
    against: str
    note: str
    evidence: EvidenceLine
    guide_url: str


@dataclass(frozen=True, repr=False)
class StandingPage:
    """The form, and after a POST its answer or what was wrong with it."""

    typed: Typed
    side: SideChoice
    currencies: tuple[Option, ...]
    pay_periods: tuple[Option, ...]
    answer: Answer | None = None
    alert: str = ""
    missing: tuple[Missing, ...] = ()
    title: str = HEADING
    heading: str = HEADING
    description: str = (
        "Set your own pay against the published average and percentiles. Nothing that you type is stored."
    )
    url: str = URL
    canonical: str = URL
    indexed: bool = True
    section: str = "standing"
    trail: Trail = from_home(HEADING, URL)


def form_page(typed: Typed, alert: str = "", missing: tuple[Missing, ...] = ()) -> StandingPage:
    """The form as it was filled: 5 queries at most."""
    name = SubjectName.parse(f"{typed.subject}.{typed.place}")
    return _page(typed, offers_for([name] if name else []), alert=alert, missing=missing)


def answer_page(typed: Typed) -> StandingPage:
    """The answer. Raises `QuestionRefused` with a sentence for what cannot be read; what is unknown is a page."""
    name = _name(typed)
    pay = _pay(typed)
    offers = offers_for([name])
    directory = offers.directory
    lacks = directory.missing([name])
    if lacks:
        missing = not_found(lacks, set())
        return _page(typed, offers, alert=" ".join(one.sentence for one in missing), missing=missing)
    subject = directory.subject(name)
    own = _cells(subject.role, subject)
    wider = subject.role.broader
    note = ""
    if not own and wider is not None:
        own = _cells(wider, subject)
        note = f"No figure is published for {subject.role.people}: this is {wider.name}, a wider group."
    cell = _best(own, pay.currency)
    if cell is None:
        where = with_article(subject.location.label)
        return _page(
            typed, offers, alert=f"No figure is published for {subject.role.people} in {where} that pay "
            "could be set against. Try the general average, or another place.",
        )  # fmt: skip
    answer = Answer(
        standing=standing(pay, cell),
        against=_against(subject, wider.name if note and wider else subject.role.name),
        note=note,
        evidence=evidence_line(cell, "mean" if cell.state("median") == "none" else "median"),
        guide_url=guide_url(subject.role.slug, subject.location.slug),
    )
    return _page(typed, offers, answer=answer)


def _page(
    typed: Typed,
    offers: Offers,
    *,
    answer: Answer | None = None,
    alert: str = "",
    missing: tuple[Missing, ...] = (),
) -> StandingPage:
    form = compare_form(offers, [ChosenSide(typed.subject, typed.place)])
    codes = [*FIRST_CURRENCIES, *sorted({place.currency for place in offers.directory.location.values()})]
    codes = [*dict.fromkeys([*codes, *([typed.currency] if typed.currency in NAMES else [])])]
    return StandingPage(
        typed=typed,
        side=form.sides[0],
        currencies=tuple(Option(code, code, code == typed.currency) for code in codes),
        pay_periods=tuple(
            Option(name, words, name == typed.pay_period) for name, words in PAY_PERIODS.items()
        ),
        answer=answer,
        alert=alert,
        missing=missing,
        indexed=not alert and answer is None,
    )


def _name(typed: Typed) -> SubjectName:
    if not typed.subject:
        raise QuestionRefused("Choose what you do from the list.")
    name = SubjectName.parse(f"{typed.subject}.{typed.place}")
    if name is None or name.option:
        raise QuestionRefused("Choose what you do, and where, from the lists.")
    return name


def _pay(typed: Typed) -> OwnPay:
    if typed.currency not in NAMES:
        raise QuestionRefused("Choose the currency that you are paid in.")
    if typed.pay_period not in PAY_PERIODS:
        raise QuestionRefused("Choose whether your pay is for a year, a month or an hour.")
    try:
        amount = parse_amount(typed.amount, currency=typed.currency)
    except AmountRefused as refusal:
        raise QuestionRefused(refusal.message) from None
    return OwnPay(amount, typed.currency, typed.pay_period)


def _cells(role: Role, subject: Subject) -> list[Cell]:
    level = {"level": subject.level} if subject.level else {"level__isnull": True}
    figures = Figure.objects.public().filter(
        role=role, location=subject.location, option__isnull=True, **level
    )
    return [cell_of(figure) for figure in figures.for_page()]


def _best(cells: Sequence[Cell], currency: str) -> Cell | None:
    """The cell that says most of one's place: in one's own currency, with percentiles, then as everywhere."""
    alike = [cell for cell in cells if cell.currency == currency] or list(cells)
    telling = [cell for cell in alike if cell.shown("median") is not None and _others(cell)] or alike
    return choose([telling]).cells[0] if telling else None


def _others(cell: Cell) -> bool:
    return any(cell.shown(name) is not None for name in ("p10", "p25", "p75", "p90"))


def _against(subject: Subject, role: str) -> str:
    who = subject.level.name if subject.level else "all experience levels"
    return f"{role}, {who}, {subject.location.label}"
