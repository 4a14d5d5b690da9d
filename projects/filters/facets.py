"""How many records stand behind each choice of a filter, under all the other filters."""

from collections import Counter

from django.db.models import Count


def count_by_filter(rows, asked):
    """Count the `rows` by the column of each filter in `asked`, a dictionary of filters with what they are asked for.

    Returns how many satisfy all, and a Counter a filter: of those that satisfy all the others. One walk along the index
    that holds the columns gives the numbers of all combinations, which are few; which filters refuse each of them is
    judged here.
    """
    matching, numbers = 0, {narrowing: Counter() for narrowing in asked}
    accepted = [narrowing.values_of(chosen) if chosen else None for narrowing, chosen in asked.items()]
    columns = [narrowing.field_name for narrowing in asked]
    for *values, number in rows.order_by().values_list(*columns).annotate(number=Count("pk")):
        pairs = list(zip(numbers.values(), values, strict=True))
        refused = [pair for pair, some in zip(pairs, accepted, strict=True) if some is not None and pair[1] not in some]
        matching += 0 if refused else number
        # Whoever is refused by one filter alone still counts for that one.
        for counter, value in pairs if not refused else refused if len(refused) == 1 else ():
            counter[value] += number
    return matching, numbers
