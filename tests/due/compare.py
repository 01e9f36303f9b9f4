"""Compares `cargo xtask due` with a calculation of its own, on random cases and on the edges of calendars.

Written from the words of runbooks/on-call.md and runbooks/escalation.md, with Python's zoneinfo; it shares no code with
the portal. Usage: python3 tests/due/compare.py [number of cases] [seed]
"""

import json
import os
import pathlib
import random
import re
import subprocess
import sys
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"]
UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
# The three whose changes the portal promises to survive, and zones with other habits: none at all, half and quarter
# hours, a missing day, the southern half, the far ends of the calendar.
ZONES = ["Europe/Oslo", "America/New_York", "Australia/Lord_Howe"]
OTHERS = ["UTC", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Auckland", "Pacific/Kiritimati",
          "America/Sao_Paulo", "America/St_Johns", "Africa/Cairo", "Europe/London", "Pacific/Pago_Pago"]


def sla_table():
    """Severity -> the three terms, as they are written."""
    text = (ROOT / "runbooks/on-call.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (SEV\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    table = {row[0]: [term.strip().lower() for term in row[1:]] for row in rows}
    assert sorted(table) == SEVERITIES, table
    return table


def ladder():
    """Level -> severity -> how long after the start it is due."""
    text = (ROOT / "runbooks/escalation.md").read_text(encoding="utf-8")
    levels = {}
    for number, when in re.findall(r"^## Level (\d+):.*\n- \*\*When:\*\* (.*)$", text, re.M):
        due = {}
        if "All alerts" in when:
            due = {severity: timedelta() for severity in SEVERITIES}
        for names, count, unit in re.findall(r"([\w/ ]+?) (?:not resolved in|>) (\d+) (minute|hour)s?", when):
            names = "SEV1" if names == "Major outage" else names
            due.update({severity: int(count) * UNITS[unit] for severity in names.split("/")})
        levels[number] = due
    assert list(levels) == ["1", "2", "3", "4"], levels
    return levels


def is_business_day(day, case):
    return WEEKDAYS[day.weekday()] in case["workdays"] and day.isoformat() not in case["holidays"]


def instant(day, clock, zone):
    """A local time as UTC. fold=0 is the offset before a gap, and the first of two."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(timezone.utc)


def due(term, start, case, zone):
    if match := re.fullmatch(r"(\d+) (minute|hour)s?", term):
        return start + int(match[1]) * UNITS[match[2]]
    day = start.astimezone(zone).date()
    opening, closing = case["hours"]
    if match := re.fullmatch(r"(\d+) weeks?", term):
        day += timedelta(weeks=int(match[1]))
        while not is_business_day(day, case):
            day += timedelta(days=1)
        return instant(day, closing, zone)
    match = re.fullmatch(r"(\d+|next) business days?", term)
    left = 1 if match[1] == "next" else int(match[1])
    while True:
        if is_business_day(day, case) and instant(day, opening, zone) > start:
            left -= 1
            if left == 0:
                return instant(day, closing, zone)
        day += timedelta(days=1)


def expected(case, table, levels):
    start = datetime.fromisoformat(case["start"].replace("Z", "+00:00"))
    zone = ZoneInfo(case["zone"])
    terms = [due(term, start, case, zone) for term in table[case["severity"]]]
    answer = dict(zip(["acknowledge", "response", "resolution"], map(written, terms)))
    steps = {number: after.get(case["severity"]) for number, after in levels.items()}
    answer["levels"] = {number: None if after is None else written(start + after) for number, after in steps.items()}
    return answer


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def changes(zone, year):
    """The moments of a year at which the offset of a zone changes, to the second."""
    moment, end = datetime(year, 1, 1, tzinfo=timezone.utc), datetime(year + 1, 1, 1, tzinfo=timezone.utc)

    def offset(at):
        return at.astimezone(zone).utcoffset()

    while moment < end:
        later = moment + timedelta(days=1)
        if offset(moment) != offset(later):
            low, high = moment, later
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            yield high
        moment = later


def edges(case, chance, zone):
    """A start near something that has an edge, and the name of the edge."""
    year = chance.randint(2000, 2036)
    kind = chance.choice(["any", "change", "leap day", "year's end", "opening", "closing"])
    if kind == "change":
        found = list(changes(zone, year))
        if found:
            return kind, chance.choice(found) + timedelta(seconds=chance.randint(-9 * 86400, 2 * 86400))
        kind = "any"
    if kind == "any":
        first = datetime(year, 1, 1, tzinfo=timezone.utc)
        return kind, first + timedelta(seconds=chance.randrange(365 * 86400))
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    if kind == "leap day":
        day = date(year // 4 * 4, 2, 29) - timedelta(days=chance.randint(-1, 8))
    if kind == "year's end":
        day = date(year, 12, 31) - timedelta(days=chance.randint(-2, 9))
    clock = case["hours"][kind == "closing"] if kind in ("opening", "closing") else "12:00"
    near = chance.choice([0, 0, -1, 1, chance.randint(-43200, 43200)])
    return kind, instant(day, clock, zone) + timedelta(seconds=near)


def random_case(chance):
    name = chance.choice(ZONES) if chance.random() < 0.75 else chance.choice(OTHERS)
    zone = ZoneInfo(name)
    # Hours in the night too, where clocks are put forward and back.
    pair = sorted(chance.sample(range(1440), 2)) if chance.random() < 0.4 else [540, 1020]
    if chance.random() < 0.15:
        pair = sorted(chance.sample(range(90, 210), 2))
    workdays = WEEKDAYS[:5] if chance.random() < 0.6 else chance.sample(WEEKDAYS, chance.randint(1, 7))
    case = {
        "severity": chance.choice(SEVERITIES + ["SEV4"] * 4),
        "zone": name,
        "hours": [f"{minute // 60:02}:{minute % 60:02}" for minute in pair],
        "workdays": workdays,
        "holidays": [],
    }
    kind, start = edges(case, chance, zone)
    case["start"] = written(start)
    local = start.astimezone(zone).date()
    if chance.random() < 0.5:
        # Back to back, from the start or from where the week ends.
        first = local + timedelta(days=chance.choice([0, 1, 6, 7]))
        case["holidays"] = [(first + timedelta(days=day)).isoformat() for day in range(chance.randint(1, 12))]
    in_a_row = len(case["holidays"]) > 1
    for _ in range(chance.randint(0, 3)):
        case["holidays"].append((local + timedelta(days=chance.randint(-3, 20))).isoformat())
    inside = case["hours"][0] <= start.astimezone(zone).strftime("%H:%M") < case["hours"][1]
    kinds = [kind, name, case["severity"], "inside hours" if inside else "outside hours"]
    return case, kinds + (["holidays back to back"] if in_a_row else [])


def short(case, chance):
    """The case as it is sent: what the default says anyway is sometimes left out."""
    defaults = {"zone": "UTC", "hours": ["09:00", "17:00"], "workdays": WEEKDAYS[:5], "holidays": []}
    return {key: value for key, value in case.items() if value != defaults.get(key) or chance.random() < 0.5}


def answers(lines):
    command = [os.environ.get("CARGO", "cargo"), "xtask", "due"]
    run = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True, cwd=ROOT, check=False)
    return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stderr


def compare(count, chance):
    table, levels = sla_table(), ladder()
    cases, seen = [], {}
    for _ in range(count):
        case, kinds = random_case(chance)
        cases.append(case)
        for kind in kinds:
            seen[kind] = seen.get(kind, 0) + 1
    code, given, messages = answers([json.dumps(short(case, chance)) for case in cases])
    if code != 0 or len(given) != count:
        return f"'cargo xtask due' ended with {code} after {len(given)} of {count} answers.\n{messages}"
    for case, answer in zip(cases, given):
        wanted = expected(case, table, levels)
        if answer != wanted:
            return f"They disagree on\n  {json.dumps(case)}\nexpected {json.dumps(wanted)}\nfound    {json.dumps(answer)}"
    print(f"{count} cases agree: " + ", ".join(f"{kind} {number}" for kind, number in sorted(seen.items())))
    return None


# Each must be refused by a line that names this.
BAD = [
    ("", None), ("{", "JSON"), ("[]", "object"), ("null", "object"), ("\u0000", "JSON"), ("[" * 5000, "JSON"),
    ("{}", "severity"), ('{"severity":"SEV5","start":"2026-11-27T16:30:00Z"}', "SEV5"),
    ('{"severity":1,"start":"2026-11-27T16:30:00Z"}', "severity"), ('{"severity":"SEV1"}', "start"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00"}', "offset"), ('{"severity":"SEV1","start":"now"}', "now"),
    ('{"severity":"SEV1","start":"2026-02-29T16:30:00Z"}', "2026-02-29"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","zone":"Europe/Osl"}', "Europe/Osl"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","zone":""}', "zone"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","zone":"../../etc/passwd"}', "zone"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","hours":["17:00","09:00"]}', "17:00"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","hours":["09:00"]}', "hours"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","hours":["9","17"]}', "09:00"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","workdays":[]}', "working day"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","workdays":["Funday"]}', "Funday"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","holidays":["25.12."]}', "25.12."),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","holidays":"2026-12-25"}', "holidays"),
    ('{"severity":"SEV1","start":"2026-11-27T16:30:00Z","hour":[]}', "'hour'"),
    ('{"severity":"SEV1","start":"9999-12-30T21:59:59Z"}', "9999"),
]


def refusals():
    good = '{"severity":"SEV1","start":"2026-11-27T16:30:00Z"}'
    code, given, messages = answers([line for line, _ in BAD] + [good])
    wanted = [(number, word) for number, (_, word) in enumerate(BAD, 1) if word]
    if code != 1 or len(given) != len(wanted) + 1:
        return f"bad lines: ended with {code} after {len(given)} answers.\n{messages}"
    for (number, word), answer in zip(wanted, given):
        if answer.get("line") != number or word not in answer.get("error", ""):
            return f"bad line {number} ({BAD[number - 1][0][:60]}): expected an error with '{word}', found {answer}"
    if "acknowledge" not in given[-1]:
        return f"the good line after the bad ones: found {given[-1]}"
    print(f"{len(wanted)} bad lines are refused, the good one after them is answered")
    return None


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    problem = compare(count, random.Random(seed)) or refusals()
    if problem:
        sys.exit(f"seed {seed}: {problem}")


if __name__ == "__main__":
    main()
