#!/usr/bin/env python3
"""A second verifier of the ledger, in another language, with nothing but Python's standard library.

It shares no code with the hub: RFC 6962 and RFC 8032 are written down here once more, from the texts. Usage:

  independent_verifier.py receipt FILE --log VKEY [--witness VKEY]
  independent_verifier.py bundle  FILE --log VKEY [--witness VKEY --cosigned FILE]

Prints PASS … and exits with 0, or FAIL … and exits with 1.
"""
import argparse
import base64
import hashlib
import json
import sys

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


# ---- signed notes, checkpoints, cosignatures (C2SP) ----


class Refused(Exception):
    pass


def parse_vkey(line):
    name, key_id, material = line.strip().split("+", 2)
    data = base64.b64decode(material)
    computed = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if computed.hex() != key_id or data[0] not in (1, 4):
        raise Refused("the verifier key is damaged")
    return name, computed, data[0], data[1:]


def open_checkpoint(note, vkey, what):
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    name, key_id, kind, public = parse_vkey(vkey)
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        data = base64.b64decode(encoded)
        if dash != "\u2014" or signer != name or data[:4] != key_id:
            continue
        signature, message = data[4:], text.encode()
        if kind == 4:
            time = int.from_bytes(signature[:8], "big")
            message = b"cosignature/v1\ntime %d\n" % time + message
            signature = signature[8:]
        if not ed25519_valid(public, message, signature):
            raise Refused(f"{what}: the signature of {name} is wrong")
        origin, size, root = text.splitlines()
        return origin, int(size), base64.b64decode(root)
    raise Refused(f"{what}: not signed by {name}")


# ---- RFC 6962 ----


class Tree:
    def __init__(self, origin):
        self.algorithm = "sm3" if origin.endswith("/sm3") else "sha256"
        self.stack = []  # (number of leaves, hash) of complete subtrees, left to right

    def hash(self, data):
        return hashlib.new(self.algorithm, data).digest()

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


def verify_receipt(text, log, witness):
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Refused("not a receipt")
    leaf, index = base64.b64decode(lines[1][6:]), int(lines[2][6:])
    origin, size, root = open_checkpoint(note, log, "the checkpoint")
    if witness:
        open_checkpoint(note, witness, "the cosignature")
    tree = Tree(origin)
    path = [base64.b64decode(line) for line in lines[3:]]
    if not index < size or tree.root_of_path(index, size, tree.leaf(leaf), path) != root:
        raise Refused(f"index {index}: the proof does not lead to the signed root")
    record = json.loads(leaf)
    return f"index {index} of {size}: {record['kind']} at {record['time']}"


def verify_bundle(lines, log, witness, cosigned):
    header = json.loads(next(lines))
    if header["format"] != "shali-hub/ledger-evidence@1":
        raise Refused("not an evidence bundle")
    origin, size, root = open_checkpoint(header["checkpoint"], log, "the checkpoint")
    trusted = None
    if cosigned:
        trusted = open_checkpoint(cosigned, witness, "the witness's checkpoint")
        if trusted[0] != origin:
            raise Refused("the witness's checkpoint is of another log")
    if header["kind"] == "subject":
        return verify_subject(lines, header, origin, size, root)
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
    records = 0
    for line in lines:
        entry = json.loads(line)
        if entry["index"] != header["from"] + records:
            raise Refused(f"index {header['from'] + records}: the record is missing")
        tree.push(1, tree.leaf(entry["leaf"].encode()))
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
    return f"{records} records from index {header['from']}, of {size} with root {base64.b64encode(root).decode()}"


def verify_subject(lines, header, origin, size, root):
    tree, records = Tree(origin), 0
    for line in lines:
        entry = json.loads(line)
        path = [base64.b64decode(value) for value in entry["proof"]]
        value = tree.leaf(entry["leaf"].encode())
        if not entry["index"] < size or tree.root_of_path(entry["index"], size, value, path) != root:
            raise Refused(f"index {entry['index']}: the proof does not lead to the signed root")
        records += 1
    if records != header["records"]:
        raise Refused("records are missing")
    return f"{records} records about {header['subject']}, each in the log of {size}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["receipt", "bundle"])
    parser.add_argument("file")
    parser.add_argument("--log", required=True)
    parser.add_argument("--witness")
    parser.add_argument("--cosigned")
    options = parser.parse_args()
    try:
        with open(options.file, encoding="utf-8", newline="\n") as file:
            if options.what == "receipt":
                found = verify_receipt(file.read(), options.log, options.witness)
            else:
                cosigned = None
                if options.cosigned:
                    with open(options.cosigned, encoding="utf-8", newline="\n") as other:
                        cosigned = other.read()
                found = verify_bundle(iter(file), options.log, options.witness, cosigned)
    except (Refused, ValueError, KeyError, IndexError, StopIteration) as error:
        print(f"FAIL {error or 'malformed'}")
        sys.exit(1)
    print(f"PASS {found}")


main()
