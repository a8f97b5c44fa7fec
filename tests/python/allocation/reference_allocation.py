"""The same definitions in plain Python, in exact arithmetic and with no regard for speed."""

from fractions import Fraction
from itertools import product


def by_customer(options):
    customers = {}
    for policy, customer, action, cost, value, order in options:
        customers.setdefault((policy, customer), []).append((cost, value, order, action))
    return customers


def base(options):
    """The best option that costs nothing; to be left alone if there is none of value 0 or more."""
    free = [(-value, order, action) for cost, value, order, action in options if cost == 0]
    if not free or min(free)[0] > 0:
        return (None, 0, 0)
    value, _, action = min(free)
    return (action, 0, -value)


def envelope(options):
    """Vertices (action, cost, value) of the rising part of the upper concave envelope.

    A point is one if no other point, and no line between two others, is as high at its cost.
    """
    start = base(options)
    points = [start]
    for cost in {option[0] for option in options if option[0] > 0}:
        at_cost = [(-value, order, action) for k, value, order, action in options if k == cost]
        value, _, action = min(at_cost)
        points.append((action, cost, -value))

    def is_vertex(point):
        _, cost, value = point
        if any(k < cost and v >= value for _, k, v in points):
            return False
        return not any(
            left[1] < cost < right[1]
            and (value - left[2]) * (right[1] - left[1]) <= (right[2] - left[2]) * (cost - left[1])
            for left, right in product(points, points)
        )

    vertices = [point for point in points if point is not start and is_vertex(point)]
    return [start, *sorted(vertices, key=lambda point: point[1])]


def sequence(options):
    """Increments (slope, customer, step, cost, value) of one policy, best first."""
    increments = []
    for (_, customer), offered in by_customer(options).items():
        vertices = envelope(offered)
        for step in range(1, len(vertices)):
            cost = vertices[step][1] - vertices[step - 1][1]
            value = vertices[step][2] - vertices[step - 1][2]
            increments.append((Fraction(value) / Fraction(cost), customer, step, cost, value))
    return sorted(increments, key=lambda row: (-row[0], row[1], row[2]))


def greedy(options, budget):
    """Each increment in turn, if the customer took the one before it and the money is there."""
    step_of = {customer: 0 for _, customer in by_customer(options)}
    left = budget
    for _, customer, step, cost, _ in sequence(options):
        if step == step_of[customer] + 1 and cost <= left:
            step_of[customer] = step
            left -= cost
    return {
        customer: envelope(offered)[step_of[customer]]
        for (_, customer), offered in by_customer(options).items()
    }


def optimum(options, budget):
    """The highest value of any choice of one option (or nothing) per customer within budget."""
    choices = [
        [(0, 0), *((cost, value) for cost, value, _, _ in offered)]
        for offered in by_customer(options).values()
    ]
    plans = product(*choices)
    return max(
        sum(value for _, value in plan) for plan in plans if sum(cost for cost, _ in plan) <= budget
    )
