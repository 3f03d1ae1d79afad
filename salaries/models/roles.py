"""Roles: what a person does."""

from django.core.exceptions import ValidationError
from django.db import models

from salaries.models.base import (
    Edited,
    Retirable,
    RetirableQuerySet,
    has_text,
    holds,
    refuse_retired,
    slug_constraints,
    slug_field,
)
from salaries.models.trail import History


class RoleQuerySet(RetirableQuerySet["Role"]):
    """Clauses about roles."""

    def get_by_natural_key(self, slug: str) -> "Role":
        return self.get(slug=slug)

    def matching(self, text: str) -> "RoleQuerySet":
        """Roles whose name, other names or codes hold every word of a text that is not blank."""
        return self.filter(holds(text, "name", "aliases__name", "codes__code")).distinct()

    def without_figures(self) -> "RoleQuerySet":
        """Roles that no published figure is of."""
        return self.live().exclude(figures__part__state="published")


class Role(Retirable):
    """What a person does, such as Backend Engineer. Not a job at one employer, and not a step of seniority.

    `broader` is the wider occupation that holds this one and that official statistics know; its figures are
    shown beside this role's, said as such, and never as this role's own.
    """

    slug = slug_field("The role's part of addresses. A change leaves a redirect behind.")
    name = models.CharField(max_length=120, unique=True, help_text="In the singular: Backend Engineer.")
    plural = models.CharField(
        max_length=120, blank=True, help_text="For sentences: backend engineers. Empty: the name with an s."
    )
    summary = models.CharField(max_length=240, blank=True, help_text="One sentence, shown in lists.")
    description = models.TextField(blank=True, help_text="What people in this role do, in a few sentences.")
    broader = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="narrower",
        help_text="The wider occupation that official statistics know.",
    )

    objects = RoleQuerySet.as_manager()
    history = History()

    class Meta:
        permissions = [("retire_role", "Can retire and merge roles")]
        ordering = ["name"]
        constraints = [
            *slug_constraints("role"),
            has_text("name", "role", "A role needs a name."),
            models.CheckConstraint(
                condition=models.Q(broader__isnull=True) | ~models.Q(broader=models.F("id")),
                name="role_not_broader_than_itself",
                violation_error_message="A role cannot be broader than itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def get_absolute_url(self) -> str:
        return f"/salaries/{self.slug}/"

    @property
    def people(self) -> str:
        """The people in this role, for sentences: `backend engineers`."""
        return self.plural or f"{self.name.lower()}s"

    def clean(self) -> None:
        super().clean()
        refuse_retired(self, "broader")
        above, seen = self.broader, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"broader": f"{above.name} is itself narrower than {self.name}."})
            seen.add(above.pk)
            above = above.broader


class RoleAliasQuerySet(models.QuerySet["RoleAlias"]):
    """Clauses about aliases."""

    def get_by_natural_key(self, name: str) -> "RoleAlias":
        return self.get(name=name)


class RoleAlias(Edited):
    """Another name that people search a role by. Two roles never share one."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120, unique=True, help_text="As people type it: back-end developer.")

    objects = RoleAliasQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "role aliases"
        constraints = [has_text("name", "rolealias", "An alias needs a name.")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class RoleCodeQuerySet(models.QuerySet["RoleCode"]):
    """Clauses about codes."""

    def get_by_natural_key(self, scheme: str, code: str) -> "RoleCode":
        return self.get(scheme=scheme, code=code)


class RoleCode(Edited):
    """What a classification calls this role, such as SOC 2018 15-1252. Codes of different schemes never meet."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=40, help_text="The classification and its year: SOC 2018.")
    code = models.CharField(max_length=40, help_text="As published: 15-1252.")

    objects = RoleCodeQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="rolecode_scheme_code",
                violation_error_message="Another role has this code already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    def natural_key(self) -> tuple[str, str]:
        return (self.scheme, self.code)
