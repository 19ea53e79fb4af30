#!/usr/bin/env python3
"""A second verifier of the ledger, in another language, with nothing but Python's standard library.

It shares no code with the hub: RFC 6962, RFC 8032, GB/T 32905 (SM3) and GB/T 32918 (SM2) are written down here once more, from the
texts. Usage:

  independent_verifier.py receipt FILE --log VKEY [--sm2 VKEY] [--witness VKEY]… [--quorum N]
  independent_verifier.py promise FILE --log VKEY [--receipt FILE]
  independent_verifier.py bundle  FILE --log VKEY [--sm2 VKEY] [--witness VKEY]… [--quorum N] [--cosigned FILE]

Prints PASS … and exits with 0, or FAIL … and exits with 1.
"""
import argparse
import base64
import datetime
import hashlib
import json
import re
import sys
import time

# ---- Ed25519 verification (RFC 8032, section 5.1 and appendix A) ----

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def point_add(a, b):
    e1 = (a[1] - a[0]) * (b[1] - b[0]) % P
    e2 = (a[1] + a[0]) * (b[1] + b[0]) % P
    c = 2 * a[3] * b[3] * D % P
    d = 2 * a[2] * b[2] % P
    e, f, g, h = e2 - e1, d - c, d + c, e2 + e1
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        n >>= 1
    return result


def point_of(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519_valid(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = point_times(s, BASE), point_add(r, point_times(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---- SM3 (GB/T 32905-2016) ----

SM3_START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)


def rotate(x, n):
    n %= 32
    return (x << n | x >> (32 - n)) & 0xFFFFFFFF


def sm3_compress(state, block):
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
        w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        t = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & 0xFFFFFFFF, 7)
        ss2 = ss1 ^ rotate(a, 12)
        ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if j < 16 else e & f | ~e & 0xFFFFFFFF & g
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, rotate(b, 9), c
        e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))


