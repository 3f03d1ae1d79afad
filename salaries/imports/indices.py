"""Price indices into the guide. They have no draft: pay is shown adjusted only where a visitor asks for it."""

from decimal import Decimal

from django.db import transaction

from salaries.imports.job import Outcome, Request
from salaries.imports.placing import Guide, folded
from salaries.imports.provenance import source_of
from salaries.imports.reading import IndexReading, Key
from salaries.models import PriceIndex, data_change

_NAMED = 5


def load_indices(reading: IndexReading, request: Request) -> Outcome:
    """Add a file's indices to what the guide has, in one transaction.

    An index of the same kind, place and year that says another number is what the publisher revised: it is
    changed and named. Places that the guide does not have are counted.
    """
    outcome, guide = Outcome(), Guide.now()
    owner = source_of(request.source or reading.source)
    held = {(row.kind, row.location_id, row.year): row for row in PriceIndex.objects.all()}
    new: dict[tuple[str, int, int], PriceIndex] = {}
    revised: list[tuple[PriceIndex, Decimal]] = []
    for index in reading.indices:
        outcome.cells += 1
        location = guide.locations.get(_plain(index.location))
        if location is None:
            outcome.unknown_locations[index.location, index.location_name] += 1
            continue
        key = (index.kind, location, index.year)
        there = held.get(key)
        if there is None:
            new[key] = PriceIndex(
                kind=index.kind, location_id=location, year=index.year, value=index.value, source=owner
            )
        elif there.value != index.value:
            revised.append((there, index.value))
        else:
            outcome.unchanged += 1
    outcome.rows, outcome.refusals, outcome.skipped = reading.rows, reading.refusals, reading.skipped
    outcome.notes += [*reading.notes, *_revisions(revised)]
    outcome.made, outcome.changed = len(new), len(revised)
    if not request.dry_run and not (request.strict and outcome.refusals):
        with transaction.atomic(), data_change(f"Price indices of {owner.label}"):
            if owner.pk is None:
                owner.save()
            PriceIndex.objects.bulk_create(new.values(), batch_size=1_000)
            for row, value in revised:
                row.value = value
                row.save()
        outcome.written = True
    return outcome


def _plain(key: Key) -> Key:
    return Key(key.scheme, folded(key.code)) if key.scheme in ("name", "slug") else key


def _revisions(revised: list[tuple[PriceIndex, Decimal]]) -> list[str]:
    if not revised:
        return []
    named = [
        f"{row} from {row.value.normalize():f} to {value.normalize():f}" for row, value in revised[:_NAMED]
    ]
    more = f", and {len(revised) - _NAMED:,} more" if len(revised) > _NAMED else ""
    return [f"Revised by the publisher: {'; '.join(named)}{more}"]
