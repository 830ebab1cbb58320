"""Independent reference values for CounterNoise: Philox 4x32-10 and Box-Muller in plain Python.

Run: python3 philox_reference.py
The values it prints are the ones asserted in CounterNoiseTest.
"""
import math

MASK32, MASK64 = (1 << 32) - 1, (1 << 64) - 1


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK32, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK32]
        k = [(k[0] + 0x9E3779B9) & MASK32, (k[1] + 0xBB67AE85) & MASK32]
    return c


def mix(z):
    z = (z + 0x9E3779B97F4A7C15) & MASK64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
    return z ^ (z >> 31)


def fnv1a(name):
    h = 0xCBF29CE484222325
    for b in name.encode():
        h = ((h ^ b) * 0x100000001B3) & MASK64
    return h


def key(seed, chain, purpose):
    return mix(mix((mix(seed) + chain) & MASK64) ^ fnv1a(purpose))


def block(key, step, index):
    return philox(
        [index & MASK32, index >> 32, step & MASK32, step >> 32], [key & MASK32, key >> 32]
    )


def normals(seed, chain, step, purpose, n):
    out = []
    for i in range(0, n, 4):
        u = [(v + 0.5) * 2.0**-32 for v in block(key(seed, chain, purpose), step, i // 4)]
        for a, b in ((u[0], u[1]), (u[2], u[3])):
            r = math.sqrt(-2 * math.log(a))
            out += [r * math.cos(2 * math.pi * b), r * math.sin(2 * math.pi * b)]
    return out[:n]


def uniforms(seed, chain, step, purpose, n):
    out = []
    for i in range(0, n, 2):
        b = block(mix(key(seed, chain, purpose)), step, i // 2)
        out += [(((b[j] << 20) | (b[j + 1] >> 12)) + 0.5) * 2.0**-52 for j in (0, 2)]
    return out[:n]


def use(seed, name):
    return mix(seed ^ fnv1a(name))


print(["%08x" % v for v in philox([0] * 4, [0] * 2)])
print(["%.9g" % v for v in normals(0, 0, 0, "init", 7)])
print(["%.9g" % v for v in normals(42, 3, 17, "ancestral", 5)])
print(["%.17g" % v for v in uniforms(42, 3, 17, "accept", 5)])
print(["%.17g" % v for v in uniforms(use(42, "simulate"), 0, 0, "noise", 1)])
