"""Changes an export of twenty entries in every way and counts what the verifier refuses."""
import importlib.util, sys
spec = importlib.util.spec_from_file_location("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
data = open("ledger.jsonl", "rb").read()
lines = data.split(b"\n")
def refused(changed, line):
    try:
        verifier.verify(changed)
    except ValueError as error:
        word = str(error).split(" ")[0]
        return line == 0 or len(lines) - 2 in (line, line - 1) or word in (f"#{line}", f"#{line + 1}")
    return False
count = 0
for at in range(len(data)):
    line = data[:at].count(b"\n")
    changed = bytearray(data)
    changed[at] ^= 1 << (at % 8)
    assert refused(bytes(changed), line), at
    count += 1
for at in range(1, len(lines) - 1):
    assert refused(b"\n".join(lines[:at] + lines[at + 1:]), at), at
    assert refused(b"\n".join(lines[:at + 1] + lines[at:]), at), at
    swapped = lines[:]
    swapped[at], swapped[at % 20 + 1] = swapped[at % 20 + 1], swapped[at]
    assert refused(b"\n".join(swapped), min(at, at % 20 + 1)), at
    count += 3
entries, hashes = verifier.verify(data)
cut = verifier.canonical({"format": "bijia.ledger-export/1",
    "head": f"bijia-head-v1 {entries[0]['ledger_id']} 17 {hashes[16]}"}) + b"\n" + b"\n".join(lines[1:18]) + b"\n"
short, some = verifier.verify(cut)
verifier.check_anchor(f"bijia-head-v1 {entries[0]['ledger_id']} 17 {hashes[16]}", short, some)
try:
    verifier.check_anchor(open("head.txt").read(), short, some)
except ValueError:
    print(count, "refused, the cut tail by its anchor alone")
