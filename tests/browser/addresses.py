"""The pages of the starting data that browser tests walk."""

AVERAGE = "backend-engineer.average"
TEN_YEARS = "backend-engineer.10-plus-years"
COMPARED = f"/compare/{AVERAGE}/vs/{TEN_YEARS}/"

PUBLIC = {
    "home": "/",
    "roles": "/salaries/",
    "guide": "/salaries/backend-engineer/",
    "official": "/salaries/software-developer/",
    "place guide": "/salaries/software-developer/san-jose-ca/",
    "levels of another source": "/salaries/data-scientist/",
    "country": "/salaries/software-developer/gb/",
    "surveys alone": "/salaries/frontend-engineer/de/",
    "wider role alone": "/salaries/backend-engineer/california/",
    "nothing": "/salaries/it-manager/gb/",
    "place": "/locations/seattle-wa/",
    "two currencies": "/locations/gb/",
    "form": "/compare/",
    "comparison": COMPARED,
    "three": "/compare/software-developer.average/vs/software-developer.average.san-jose-ca"
    "/vs/software-developer.average.seattle-wa/",
    "wider": f"/compare/{AVERAGE}/vs/software-developer.average/",
    "unlike": "/compare/qa-analyst.average/vs/qa-analyst.average.gb/",
    "no figure": f"/compare/{AVERAGE}/vs/backend-engineer.entry-level/",
    "factors": "/factors/",
    "factor": "/factors/company-type-and-location/",
    "sources": "/sources/",
    "source": "/sources/ora/",
    "release": "/sources/bls-oews/may-2025/",
    "release of two files": "/sources/ons-ashe/year-to-april-2024/",
    "downloads": "/data/",
    "changes": "/changes/",
    "how it works": "/how-it-works/",
    "glossary": "/glossary/",
    "privacy": "/privacy/",
    "api": "/api/docs",
    "search": "/search?q=engineer",
    "report": "/report/",
    "report of a figure": f"/report/?subject={AVERAGE}&release=ora/backend-engineer-pay",
}

NOT_FOUND = "/salaries/backend-enginer/"
STATES = {
    "not found": NOT_FOUND,
    "a side not found": f"/compare/backend-enginer.average/vs/{TEN_YEARS}/",
    "the same twice": f"/compare/?subject={AVERAGE}&subject={AVERAGE}",
    "no release": "/salaries/software-developer/?release=bls-oews/may-1901",
    "pinned": f"{COMPARED}?as_of=1",
    "guide pinned": "/salaries/software-developer/?as_of=1",
    "adjusted": f"{PUBLIC['three']}?prices=rpp",
    "found in the lists": "/compare/?q=dev&find=1&subject=software-developer.average&subject=",
    "nothing found": "/search?q=zookeeper",
    "standing": "/standing/",
}
"""Pages that refuse, find nothing, or show the same otherwise."""

ALL = {**PUBLIC, **STATES}

EMBEDS = {
    **{name: f"/embed{PUBLIC[name]}" for name in ("comparison", "three", "wider", "unlike", "no figure")},
    "four": f"/embed{PUBLIC['three']}vs/data-scientist.average/",
    "adjusted": f"/embed{STATES['adjusted']}",
    "pinned": f"/embed{STATES['pinned']}",
    "a side not found": f"/embed{STATES['a side not found']}",
}
"""What other people's pages show in a frame."""
