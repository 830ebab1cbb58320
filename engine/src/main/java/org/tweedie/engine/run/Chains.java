package org.tweedie.engine.run;

/**
 * A range of chains by their numbers in the whole run: chain 3 of 8 equals chain 3 of 4.
 *
 * @param first number of the first chain, at least 0
 * @param count how many, at least 1
 */
public record Chains(int first, int count) {
  /** Checks the numbers. */
  public Chains {
    if (first < 0 || count < 1) {
      throw new IllegalArgumentException("chains " + first + " + " + count);
    }
  }

  /** Chains 0 to {@code count − 1}. */
  public static Chains of(int count) {
    return new Chains(0, count);
  }

  /** The global number of the {@code i}-th chain of this range. */
  public int number(int i) {
    return first + i;
  }
}
