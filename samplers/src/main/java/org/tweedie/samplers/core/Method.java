package org.tweedie.samplers.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Capable;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.SavedState;

/**
 * A sampler: what it claims, what it needs, and the kernel that it makes of a problem.
 *
 * @param <S> the state of its kernel
 */
public final class Method<S> implements Sampler {
  private final String id;
  private final Exactness exactness;
  private final List<Requirement> requirements;
  private final Optional<LawPredictor> law;
  private final Function<Problem, Kernel<S>> kernel;

  /**
   * A sampler.
   *
   * @param id the provider's id, for messages
   * @param exactness its claim
   * @param requirements checked before the kernel is made
   * @param law the independent law, if there is one with these options
   * @param kernel makes the kernel for a problem that meets the requirements
   */
  public Method(
      String id,
      Exactness exactness,
      List<Requirement> requirements,
      Optional<LawPredictor> law,
      Function<Problem, Kernel<S>> kernel) {
    this.id = id;
    this.exactness = exactness;
    this.requirements = List.copyOf(requirements);
    this.law = law;
    this.kernel = kernel;
  }

  @Override
  public Exactness exactness() {
    return exactness;
  }

  @Override
  public List<Requirement> requirements() {
    return requirements;
  }

  @Override
  public Optional<LawPredictor> law() {
    return law;
  }

  @Override
  public Run begin(Problem problem, Chains chains, Noise noise) {
    demand(problem);
    return new KernelRun<>(id, kernel.apply(problem), problem, chains, noise);
  }

  @Override
  public Run resume(Problem problem, Chains chains, Noise noise, SavedState state) {
    demand(problem);
    return new KernelRun<>(id, kernel.apply(problem), problem, chains, noise, state);
  }

  private void demand(Problem problem) {
    List<String> missing = new ArrayList<>();
    for (Requirement r : requirements) {
      Capable owner =
          switch (r.of()) {
            case LIKELIHOOD -> problem.likelihood();
            case OPERATOR -> problem.likelihood().operator();
            case PRIOR -> problem.prior();
          };
      Optional<? extends Capability> found = owner.capability(r.type());
      String what =
          "the " + r.of().name().toLowerCase(Locale.ROOT) + " to be " + r.type().getSimpleName();
      if (found.isEmpty()) {
        missing.add(what + " (" + r.reason() + ")");
      } else if (r.exactOnly() && !accuracy(found.get()).isExact()) {
        missing.add(what + " in closed form (" + r.reason() + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedProblemException(
          "the sampler " + id + " needs " + String.join(" and ", missing),
          "choose another sampler, or other options of this one");
    }
  }

  private static Accuracy accuracy(Capability c) {
    if (c instanceof NormalSolve s) {
      return s.accuracy();
    }
    if (c instanceof PseudoInverse p) {
      return p.accuracy();
    }
    return c instanceof NormBound b ? b.accuracy() : Accuracy.EXACT;
  }
}
