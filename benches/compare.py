"""Times bijia against DuckDB, Polars and a pass of the csv crate.

Each job in turn, round after round; medians. Whole processes, but DuckDB and Polars without the start of Python. All jobs
but the pass pick the winners of all items, and the winners must agree. DuckDB and Polars are installed from PyPI into an
environment that is deleted at the end.
"""

import argparse
import csv
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time

DUCKDB = """
SET threads = 2;
COPY (
    SELECT item, vendor, total FROM (
        SELECT item, vendor, unit_price * quantity AS total, row_number() OVER (
            PARTITION BY item ORDER BY unit_price * quantity, quality, service DESC) AS place
        FROM read_csv('{source}', header = true, columns = {{
            'item': 'VARCHAR', 'vendor': 'VARCHAR', 'unit_price': 'DECIMAL(14, 2)', 'quality': 'VARCHAR',
            'service': 'DECIMAL(4, 1)', 'required_quality': 'VARCHAR', 'quantity': 'DECIMAL(9, 0)',
            'budget': 'DECIMAL(14, 2)'}})
        WHERE quality <= required_quality)
    WHERE place = 1
) TO '{target}' (HEADER)
"""


def duckdb_winners(duckdb, source, target):
    duckdb.sql(DUCKDB.format(source=source, target=target))


def polars_winners(pl, source, target):
    amount = pl.Decimal(14, 2)
    schema = {
        "item": pl.String, "vendor": pl.String, "unit_price": amount, "quality": pl.String, "service": pl.Decimal(4, 1),
        "required_quality": pl.String, "quantity": pl.Decimal(9, 0), "budget": amount,
    }
    offers = pl.scan_csv(source, schema=schema).filter(pl.col("quality") <= pl.col("required_quality"))
    offers = offers.select("item", "vendor", "quality", "service", total=pl.col("unit_price") * pl.col("quantity"))
    for column, best in (("total", pl.min("total")), ("quality", pl.min("quality")), ("service", pl.max("service"))):
        offers = offers.filter(pl.col(column) == best.over("item"))
    offers.unique("item", keep="any").select("item", "vendor", "total").collect().write_csv(target)


def peer(module, source, target):
    """Does the job in this process, and prints its seconds and those of the processor without the start of Python."""
    library = importlib.import_module(module)
    start, start_cpu = time.perf_counter(), time.process_time()
    {"duckdb": duckdb_winners, "polars": polars_winners}[module](library, source, target)
    print(time.perf_counter() - start, time.process_time() - start_cpu)


def read(path):
    with open(path, newline="") as file:
        return {row["item"]: row for row in csv.DictReader(file)}


def check(ours, *others):
    """Fails unless the winners agree. Of offers that are equal in everything bijia takes none."""
    ours = read(ours)
    tied = sum(row["decision"] == "refer" for row in ours.values())
    for path in others:
        theirs = read(path)
        wrong = [
            item for item, row in ours.items()
            if (row["decision"] == "none") != (item not in theirs)
            or row["decision"] == "recommended" and row["vendor"] != theirs[item]["vendor"]
        ]
        print(f"  {len(ours) - tied - len(wrong):,} items as in {os.path.basename(path)}, {tied:,} ties, {len(wrong)} differ")
        if wrong:
            sys.exit(f"the winners differ: {wrong[:5]}")


def measure(command, target):
    """Runs a command; returns its seconds, those of the processor, and its peak memory in bytes."""
    output = [(os.POSIX_SPAWN_OPEN, 1, target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)]
    start = time.perf_counter()
    _, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=output), 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def environment(folder):
    """Returns a Python with DuckDB and Polars, as far as they can be installed."""
    python = os.path.join(folder, "bin", "python")
    try:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb", "polars"], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"not installed: {error}")
    return python


def has(python, module):
    try:
        return subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0
    except OSError:
        return False


