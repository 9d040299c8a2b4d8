#!/usr/bin/env python3
"""Checks an export of a bijia ledger, and adds it up, with nothing but Python's standard library.

    bijia ledger export --output ledger.jsonl
    python3 verify_ledger.py ledger.jsonl [HEAD ...]     each HEAD is a file that states an earlier head
    python3 verify_ledger.py --totals ledger.jsonl       sums by currency, as JSON

It shares no code with bijia. An entry's hash is the SHA-256 of `bijia-entry-v1`, a newline, and the entry as JSON with
sorted keys and no spaces (RFC 8785); each entry holds the hash of the one before. What was changed, taken out or put in
is found by the first number that is wrong. That entries are missing at the end is found by an earlier head alone.
"""
import hashlib
import json
import re
import sys
from fractions import Fraction


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def verify(data):
    """Returns the entries and their hashes; raises ValueError with the first number that is wrong."""
    first, *lines = data.split(b"\n")
    entries, hashes, prev, ledger = [], [], "0" * 64, None
    for seq, line in enumerate(lines[:-1], 1):
        try:
            row = json.loads(line)
            entry = row["entry"]
            digest = hashlib.sha256(b"bijia-entry-v1\n" + canonical(entry)).hexdigest()
            ledger = ledger or entry["ledger_id"]
            good = canonical(row) == line and row["hash"] == digest
            good = good and (entry["seq"], entry["prev"], entry["ledger_id"]) == (seq, prev, ledger)
        except (ValueError, KeyError, TypeError):
            good = False
        if not good:
            raise ValueError(f"#{seq} is wrong")
        entries.append(entry)
        hashes.append(digest)
        prev = digest
    head = f"bijia-head-v1 {ledger} {len(entries)} {prev}"
    if lines[-1:] != [b""] or not entries:
        raise ValueError(f"#{len(entries) + 1} is wrong")
    if first != canonical({"format": "bijia.ledger-export/1", "head": head}):
        raise ValueError("the first line does not state the last entry")
    return entries, hashes


def check_anchor(text, entries, hashes):
    """Raises ValueError unless every head that a text states is still in the ledger."""
    for ledger, seq, digest in re.findall(r"bijia-head-v1 ([0-9a-f]{32}) ([0-9]+) ([0-9a-f]{64})", text):
        if ledger != entries[0]["ledger_id"] or hashes[int(seq) - 1 : int(seq)] != [digest]:
            raise ValueError(f"#{seq} of ledger {ledger} is not there any more as it was")


def minor(text):
    """An amount in minor units; the decimals are those of its currency."""
    return int(text.replace(".", ""))


def amount(count, decimals):
    sign, digits = ("-" if count < 0 else ""), str(abs(count)).rjust(decimals + 1, "0")
    return sign + (digits[:-decimals] + "." + digits[-decimals:] if decimals else digits)


def rounded(value):
    """Rounds a fraction to a whole number, half away from zero."""
    whole = (2 * abs(value).numerator + value.denominator) // (2 * value.denominator)
    return whole if value >= 0 else -whole


def account(total, ordered, after):
    """What an award of `total` minor units comes to by the entries after it; `bijia savings` says what the words mean."""
    receipts = [entry["receipt"] for entry in after if entry["kind"] == "receive"]
    amounts = [minor(entry["payment"]["amount"]) for entry in after if entry["kind"] == "pay"]
    closed = any(entry["kind"] == "close" for entry in after)
    received = accepted = Fraction(0)
    with_goods = cheaper = 0
    for receipt in receipts:
        quantity, said = Fraction(receipt["quantity"]), receipt["accepted"]
        received += quantity
        accepted += quantity if said in (None, True) else 0 if said is False else Fraction(said)
        paid = minor(receipt["paid"] or "0")
        if paid:
            with_goods += paid
            cheaper += max(rounded(total * quantity / ordered) - paid, 0)
    kept = accepted - sum(Fraction(entry["quantity"]) for entry in after if entry["kind"] == "return")
    counted = min(kept, ordered)
    value = rounded(total * received / ordered) - cheaper
    due = rounded(value * counted / received) if received else 0
    standing_apart = value - due
    advance = sum(amount for amount in amounts if amount > 0)
    credit = -sum(amount for amount in amounts if amount < 0)
    paid = with_goods + advance - credit
    due = max(due - max(credit - standing_apart, 0), 0)
    standing_apart = max(standing_apart - credit, 0)
    to_come = 0 if closed else total - rounded(total * counted / ordered)
    beyond = max(paid - due, 0)
    apart = min(beyond, standing_apart)
    early = min(beyond - apart, to_come, advance)
    owed = 0 if closed else max(due - paid, 0)
    return {
        "share": counted / ordered,
        "paid": paid,
        "owed": owed,
        "apart": apart,
        "cost": max(paid - apart - early + owed, 0),
        "committed": owed + to_come - early,
    }


def totals(entries):
    """Adds up the awards that count, by currency; pending ones stand apart."""
    awards, ended, approved, followed = {}, set(), set(), {}
    for entry in entries:
        kind, target = entry["kind"], entry["target"]
        if kind == "award":
            awards[entry["seq"]] = entry
            ended.add(target)
        elif kind == "approve":
            approved.add(target)
        elif kind in ("receive", "pay", "return", "close"):
            followed.setdefault(target, []).append(entry)
        elif kind == "void":
            ended.add(target)
    sums = {}
    for seq, entry in awards.items():
        award, savings = entry["award"], entry["savings"]
        if seq in ended:
            continue
        total_text = award["chosen"]["total"]
        decimals = len(total_text.partition(".")[2])
        row = sums.setdefault(award["currency"], {"decimals": decimals, "awards": 0, "pending": 0})

        def add(key, count):
            row[key] = row.get(key, 0) + count

        total, limit = minor(total_text), award["approval_above"]
        if limit is not None and Fraction(total_text) > Fraction(limit) and seq not in approved:
            row["pending"] += 1
            add("pending_awarded", total)
            continue
        row["awards"] += 1
        add("awarded", total)
        after = [entry for entry in followed.get(seq, []) if entry["seq"] not in ended]
        figures = account(total, Fraction(award["quantity"]), after)
        for name in ("paid", "committed", "owed", "apart"):
            add(name, figures[name])
        if award["budget"] is not None:
            add("budget", minor(award["budget"]))
        if award["missed"] is not None:
            add("missed", minor(award["missed"]))
        for name, saving in savings.items():
            if saving is not None:
                add("negotiated_" + name, minor(saving))
                if figures["share"] or figures["cost"]:
                    baseline = rounded((total + minor(saving)) * figures["share"])
                    add("realised_" + name, baseline - figures["cost"])
    for row in sums.values():
        decimals = row.pop("decimals")
        for key in row:
            if key not in ("awards", "pending"):
                row[key] = amount(row[key], decimals)
    return sums


def main(arguments):
    wants_totals = arguments[:1] == ["--totals"]
    names = arguments[1:] if wants_totals else arguments
    if not names:
        print(__doc__)
        return 2
    try:
        with open(names[0], "rb") as file:
            entries, hashes = verify(file.read())
        for name in names[1:]:
            with open(name, encoding="utf-8", errors="replace") as file:
                check_anchor(file.read(), entries, hashes)
    except ValueError as error:
        print(f"{names[0]}: {error}")
        return 1
    if wants_totals:
        print(json.dumps(totals(entries), sort_keys=True))
    else:
        print(f"{names[0]}: sound, {len(entries)} entries, {len(names) - 1} anchors")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
