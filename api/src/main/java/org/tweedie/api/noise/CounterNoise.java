package org.tweedie.api.noise;

import org.tweedie.api.field.Field;

/**
 * The counter-based generator of Tweedie: Philox 4x32 with 10 rounds (Salmon, Moraes, Dror, Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011), normals by the Box-Muller transform in
 * double precision with {@link StrictMath}, so that the bits are the same on every JDK and machine.
 *
 * <p>The 64-bit key is a mix of seed, chain and purpose; the 128-bit counter is (block, step). Any
 * seed is valid, 0 too.
 */
public final class CounterNoise implements Noise {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private final long seed;

  /** The source with this seed; every value is a seed of its own. */
  public CounterNoise(long seed) {
    this.seed = seed;
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  @Override
  public Field normals(int chain, long step, Purpose purpose, Field out) {
    long key = key(chain, purpose);
    float[] d = out.data();
    int[] block = new int[4];
    for (int i = 0; i < d.length; i += 4) {
      philox(i >>> 2, step, key, block);
      for (int pair = 0; pair < 4 && i + pair < d.length; pair += 2) {
        BoxMuller.normals(block[pair], block[pair + 1], d, i + pair);
      }
    }
    return out;
  }

  @Override
  public void uniforms(int chain, long step, Purpose purpose, double[] out) {
    // A key of its own: on the key of the normals one uniform would tell the radius of a pair.
    long key = mix(key(chain, purpose));
    int[] block = new int[4];
    for (int i = 0; i < out.length; i++) {
      if (i % 2 == 0) {
        philox(i >>> 1, step, key, block);
      }
      int pair = 2 * (i % 2);
      out[i] = uniform(block[pair], block[pair + 1]);
    }
  }

  /** Half a step above the first 52 bits: with 53 the sum would be rounded, at the end to 1. */
  static double uniform(int high, int low) {
    long bits52 = ((high & 0xffffffffL) << 20) | (low >>> 12);
    return (bits52 + 0.5) * 0x1p-52;
  }

  /**
   * The source for one use of a seed: simulating data, sampling, training. Sources of different
   * uses share no number, so that one seed may serve them all.
   *
   * @param use what for, for example "simulate"
   */
  public CounterNoise use(String use) {
    return new CounterNoise(mix(seed ^ Purpose.of(use).code()));
  }

  private long key(int chain, Purpose purpose) {
    return mix(mix(mix(seed) + chain) ^ purpose.code());
  }

  /** The finalizer of SplitMix64: a bijection, so different seeds never share a key by accident. */
  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Ten Philox rounds on the counter (block, step) under the key; the result replaces {@code r}.
   */
  static void philox(long block, long step, long key, int[] r) {
    int c0 = (int) block;
    int c1 = (int) (block >>> 32);
    int c2 = (int) step;
    int c3 = (int) (step >>> 32);
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = (M0 & 0xffffffffL) * (c0 & 0xffffffffL);
      long p1 = (M1 & 0xffffffffL) * (c2 & 0xffffffffL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += W0;
      k1 += W1;
    }
    r[0] = c0;
    r[1] = c1;
    r[2] = c2;
    r[3] = c3;
  }
}
