"""Factors: what moves pay besides experience, and the evidence for it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from salaries.models import Figure, InfluencingFactor, Role
from salaries.pages.premiums import NO_EVIDENCE, Premium, premium_of

MOST_ROLES = 40


@dataclass(frozen=True)
class OptionEvidence:
    """An option and every premium that a release supports."""

    slug: str
    name: str
    place_url: str
    place: str
    premiums: tuple[Premium, ...]


@dataclass(frozen=True)
class FactorPage:
    """What a factor's address shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    text: str
    options: tuple[OptionEvidence, ...]
    note: str
    indexed: bool = True
    section: str = "factors"


@dataclass(frozen=True)
class FactorSummary:
    """A factor in the list of all."""

    name: str
    url: str
    summary: str
    options: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class FactorsPage:
    """What `/factors/` shows."""

    title: str
    description: str
    url: str
    canonical: str
    heading: str
    factors: tuple[FactorSummary, ...]
    indexed: bool = True
    section: str = "factors"


def _evidence(options: list[int], places: list[int], parents: list[int]) -> tuple[list[Figure], list[Role]]:
    cell = {name: OuterRef(name) for name in ("release", "role", "location")}
    having = Figure.objects.filter(option__in=options, level__isnull=True, **cell)
    beside = Q(location__in=[*places, *parents]) | Q(Exists(having))
    figures = list(
        Figure.objects.public()
        .filter(level__isnull=True)
        .filter(Q(option__in=options) | Q(Q(option__isnull=True) & beside))
        .for_page()
    )
    roles = {figure.role_id: figure.role for figure in figures}
    return figures, sorted(roles.values(), key=lambda role: role.name)[:MOST_ROLES]


def _relevant(factors: list[InfluencingFactor]) -> tuple[list[Figure], list[Role]]:
    options = [option for factor in factors for option in factor.options.all()]
    places = [option.location for option in options if option.location]
    return _evidence(
        [option.pk for option in options],
        [place.pk for place in places],
        [place.parent_id for place in places if place.parent_id],
    )


def factors_page() -> FactorsPage:
    """Every factor with how much evidence there is: 4 queries."""
    factors = list(InfluencingFactor.objects.prefetch_related("options__location"))
    figures, roles = _relevant(factors)
    return FactorsPage(
        title="What moves pay besides experience",
        description="Technologies, skills, leadership, company and place: what moves pay, and the evidence for it.",
        url="/factors/",
        canonical="/factors/",
        heading="What moves pay besides experience",
        factors=tuple(
            FactorSummary(
                factor.name,
                factor.get_absolute_url(),
                factor.summary,
                tuple(option.name for option in factor.options.all()),
                _strength(factor, figures, roles),
            )
            for factor in factors
        ),
    )


def _strength(factor: InfluencingFactor, figures: list[Figure], roles: list[Role]) -> str:
    supported = sum(
        any(premium_of(option, role, figures) for role in roles) for option in factor.options.all()
    )
    total = len(factor.options.all())
    if not supported:
        return NO_EVIDENCE
    return f"Figures for {supported} of {total} options."


def factor_page(factor: InfluencingFactor) -> FactorPage:
    """A factor, its options and their premiums: 1 query besides the factor's own three."""
    figures, roles = _relevant([factor])
    options = []
    for option in factor.options.all():
        premiums = tuple(p for role in roles if (p := premium_of(option, role, figures)))
        place = option.location
        options.append(
            OptionEvidence(
                option.slug,
                option.name,
                place.get_absolute_url() if place else "",
                place.label if place else "",
                premiums,
            )
        )
    return FactorPage(
        title=factor.name,
        description=factor.summary or factor.name,
        url=factor.get_absolute_url(),
        canonical=factor.get_absolute_url(),
        heading=factor.name,
        text=factor.description,
        options=tuple(options),
        note=""
        if any(option.premiums for option in options)
        else "No figure has been published for any of these yet.",
    )
