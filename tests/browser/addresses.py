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
    "place": "/locations/seattle-wa/",
    "form": "/compare/",
    "comparison": COMPARED,
    "three": "/compare/software-developer.average/vs/software-developer.average.san-jose-ca"
    "/vs/software-developer.average.seattle-wa/",
    "unlike": f"/compare/{AVERAGE}/vs/software-developer.average/",
    "no figure": f"/compare/{AVERAGE}/vs/backend-engineer.entry-level/",
    "factors": "/factors/",
    "factor": "/factors/company-type-and-location/",
    "sources": "/sources/",
    "source": "/sources/ora/",
    "release": "/sources/bls-oews/may-2025/",
    "search": "/search?q=engineer",
}

NOT_FOUND = "/salaries/backend-enginer/"