def sm3(data):
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    state = SM3_START
    for begin in range(0, len(padded), 64):
        state = sm3_compress(state, padded[begin : begin + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


# The example of the standard's appendix: whoever changes a digit above is told here.
assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


# ---- SM2 signature verification (GB/T 32918.2 and .5) ----

SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_A = SM2_P - 3
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SM2_USER = b"1234567812345678"


def sm2_add(one, other):
    """Affine addition; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % SM2_P == 0:
        return None
    if one == other:
        slope = (3 * x1 * x1 + SM2_A) * pow(2 * y1, -1, SM2_P)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, SM2_P)
    x = (slope * slope - x1 - x2) % SM2_P
    return x, (slope * (x1 - x) - y1) % SM2_P


def sm2_times(n, point):
    result = None
    while n:
        if n & 1:
            result = sm2_add(result, point)
        point = sm2_add(point, point)
        n >>= 1
    return result


def sm2_valid(public, message, signature):
    if len(public) != 65 or public[0] != 4 or len(signature) != 64:
        return False
    x, y = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    if x >= SM2_P or y >= SM2_P or (y * y - x * x * x - SM2_A * x - SM2_B) % SM2_P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not 1 <= r < SM2_N or not 1 <= s < SM2_N or (r + s) % SM2_N == 0:
        return False
    curve = b"".join(value.to_bytes(32, "big") for value in (SM2_A, SM2_B, *SM2_G, x, y))
    z = sm3((8 * len(SM2_USER)).to_bytes(2, "big") + SM2_USER + curve)
    e = int.from_bytes(sm3(z + message), "big")
    point = sm2_add(sm2_times(s, SM2_G), sm2_times((r + s) % SM2_N, (x, y)))
    return point is not None and (e + point[0]) % SM2_N == r


# ---- signed notes, checkpoints, cosignatures (C2SP) ----

# Type 0xff of signed-note, and the name that this log gives to its second line.
SM2_TYPE = b"\xffshali-hub/sm2-with-sm3\n"


PROMISE = "shali-hub/ledger-promise@1"


class Refused(Exception):
    pass


def parse_vkey(line):
    """Name, key id, kind of signature and the public key."""
    name, key_id, material = line.strip().split("+", 2)
    data = base64.b64decode(material)
    computed = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if computed.hex() != key_id:
        raise Refused("the verifier key is damaged")
    for kind, start in (("log", b"\x01"), ("witness", b"\x04"), ("sm2", SM2_TYPE)):
        if data.startswith(start):
            return name, computed, kind, data[len(start) :]
    raise Refused("the verifier key is of no known kind")


def open_checkpoint(note, vkey, what, expected):
    origin, size, root, *_extensions = open_note(note, vkey, what, expected).splitlines()
    return origin, int(size), base64.b64decode(root)


def open_note(note, vkey, what, expected):
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    name, key_id, kind, public = parse_vkey(vkey)
    if kind != expected:
        raise Refused(f"{what}: the key of {name} is not a {expected} key")
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        data = base64.b64decode(encoded)
        if dash != "\u2014" or signer != name or data[:4] != key_id:
            continue
        signature, message = data[4:], text.encode()
        if kind == "witness":
            seconds = int.from_bytes(signature[:8], "big")
            message = b"cosignature/v1\ntime %d\n" % seconds + message
            signature = signature[8:]
        if not (sm2_valid if kind == "sm2" else ed25519_valid)(public, message, signature):
            raise Refused(f"{what}: the signature of {name} is wrong")
        return text
    raise Refused(f"{what}: not signed by the {expected} key of {name}")


def unchecked_lines(note, vkeys):
    """Signature lines that no given key can check: they prove nothing, and the reader is told."""
    known = [parse_vkey(vkey)[:2] for vkey in vkeys if vkey]
    for line in note.rpartition("\n\n")[2].splitlines():
        _, name, encoded = line.split(" ")
        key_id = base64.b64decode(encoded)[:4]
        if (name, key_id) not in known:
            yield f"the signature line of {name} with key {key_id.hex()} was NOT checked: no key given"


# ---- RFC 6962 ----


class Tree:
    def __init__(self, origin):
        self.hash = sm3 if origin.endswith("/sm3") else lambda data: hashlib.sha256(data).digest()
        self.stack = []  # (number of leaves, hash) of complete subtrees, left to right

    def leaf(self, data):
        return self.hash(b"\x00" + data)

    def node(self, left, right):
        return self.hash(b"\x01" + left + right)

    def push(self, leaves, value):
        self.stack.append((leaves, value))
        while len(self.stack) > 1 and self.stack[-1][0] == self.stack[-2][0]:
            (width, right), (_, left) = self.stack.pop(), self.stack.pop()
            self.stack.append((2 * width, self.node(left, right)))

    def size(self):
        return sum(leaves for leaves, _ in self.stack)

    def root(self):
        if not self.stack:
            return self.hash(b"")
        value = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]):
            value = self.node(left, value)
        return value

    def root_of_path(self, index, size, value, path):
        """MTH from PATH(index, D[size]), by the recursion of section 2.1.1."""
        if size == 1:
            if path:
                raise Refused(f"index {index}: the proof is too long")
            return value
        if not path:
            raise Refused(f"index {index}: the proof is too short")
        k = 1
        while 2 * k < size:
            k *= 2
        if index < k:
            return self.node(self.root_of_path(index, k, value, path[:-1]), path[-1])
        return self.node(path[-1], self.root_of_path(index - k, size - k, value, path[:-1]))


def subtrees(begin, end):
    """Sizes of the largest aligned complete subtrees from begin to end, left to right."""
    while begin < end:
        width = 1
        while begin % (2 * width) == 0 and begin + 2 * width <= end:
            width *= 2
        yield width
        begin += width


# ---- what is verified ----


def open_log_checkpoint(note, keys):
    """The log's own key must have signed; its SM2 key too, where one is given."""
    found = open_checkpoint(note, keys.log, "the checkpoint", "log")
    if keys.sm2:
        open_checkpoint(note, keys.sm2, "the checkpoint", "sm2")
    return found, list(unchecked_lines(note, (keys.log, keys.sm2, *keys.witness)))


# Seconds by which a witness's clock may differ from ours, and from those of who writes records.
TOLERANCE = 300


def demand_witnesses(note, keys, size, record, least):
    """Whoever has a key of a witness checks its cosignature; says how many there are, and refuses fewer than demanded, or a wrong one."""
    found = []
    for vkey in keys.witness:
        name, key_id, *_ = parse_vkey(vkey)
        for line in note.rpartition("\n\n")[2].splitlines():
            _, signer, encoded = line.split(" ")
            data = base64.b64decode(encoded)
            if signer != name or data[:4] != key_id:
                continue
            open_checkpoint(note, vkey, "the cosignature", "witness")
            at = int.from_bytes(data[4:12], "big")
            if size == 0 or at > time.time() + TOLERANCE:
                raise Refused(f"the cosignature of {name} covers nothing, or is of the future")
            if record and at < seconds_of(record) - TOLERANCE:
                raise Refused(f"the cosignature of {name} is older than the records that it covers")
            found.append(name)
            break
    if len(found) < max(least, keys.quorum):
        raise Refused(f"{len(found)} of the {len(keys.witness)} given witnesses cosigned the checkpoint, {max(least, keys.quorum)} are demanded")
    if not found:
        return "the checkpoint is the log's own word: no witness whose key was given has cosigned it"
    return f"{size} leaves cosigned by {len(found)} of {len(keys.witness)} witnesses ({', '.join(found)})"


def seconds_of(record):
    return datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00")).timestamp()


def verify_receipt(text, keys):
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Refused("not a receipt")
    leaf, index = base64.b64decode(lines[1][6:]), int(lines[2][6:])
    (origin, size, root), unchecked = open_log_checkpoint(note, keys)
    demand_witnesses(note, keys, size, json.loads(leaf), 1 if keys.witness else 0)
    tree = Tree(origin)
    path = [base64.b64decode(line) for line in lines[3:]]
    if not index < size or tree.root_of_path(index, size, tree.leaf(leaf), path) != root:
        raise Refused(f"index {index}: the proof does not lead to the signed root")
    record = json.loads(leaf)
    return f"index {index} of {size}: {record['kind']} at {record['time']}", unchecked


def verify_promise(text, keys, receipt):
    """The signed batch contains the leaf; with a receipt of its index, the log kept the promise or broke it."""
    head, _, note = text.partition("\n\n")
    header, leaf, index, *path = head.split("\n")
    signed = open_note(note, keys.log, "the promise", "log").splitlines()
    if header != PROMISE or len(signed) != 6 or signed[0] != PROMISE or not leaf.startswith("leaf "):
        raise Refused("not a promise")
    origin = signed[1]
    values = [line.removeprefix(name + " ") for name, line in zip(("first", "count", "root", "by"), signed[2:], strict=True)]
    first, count, root, by = int(values[0]), int(values[1]), base64.b64decode(values[2]), values[3]
    if origin != parse_vkey(keys.log)[0]:
        raise Refused("the promise is of another log")
    leaf, index = base64.b64decode(leaf[5:]), int(index.removeprefix("index "))
    tree = Tree(origin)
    path = [base64.b64decode(line) for line in path]
    if not 0 <= index - first < count or tree.root_of_path(index - first, count, leaf, path) != root:
        raise Refused("the leaf is not in the batch that was signed")
    promised = f"index {index} of {origin}, in every checkpoint after {by}"
    if receipt is None:
        return f"signed: {promised}", []
    verify_receipt(receipt, keys)
    lines = receipt.split("\n")
    if int(lines[2][6:]) != index:
        raise Refused("the receipt is of another index")
    if tree.leaf(base64.b64decode(lines[1][6:])) != leaf:
        raise Refused(f"BROKEN: {promised}")
    return f"kept: {promised}", []


# ---- bundles: what stands in each line, in its order, and nothing else ----


def is_text(value):
    return isinstance(value, str)


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def is_hash(value):
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9+/]{43}=", value) is not None


def is_hashes(value):
    return isinstance(value, list) and all(is_hash(one) for one in value)


def is_subject(value):
    return isinstance(value, str) and re.match(r"[^:]+:[^\n]", value) is not None


def is_listed(value):
    return isinstance(value, list) and all(has(one, {"at": is_count, "entry": is_text, "path": is_hashes}) for one in value)


COMMON = {"format": is_text, "origin": is_text, "hash": is_text, "checkpoint": is_text, "kind": is_text}
KINDS = {
    "range": {"from": is_count, "to": is_count, "left": is_hashes, "right": is_hashes},
    "subject": {"subject": is_subject, "records": is_count},
    "mention": {"subject": is_subject, "index": is_count, "mentioned": lambda value: isinstance(value, bool)},
}
PROVEN = {"index": is_count, "leaf": is_text, "proof": is_hashes}


def has(value, shape):
    return isinstance(value, dict) and list(value) == list(shape) and all(check(value[key]) for key, check in shape.items())


def parse_line(line, *shapes):
    """An object as JSON.stringify writes it: no key twice, no other spelling of a number, no space."""
    line = line.removesuffix("\n")
    value = json.loads(line)
    if json.dumps(value, ensure_ascii=False, separators=(",", ":")) != line:
        raise Refused("a line is not canonical")
    if shapes and not any(has(value, shape) for shape in shapes):
        raise Refused("a line is not as its kind has it")
    return value


def read_header(line):
    header = parse_line(line)
    if not isinstance(header, dict) or header.get("format") != "shali-hub/ledger-evidence@2":
        raise Refused("not an evidence bundle of this format")
    if not is_text(header.get("kind")) or header["kind"] not in KINDS:
        raise Refused("a bundle of an unknown kind")
    if not has(header, {**COMMON, **KINDS[header["kind"]]}):
        raise Refused("the header is not as its kind has it")
    return header


def verify_bundle(lines, keys, cosigned):
    header = read_header(next(lines))
    (origin, size, root), unchecked = open_log_checkpoint(header["checkpoint"], keys)
    if header["origin"] != origin or header["hash"] != ("sm3" if origin.endswith("/sm3") else "sha256"):
        raise Refused("the header names another log than the checkpoint")
    trusted = None
    if cosigned:
        if len(keys.witness) != 1:
            raise Refused("--cosigned needs the one --witness that cosigned it")
        trusted = open_checkpoint(cosigned, keys.witness[0], "the witness's checkpoint", "witness")
        if trusted[0] != origin:
            raise Refused("the witness's checkpoint is of another log")
    if header["kind"] != "range":
        if trusted and trusted[1] != size:
            raise Refused(f"the witness's checkpoint of {trusted[1]} leaves cannot be compared with one of {size}")
        if trusted and trusted[2] != root:
            raise Refused(f"history was rewritten: the witness saw another root of {size} leaves")
        found, last = verify_subject(lines, header, origin, size, root)
        return found, [demand_witnesses(header["checkpoint"], keys, size, last, 0), *unchecked]
    tree = Tree(origin)
    for width, value in zip(list(subtrees(0, header["from"])), header["left"], strict=True):
        tree.push(width, base64.b64decode(value))
    compared = False

    def compare():
        if trusted and trusted[1] == tree.size():
            if trusted[2] != tree.root():
                raise Refused(f"history was rewritten: the witness saw another root of {trusted[1]} leaves")
            return True
        return False

    compared |= compare()
    records = withheld = 0
    last = None
    for line in lines:
        entry = parse_line(line, {"index": is_count, "leaf": is_text}, {"index": is_count, "hash": is_hash})
        if entry["index"] != header["from"] + records:
            raise Refused(f"index {header['from'] + records}: the record is missing")
        if "hash" in entry:
            value = base64.b64decode(entry["hash"])
            withheld += 1
        else:
            value = tree.leaf(entry["leaf"].encode())
            last = entry["leaf"]
        tree.push(1, value)
        records += 1
        # The root is only computed where it is compared: that is dear, and once is enough.
        if trusted and trusted[1] == header["from"] + records:
            compared |= compare()
    if header["from"] + records != header["to"]:
        raise Refused(f"index {header['from'] + records}: the records end here, not at {header['to']}")
    for width, value in zip(list(subtrees(header["to"], size)), header["right"], strict=True):
        tree.push(width, base64.b64decode(value))
    if tree.size() != size or tree.root() != root:
        raise Refused(f"index {header['from']}: the records do not give the signed root")
    compared |= compare()
    if trusted and not compared:
        raise Refused(f"the witness's checkpoint of {trusted[1]} leaves lies outside this bundle")
    unchecked.append(demand_witnesses(header["checkpoint"], keys, size, last and json.loads(last), 0))
    if withheld:
        unchecked.append(f"{withheld} more are there as hashes only: dropped, or withheld from the reader")
    records -= withheld
    return f"{records} records from index {header['from']}, of {size} with root {base64.b64encode(root).decode()}", unchecked


def names_subject(tree, record, listed, wanted):
    """Whether a record names a subject; None where what is shown of a long list proves neither."""
    root, count = record["subjectsRoot"], record["subjectCount"]
    if root is None:
        return wanted in [f"{subject['type']}:{subject['pseudonym']}" for subject in record["subjects"]]
    in_order = root.startswith("sorted:")
    stated = base64.b64decode(root[7:]) if in_order else base64.urlsafe_b64decode(root + "=")
    for one in listed:
        path = [base64.b64decode(value) for value in one["path"]]
        if not one["at"] < count or tree.root_of_path(one["at"], count, tree.leaf(one["entry"].encode()), path) != stated:
            return None
    if any(one["entry"] == wanted for one in listed):
        return True
    if not in_order or len(listed) not in (1, 2):
        return None

    def order(text):
        return text.encode("utf-16-be")

    first, last = listed[0], listed[-1]
    if len(listed) == 2:
        apart = last["at"] == first["at"] + 1 and order(first["entry"]) < order(wanted) < order(last["entry"])
        return False if apart else None
    before = first["at"] == 0 and order(wanted) < order(first["entry"])
    behind = first["at"] == count - 1 and order(first["entry"]) < order(wanted)
    return False if before or behind else None


def verify_subject(lines, header, origin, size, root):
    tree, records, last, record = Tree(origin), 0, -1, None
    for line in lines:
        entry = parse_line(line, PROVEN, {**PROVEN, "listed": is_listed})
        if entry["index"] <= last:
            raise Refused(f"index {entry['index']}: the records are not in order, each once")
        last = entry["index"]
        if header["kind"] == "mention" and entry["index"] != header["index"]:
            raise Refused(f"index {entry['index']}: another record than the header names")
        record = json.loads(entry["leaf"])
        names = names_subject(tree, record, entry.get("listed", []), header["subject"])
        if names is not header.get("mentioned", True):
            raise Refused(f"index {entry['index']}: the record does not name the subject, or does, or does not prove it")
        path = [base64.b64decode(value) for value in entry["proof"]]
        value = tree.leaf(entry["leaf"].encode())
        if not entry["index"] < size or tree.root_of_path(entry["index"], size, value, path) != root:
            raise Refused(f"index {entry['index']}: the proof does not lead to the signed root")
        records += 1
    if records != header.get("records", 1):
        raise Refused("records are missing")
    if header["kind"] == "mention":
        return f"1 records: {header['index']} {'names' if header['mentioned'] else 'does not name'} {header['subject']}", record
    return f"{records} records about {header['subject']}, each in the log of {size}", record


def text_of(path):
    if path is None:
        return None
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["receipt", "promise", "bundle"])
    parser.add_argument("file")
    parser.add_argument("--log", required=True)
    parser.add_argument("--sm2")
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("--quorum", type=int, default=0)
    parser.add_argument("--cosigned")
    parser.add_argument("--receipt")
    options = parser.parse_args()
    try:
        with open(options.file, encoding="utf-8", newline="\n") as file:
            if options.what == "receipt":
                found, unchecked = verify_receipt(file.read(), options)
            elif options.what == "promise":
                found, unchecked = verify_promise(file.read(), options, text_of(options.receipt))
            else:
                cosigned = text_of(options.cosigned)
                found, unchecked = verify_bundle(iter(file), options, cosigned)
    except (Refused, ValueError, KeyError, IndexError, StopIteration) as error:
        print(f"FAIL {error or 'malformed'}")
        sys.exit(1)
    print(f"PASS {found}")
    for line in unchecked:
        print(f"note: {line}")


if __name__ == "__main__":
    main()
