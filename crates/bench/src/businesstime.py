"""The same questions to PyPI's businesstimedelta: reads starts and the two sizes as JSON, answers with times and results.

No holidays and one interval a day, in fixed UTC: what both sides can do."""
import datetime
import json
import sys
import time

import businesstimedelta
import pytz

question = json.load(sys.stdin)
starts = [datetime.datetime.fromtimestamp(s, pytz.utc) for s in question["starts"]]
rules = businesstimedelta.Rules([businesstimedelta.WorkDayRule(
    start_time=datetime.time(9), end_time=datetime.time(18), working_days=[0, 1, 2, 3, 4], tz=pytz.utc)])
month = businesstimedelta.BusinessTimeDelta(rules, hours=question["hours"])
span = datetime.timedelta(days=question["days"])

begun = time.perf_counter()
dues = [start + month for start in starts]
due_ns = (time.perf_counter() - begun) * 1e9 / len(starts)
begun = time.perf_counter()
between = [rules.difference(start, start + span) for start in starts]
between_ns = (time.perf_counter() - begun) * 1e9 / len(starts)
json.dump({
    "due_ns": due_ns,
    "between_ns": between_ns,
    "dues": [int(due.timestamp()) for due in dues],
    "between": [int(delta.timedelta.total_seconds()) for delta in between],
}, sys.stdout)
