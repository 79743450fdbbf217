"""Problems of plans and files in words."""

from huaihai.supervision.grading.problems import Problem


def sentence(problem: Problem) -> str:
    """What is wrong, in one sentence."""
    return f"{problem.place}: {problem.code}"
