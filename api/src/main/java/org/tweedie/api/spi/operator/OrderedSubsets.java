package org.tweedie.api.spi.operator;

import java.util.List;
import java.util.function.IntFunction;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.spi.Capability;

/**
 * The capability to split a likelihood into parts whose log-densities sum to the whole: with the
 * data go their noise levels, backgrounds and dead bins.
 */
public interface OrderedSubsets extends Capability {
  /** The largest number of parts, at least 1. */
  int most();

  /**
   * The parts, in the order in which to use them.
   *
   * @param count number of parts, 1 to {@link #most()}
   */
  List<Likelihood> subsets(int count);

  /**
   * A split from its parts.
   *
   * @param most the largest number of parts, at least 1
   * @param split makes the parts for a count that was checked
   */
  static OrderedSubsets of(int most, IntFunction<List<Likelihood>> split) {
    if (most < 1) {
      throw new IllegalArgumentException("a split into at most " + most + " parts");
    }
    return new OrderedSubsets() {
      @Override
      public int most() {
        return most;
      }

      @Override
      public List<Likelihood> subsets(int count) {
        if (count < 1 || count > most) {
          throw new InvalidInputException(
              "the data cannot be split into " + count + " subsets", "choose 1 to " + most);
        }
        return split.apply(count);
      }
    };
  }
}
