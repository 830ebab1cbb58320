package com.example.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.SavedState;

/**
 * The unadjusted Langevin algorithm on the posterior under the smoothed prior p_s, whose score is
 * Tweedie's:
 *
 * <pre>{@code
 * x ← x + h [(D(x, s) − x)/s² + A*(y − A x)/σ²] + √(2h) z,    x₀ ~ N(0, I)
 * }</pre>
 *
 * @param steps how many
 * @param level s
 * @param step h in units of 1/(1/s² + ‖A‖²/σ²)
 */
record Langevin(int steps, double level, double step) implements Sampler {
  private static final Purpose INIT = Purpose.of("init");

  @Override
  public Exactness exactness() {
    return new Exactness(
        Exactness.Kind.BIASED,
        "tends to the posterior under the prior smoothed to the level s as the step size falls "
            + "and the steps grow; a finite step widens it, too few leave the start visible",
        true);
  }

  @Override
  public List<Requirement> requirements() {
    return List.of(
        Requirement.likelihood(LinearGaussian.class, "its gradient sets the step size"),
        Requirement.operator(NormBound.class, "it bounds the step size"));
  }

  @Override
  public Optional<LawPredictor> law() {
    return Optional.of(new LangevinLaw(steps, level, step));
  }

  @Override
  public Run begin(Problem problem, Chains chains, Noise noise) {
    double h = stepSize(problem);
    List<Field> x = new ArrayList<>();
    for (int i = 0; i < chains.count(); i++) {
      x.add(noise.normals(chains.number(i), 0, INIT, Field.zeros(problem.space())));
    }
    return new LangevinRun(this, problem, chains, noise, h, 0, x);
  }

  @Override
  public Run resume(Problem problem, Chains chains, Noise noise, SavedState state) {
    double h = stepSize(problem);
    if (state.number(LangevinRun.STEPS) != steps) {
      throw new StateMismatchException(
          "the saved run has " + state.number(LangevinRun.STEPS) + " steps, this sampler " + steps,
          "resume with the options that wrote it");
    }
    List<Field> x = new ArrayList<>();
    for (int i = 0; i < chains.count(); i++) {
      String name = LangevinRun.name(chains.number(i));
      x.add(state.field(name).require(problem.space(), "the saved field " + name));
    }
    return new LangevinRun(
        this, problem, chains, noise, h, (int) state.number(LangevinRun.STEP), x);
  }

  private double stepSize(Problem problem) {
    Optional<LinearGaussian> data = problem.likelihood().capability(LinearGaussian.class);
    Optional<NormBound> norm = data.flatMap(d -> d.operator().capability(NormBound.class));
    if (norm.isEmpty()) {
      throw new UnsupportedProblemException(
          "the sampler acme.ula needs a linear-Gaussian likelihood and the norm of its operator",
          "choose another operator or another sampler");
    }
    double a = norm.get().norm() / data.get().sigma();
    return step / (1 / (level * level) + a * a);
  }
}
