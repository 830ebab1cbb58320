package org.tweedie.api.spi.sampler;

import java.util.List;
import java.util.function.Function;

/** A posterior sampling method with its options bound; immutable, makes kernels. */
public interface Sampler {
  /** What the method claims of its output's law, with these options. */
  Exactness exactness();

  /** What it needs, with these options; all are checked before a kernel is made. */
  List<Requirement> requirements();

  /** How many samples one chain returns; more than 1 for populations and for long chains. */
  default int samplesPerChain() {
    return 1;
  }

  /**
   * The method for a problem.
   *
   * @param problem meets the requirements
   */
  Kernel kernel(Problem problem);

  /**
   * A sampler that returns one sample a chain.
   *
   * @param exactness its claim
   * @param requirements what it needs
   * @param kernel makes its kernel
   */
  static Sampler of(
      Exactness exactness, List<Requirement> requirements, Function<Problem, Kernel> kernel) {
    List<Requirement> needs = List.copyOf(requirements);
    return new Sampler() {
      @Override
      public Exactness exactness() {
        return exactness;
      }

      @Override
      public List<Requirement> requirements() {
        return needs;
      }

      @Override
      public Kernel kernel(Problem problem) {
        return kernel.apply(problem);
      }
    };
  }
}