def bench(options, folder, python, rows, items):
    """Measures all jobs on one sheet and prints a table; returns the medians of bijia's jobs."""
    source = os.path.join(folder, "quotes.csv")
    subprocess.run([options.helper, "make", str(rows), str(items), source], check=True)
    compare = [options.bijia, "compare", "--quiet", "--scale", "A,B,C", "--as-of", "2026-11-22", "--format", "csv", source]
    jobs = {"csv pass": [options.helper, "pass", source], "bijia": compare, "bijia --detail": [*compare, "--detail"]}
    targets = {job: os.path.join(folder, job) for job in (*jobs, "DuckDB", "Polars")}
    for job in ("DuckDB", "Polars"):
        if has(python, job.lower()):
            jobs[job] = [python, os.path.abspath(__file__), "peer", job.lower(), source, targets[job]]
        else:
            print(f"{job} is skipped: it is not installed")
    runs = {job: [] for job in jobs}
    for turn in range(options.rounds * (5 if rows < 10_000 else 1) + 1):
        for job, command in jobs.items():
            seconds, cpu, peak = measure(command, targets[job] + ".out")
            if job in ("DuckDB", "Polars"):
                seconds, cpu = map(float, open(targets[job] + ".out").read().split())
            if turn:  # The first round only warms up.
                runs[job].append((seconds, cpu, peak))
    medians = {job: [statistics.median(column) for column in zip(*measured)] for job, measured in runs.items()}
    print(f"{rows:,} rows, {os.path.getsize(source) / 1e6:,.2f} MB" + (", one item" if items == 1 else ""))
    print(f"  {'':15} {'ms':>9} {'DuckDB = 1':>11} {'pass = 1':>9} {'CPU ms':>9} {'DuckDB = 1':>11} {'bytes a row':>12}")
    for job, (seconds, cpu, peak) in medians.items():
        wall_ratio, cpu_ratio = [
            f"{mine / peer:.2f}" for mine, peer in zip((seconds, cpu), medians["DuckDB"])
        ] if "DuckDB" in medians else "--"
        # What a small process has is mostly the program itself.
        memory = f"{peak / rows:,.0f}" if rows >= 100_000 else "-"
        passes = seconds / medians["csv pass"][0]
        print(f"  {job:15} {seconds * 1000:9,.1f} {wall_ratio:>11} {passes:9.1f} {cpu * 1000:9,.1f} {cpu_ratio:>11} {memory:>12}")
    others = [targets[job] for job in ("DuckDB", "Polars") if job in jobs]
    if others:
        # In a process of its own: a child's peak starts from the memory of this one.
        subprocess.run([sys.executable, os.path.abspath(__file__), "check", targets["bijia"] + ".out", *others], check=True)
    return {job: seconds for job, (seconds, _, _) in medians.items() if "bijia" in job}


def main():
    parser = argparse.ArgumentParser(prog="cargo bench --", description=__doc__)
    parser.add_argument("--bijia", required=True, help="the program that is measured")
    parser.add_argument("--helper", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rows", default="100,1000000", help="sheets of about 10 quotes an item; 10000000 needs 5 GB of memory")
    parser.add_argument("--one", default="100000,1000000", help="sheets with so many quotes of one item")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python", help="a Python with duckdb and polars, instead of a new environment")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory() as folder:
        python = options.python or environment(os.path.join(folder, "venv"))
        for sizes, one in ((options.rows, False), (options.one, True)):
            before = None
            for rows in sorted(int(size) for size in sizes.split(",") if size):
                times = bench(options, folder, python, rows, 1 if one else rows // 10)
                if before and before[0] >= 100_000:
                    growth = ", ".join(f"{job} {seconds / before[1][job]:.1f}" for job, seconds in times.items())
                    print(f"  time against {before[0]:,} rows: {growth}")
                before = rows, times


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["peer", *arguments]:
            peer(*arguments)
        case ["check", *arguments]:
            check(*arguments)
        case _:
            main()
