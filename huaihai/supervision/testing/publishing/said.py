"""What was said of the results: by makers, by readers, to authorities; and how objections ended."""

from huaihai.kit.clock import local_day
from huaihai.supervision.models import AuthorityLetter, MakerAnswer, Objection, Opinion, Project
from huaihai.supervision.testing.hearing.lives import OPEN_OBJECTIONS


def retests(project: Project) -> list[dict[str, str]]:
    """Every objection that was decided: to which product, how it ended, and why."""
    rows = Objection.objects.filter(project=project).exclude(stage__in=OPEN_OBJECTIONS)
    return [
        {
            "product": row.product,
            "outcome": row.stage,
            "reason": row.reason,
            "decided_on": local_day(row.decided_at).isoformat() if row.decided_at else "",
        }
        for row in rows.order_by("product", "pk")
    ]


def maker_says(project: Project) -> list[dict[str, str]]:
    """What makers and sellers want to be read beside the results: their newest words on each product."""
    rows = MakerAnswer.objects.filter(project=project, kind=MakerAnswer.Kind.SAYS)
    newest = {(row.notice_id, row.product): row for row in rows.select_related("notice").order_by("at", "pk")}
    told = []
    for row in newest.values():
        words = {"who": row.notice.name, "role": row.notice.role, "text": row.text}
        own = row.notice.products  # as its purchases say now
        products = [key for key in own if key == row.product] if row.product else own
        told += [{"product": product, **words, "on": local_day(row.at).isoformat()} for product in products]
    return sorted(told, key=lambda one: (one["product"], one["role"], one["who"]))


def opinion(project: Project, results_hash: str) -> str:
    """What those wrote who found these results fit to go out, newest last, a line between."""
    newest = {
        (row.by, row.of, row.expert_id): row
        for row in Opinion.objects.filter(project=project).order_by("at", "pk")
    }
    return "\n\n".join(row.text for row in newest.values() if row.is_fit and row.results_hash == results_hash)


def handed(project: Project) -> list[dict[str, str]]:
    """Which products were handed to which authority, on which day, with which letter."""
    rows = AuthorityLetter.objects.filter(project=project).order_by("product", "handed_on", "pk")
    return [
        {
            "product": row.product,
            "authority": row.authority,
            "letter": row.letter,
            "on": row.handed_on.isoformat(),
        }
        for row in rows
    ]
