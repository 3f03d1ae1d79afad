"""Which comparison is meant by subjects and what is wanted of them, or why it cannot be shown."""

from dataclasses import dataclass

from salaries.pages.asked import QuestionRefused, Wanted, refuse_bad_count
from salaries.pages.compared import NoSuchVersion, Version, number_of, resolve
from salaries.pages.comparison import Asked, ask
from salaries.pages.lookups import put_right
from salaries.subjects import SubjectName, compare_url, without_repeats


@dataclass(frozen=True)
class Found:
    """A comparison that can be shown."""

    asked: Asked
    choice: Wanted
    as_of: Version | None = None

    @property
    def path(self) -> str:
        return compare_url(self.asked.names)


@dataclass(frozen=True)
class NotFound:
    """Why a comparison's address cannot be shown: for people, with what is known of it.

    `choice` is the part of what was chosen that can go along to another comparison.
    """

    names: tuple[SubjectName, ...]
    alert: str
    asked: Asked | None
    status: int
    choice: Wanted


def each_once(asked: Asked) -> Asked:
    """The same question with each subject once, under its own name."""
    names = without_repeats(subject.name for subject in asked.subjects)
    return Asked(asked.offers, names, ())


def find_comparison(names: tuple[SubjectName, ...], choice: Wanted) -> Found | NotFound:
    """The comparison of those subjects, old slugs put right: 3 queries, and 1 for each of what is asked besides."""
    try:
        names = refuse_bad_count(names)
    except QuestionRefused as refusal:
        return NotFound(names, str(refusal), None, 400, choice)
    version = resolve(choice.as_of) if choice.as_of else None
    asked = ask(names, number_of(version))
    if asked.missing:
        alert = " ".join(missing.sentence for missing in asked.missing)
        status = 410 if all(missing.gone for missing in asked.missing) else 404
        return NotFound(names, alert, asked, status, choice)
    choice, missing = put_right(choice)
    if missing is not None:
        kept = choice._replace(release="")
        return NotFound(names, missing.sentence, asked, 410 if missing.gone else 404, kept)
    asked = each_once(asked)
    if len(asked.names) < 2:
        text = "Both sides are the same: there is nothing to compare."
        return NotFound(asked.names, text, asked, 400, choice)
    if isinstance(version, NoSuchVersion):
        return NotFound(names, version.sentence, asked, version.status, choice._replace(as_of=""))
    return Found(asked, choice, version)
